"""The tabs above the pages on which communities and the network are looked after: on all of them, and what they say."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from forum.communities.actions.batches import invite_many
from forum.communities.actions.joining import ask_to_join
from forum.communities.models import Community, FoundingRequest, JoiningRequest, Role
from forum.people.models import Application, Person
from tests.factories import (
    hold_reply,
    make_board,
    make_board_moderator,
    make_community,
    make_member,
    make_person,
    make_steward,
    make_topic,
    place_topic,
)

pytestmark = pytest.mark.django_db

NAV = re.compile(r'<nav class="tabs (?:manage|steward)-nav".*?</nav>', re.DOTALL)
FACILITATORS_TABS = (
    *("Words and looks", "Boards", "Rooms", "Requests 2 waiting", "Invitations", "Participation"),
    *(
        "What waits 6 waiting",
        "Waiting posts 3 waiting",
        "Reports",
        "Appeals",
        "Carried topics and homes 1 waiting",
    ),
    *("Removed", "Saved replies", "Import", "Roles", "Health", "Log"),
)


def tabs(page: str) -> list[tuple[str, bool]]:
    """What the tabs say, and whether each is marked; they stand above the one heading of the page."""
    (nav,) = NAV.finditer(page)
    assert page.count("<h1") == 1
    assert nav.end() < page.index("<h1")
    found = re.findall(r"<a href=\"[^\"]*\"( aria-current)?[^>]*>(.*?)</a>", nav[0], re.DOTALL)
    return [(" ".join(re.sub(r"<[^>]*>", " ", words).split()), bool(mark)) for mark, words in found]


def page(person: Person, url: str) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


@pytest.fixture
def community() -> Community:
    made = make_community("Debriefers", joining="request", facilitator=make_person("Ruth"))
    for _ in range(2):
        ask_to_join(person=make_person(), community=made, answers=[])
    make_board(made, slug="finds")
    topic = make_topic(make_board(made, slug="clinic", approval="everything"))
    for _ in range(3):
        hold_reply(topic)
    elsewhere = make_topic(make_board(make_community()))
    place_topic(elsewhere, topic.home_board, state="pending")
    make_board(made, slug="old", archived_at=topic.created_at)
    return made


def facilitator(community: Community) -> Person:
    return community.memberships.get(role=Role.FACILITATOR).person


@pytest.mark.parametrize(
    ("url", "marked"),
    [
        ("settings/", "Words and looks"),
        ("visibility/", "Words and looks"),
        ("visibility/?to=hidden", "Words and looks"),
        ("partners/", "Words and looks"),
        ("archive/", "Words and looks"),
        ("boards/", "Boards"),
        ("boards/new/", "Boards"),
        ("boards/clinic/", "Boards"),
        ("boards/clinic/archive/", "Boards"),
        ("boards/clinic/merge/", "Boards"),
        ("boards/old/", "Boards"),
        ("boards/old/restore/", "Boards"),
        ("rooms/", "Rooms"),
        ("rooms/new/", "Rooms"),
        ("requests/", "Requests 2 waiting"),
        ("requests/{request}/", "Requests 2 waiting"),
        ("invitations/", "Invitations"),
        ("invitations/list/", "Invitations"),
        ("invitations/batches/{batch}/", "Invitations"),
        ("participation/", "Participation"),
        ("queue/", "What waits 6 waiting"),
        ("replies/", "Saved replies"),
        ("health/", "Health"),
        ("held/", "Waiting posts 3 waiting"),
        ("removed/", "Removed"),
        ("cases/", "Reports"),
        ("appeals/", "Appeals"),
        ("carried/", "Carried topics and homes 1 waiting"),
        ("carried/trust/", "Carried topics and homes 1 waiting"),
        ("people/", "Roles"),
        ("people/ruth/", "Roles"),
        ("log/", "Log"),
    ],
)
def test_facilitators_find_all_tabs_with_what_waits_on_every_page(
    community: Community, url: str, marked: str
) -> None:
    ruth = facilitator(community)
    Person.objects.filter(pk=ruth.pk).update(handle="ruth")
    batch = invite_many(
        inviter=ruth,
        community=community,
        name="List",
        text="a@b.example",
        role=Role.MEMBER,
        message="",
        days=7,
    )
    asked = JoiningRequest.objects.filter(community=community)[0]
    address = f"/c/{community.slug}/manage/{url.format(request=asked.pk, batch=batch.pk)}"
    assert tabs(page(ruth, address)) == [(name, name == marked) for name in FACILITATORS_TABS]


def test_moderators_see_the_tabs_that_are_theirs(community: Community) -> None:
    moderator = make_member(community, role=Role.MODERATOR)
    by_name = make_board_moderator(make_board(community))
    url = f"/c/{community.slug}/manage/held/"
    assert [name for name, _ in tabs(page(moderator, url))] == [
        "What waits 4 waiting",
        "Waiting posts 3 waiting",
        "Reports",
        "Appeals",
        "Carried topics and homes 1 waiting",
        "Removed",
        "Saved replies",
        "Import",
        "Roles",
        "Health",
        "Log",
    ]
    assert tabs(page(by_name, url)) == [
        ("What waits", False),
        ("Waiting posts", True),
        ("Reports", False),
        ("Appeals", False),
        ("Carried topics and homes", False),
        ("Removed", False),
    ]


@pytest.mark.parametrize(
    ("url", "marked"),
    [
        ("", "Overview"),
        ("people/", "Accounts"),
        ("people/{person}/", "Accounts"),
        ("people/{person}/close/", "Accounts"),
        ("applications/", "Applications"),
        ("applications/{application}/", "Applications"),
        ("foundings/", "New communities"),
        ("foundings/{founding}/", "New communities"),
        ("appeals/", "Appeals"),
        ("network/", "The network"),
        ("jobs/", "Jobs"),
        ("log/", "Log"),
    ],
)
def test_stewards_find_all_tabs_on_every_page(url: str, marked: str) -> None:
    person = make_person()
    application = Application.objects.create(person=make_person(is_active=False))
    founding = FoundingRequest.objects.create(
        person=person, fields={"name": "Loom", "slug": "loom"}, reason="!"
    )
    address = url.format(person=person.pk, application=application.pk, founding=founding.pk)
    names = (
        *("Overview", "Accounts", "Applications", "New communities", "Appeals", "The network", "Jobs", "Log"),
    )
    assert tabs(page(make_steward(), f"/stewards/{address}")) == [(name, name == marked) for name in names]
