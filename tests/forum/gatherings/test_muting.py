"""Whoever may mute somebody finds that where they see them in a session, and comes back to it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forum.communities.models import Community, Measure, Role
from forum.communities.policies.measures import may_warn_or_mute
from forum.communities.selectors.below import members_below
from forum.core.verdicts import Refused
from forum.gatherings.actions.coming import answer_whether_one_comes
from forum.gatherings.actions.hands import call_hand, raise_hand
from forum.gatherings.models import Coming, Gathering
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_person
from tests.forum.gatherings.going_on import joined, said
from tests.forum.gatherings.meeting import again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
_LINK = re.compile(r'href="([^"]*kind=mute[^"]*)"')


@pytest.fixture
def moderator(community: Community) -> Person:
    return make_member(community, make_person("Mo Lindt"), role=Role.MODERATOR)


@pytest.fixture
def member(community: Community) -> Person:
    return make_member(community, make_person("Bea Quist", handle="beaq"))


def links(client: Client, person: Person, address: str) -> list[str]:
    client.force_login(person)
    return [unescape(found) for found in _LINK.findall(client.get(address).content.decode())]


def form_of(community: Community, person: Person, back: str) -> str:
    page = reverse("community-member", args=[community.slug, person.handle])
    return f"{page}?kind=mute&next={back.replace('/', '%2F')}#give"


def test_people_who_come_and_hands_lead_to_the_form_for_whoever_may_give_it(
    client: Client,
    host: Person,
    moderator: Person,
    member: Person,
    community: Community,
    gathering: Gathering,
) -> None:
    other = make_member(community, make_person("Cem Arslan"))
    for person in (member, host):
        answer_whether_one_comes(person=person, gathering=again(gathering), comes=Coming.State.COMING)
    raise_hand(person=member, gathering=again(gathering))
    hand = raise_hand(person=other, gathering=again(gathering))
    page = gathering.get_absolute_url()
    wanted = [form_of(community, each, page) for each in (member, other)]
    for person in (moderator, host):
        found = links(client, person, page)
        assert (
            set(found) == set(wanted) and found.count(wanted[0]) == 2
        )  # not themselves, nor who is above them
    assert links(client, member, page) == []
    call_hand(host=host, hand=hand)
    assert links(client, moderator, page).count(wanted[1]) == 1


def test_the_menu_of_a_message_leads_there_and_back(
    client: Client, moderator: Person, member: Person, community: Community, gathering: Gathering
) -> None:
    message = said(member, gathering, "Nonsense, all of it.")
    menu = reverse("message-acts", args=[message.room_id, message.pk])
    assert links(client, member, menu) == []
    (form,) = links(client, moderator, menu)
    page = client.get(form.split("#", maxsplit=1)[0]).content.decode()
    assert 'value="mute" required id="measure-kind_1" checked' in page
    (back,) = re.findall(r'name="next" value="([^"]*)"', page)
    sent = {"kind": "mute", "lasts": "1w", "reason": "Others could not speak.", "next": unescape(back)}
    address = reverse("community-measure", args=[community.slug, member.handle])
    refused = client.post(address, sent | {"reason": ""})
    assert refused.status_code == 422 and f'name="next" value="{back}"' in refused.content.decode()
    answer = client.post(address, sent)
    assert answer.status_code == 302 and f"#message-{message.pk}" in answer["Location"]
    assert Measure.objects.get().kind == Measure.Kind.MUTE
    with pytest.raises(Refused, match="muted"):
        said(member, gathering, "And more.")


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "x"]
)
def test_it_leads_nowhere_else(
    client: Client, moderator: Person, member: Person, community: Community, elsewhere: str
) -> None:
    client.force_login(moderator)
    page = reverse("community-member", args=[community.slug, member.handle])
    assert "Back to where you came from" not in client.get(page, {"next": elsewhere}).content.decode()
    address = reverse("community-measure", args=[community.slug, member.handle])
    sent = {"kind": "mute", "lasts": "1w", "reason": "Others could not speak.", "next": elsewhere}
    assert client.post(address, sent)["Location"] == page


def test_who_comes_through_another_community_is_muted_there_by_those_who_look_after_it(
    client: Client, host: Person, moderator: Person, gathering: Gathering
) -> None:
    other = make_community("Night shift", visibility="private")
    joined(gathering, other)
    guest = make_member(other, make_person("Dora Lem"))
    theirs = make_member(other, make_person("Eva Moss"), role=Role.MODERATOR)
    answer_whether_one_comes(person=guest, gathering=again(gathering), comes=Coming.State.COMING)
    page = gathering.get_absolute_url()
    assert links(client, theirs, page) == [form_of(other, guest, page)]
    assert links(client, moderator, page) == []  # she does not belong to theirs


def test_the_selector_answers_as_the_policy(community: Community) -> None:
    board = make_board(community)
    roles = [make_member(community, role=role) for role in Role]
    tends = make_member(community)
    tends.memberships.update(boards_moderated=[board.pk])
    steward = make_member(community, make_person(is_steward=True))
    people = [Person.objects.get(pk=each.pk) for each in (*roles, tends, steward)]
    for actor in people:
        wanted = {each.pk for each in people if may_warn_or_mute(actor, community, each)}
        assert members_below(actor, community, [each.pk for each in people]) == wanted


def test_however_many_come_it_is_one_query(
    client: Client, moderator: Person, community: Community, gathering: Gathering
) -> None:
    counts = []
    for _number in range(3):
        person = make_member(community)
        answer_whether_one_comes(person=person, gathering=again(gathering), comes=Coming.State.COMING)
        raise_hand(person=person, gathering=again(gathering))
        client.force_login(moderator)
        client.get(gathering.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(gathering.get_absolute_url())
        counts.append(len(queries))
    assert len(set(counts)) == 1
