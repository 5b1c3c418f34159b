"""The log of a community, and that of the network."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.communities.actions.log import note_change
from forum.communities.actions.members import give_role
from forum.communities.actions.opening import change_visibility
from forum.communities.actions.roles import take_out_member
from forum.communities.models import Change, Role, Verb
from forum.communities.selectors import log
from forum.communities.views.telling import Difference, differences, told
from forum.people.actors import is_person
from tests.factories import make_community, make_member, make_person, make_steward
from tests.forum.communities.people_of import EVERYONE, LOOKING_AFTER, somebody

pytestmark = pytest.mark.django_db


def lines(page: str) -> list[str]:
    """The lines of a log as text."""
    rows = re.findall(r'<li id="change-\d+">(.*?)</li>', page, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


@pytest.mark.parametrize("kind", EVERYONE)
def test_those_who_look_after_a_community_read_its_log(client: Client, kind: str) -> None:
    community = make_community(visibility="open")
    actor = somebody(kind, community)
    if is_person(actor):
        client.force_login(actor)
    answer = client.get(f"/c/{community.slug}/manage/log/")
    expected = 200 if kind in LOOKING_AFTER else 302 if kind == "visitor" else 403
    assert (answer.status_code, "opened the community" in answer.content.decode()) == (
        expected,
        expected == 200,
    )


@pytest.mark.parametrize("kind", EVERYONE)
def test_stewards_alone_read_the_log_of_the_network(client: Client, kind: str) -> None:
    community = make_community()
    note_change(
        Verb.FOUNDING_DECLINED,
        by=make_steward("Ada"),
        about="Gardeners",
        person=make_person("Bea"),
        reason="No.",
    )
    actor = somebody(kind, community)
    if is_person(actor):
        client.force_login(actor)
    answer = client.get("/stewards/log/")
    expected = 200 if kind == "steward" else 302 if kind == "visitor" else 404
    assert answer.status_code == expected
    if expected == 200:
        (line,) = lines(answer.content.decode())
        assert line.startswith("Ada did not agree to “Gardeners”, proposed by Bea No.")


def test_what_was_done_reads_as_sentences(client: Client) -> None:
    facilitator = make_person("Ada")
    community = make_community("Ward 7", facilitator=facilitator, visibility="network")
    person = make_member(community, make_person("Bea"))
    Change.objects.all().delete()
    give_role(giver=facilitator, person=person, community=community, role=Role.MODERATOR)
    take_out_member(taker=facilitator, person=person, community=community, reason="Asked to <go>.")
    change_visibility(changer=facilitator, community=community, visibility="private")
    client.force_login(facilitator)
    page = client.get(f"/c/{community.slug}/manage/log/").content.decode()
    assert lines(page)[0].startswith("Ada changed who reads the community Who reads it Network")
    assert "Network: anyone who is signed in can read → Private: only members can read" in lines(page)[0]
    assert lines(page)[1].startswith("Ada ended the membership of Bea Asked to &lt;go&gt;.")
    assert lines(page)[2].startswith("Ada gave the role of moderator to Bea Role member → moderator")


def test_every_verb_can_be_told() -> None:
    community, actor, person = make_community(), make_person("Ada"), make_person("Bea")
    Change.objects.all().delete()
    for verb in Verb:
        note_change(
            verb, by=actor, community=community, about="Something", person=person, details={"partner": 0}
        )
    sentences = [line.sentence for line in told(actor, Change.objects.order_by("pk"))]
    assert len(sentences) == len(Verb)
    assert all(sentence and "%(" not in sentence for sentence in sentences)


def test_details_are_told_however_they_were_noted() -> None:
    assert differences(
        {"hue": {"before": 10, "after": 20}, "count": 3, "names": ["a", "b"], "empty": []}
    ) == [
        Difference("Colour", "10", "20"),
        Difference("Count", "", "3"),
        Difference("Names", "", "a, b"),
        Difference("Empty", "", "nothing"),
    ]
    assert differences({"before": {"name": ""}, "after": {"name": "New", "open": True}}) == [
        Difference("Name", "nothing", "New"),
        Difference("Open", "nothing", "yes"),
    ]


def test_who_may_on_a_board_is_told_in_words() -> None:
    (told,) = differences({"read_from": {"before": 0, "after": 20}})
    assert (told.label, told.before, told.after) == ("Who reads", "whoever can read the community", "members")


def test_the_log_goes_on_where_a_page_ended(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "CHANGES_ON_A_PAGE", 2)
    facilitator = make_person()
    community = make_community(facilitator=facilitator)
    Change.objects.all().delete()
    for number in range(5):
        note_change(Verb.BOARD_OPENED, by=facilitator, community=community, about=f"Board {number}")
    client.force_login(facilitator)
    url, seen = f"/c/{community.slug}/manage/log/", []
    page = client.get(url).content.decode()
    while True:
        seen.append([line.split(":")[1].split()[1] for line in lines(page)])
        older = re.search(r'href="(\?after=\d+)"', page)
        if older is None:
            break
        page = client.get(url + older[1]).content.decode()
    assert seen == [["4", "3"], ["2", "1"], ["0"]]


def test_the_log_costs_the_same_whatever_it_shows(client: Client) -> None:
    facilitator, counts = make_person(), []
    client.force_login(facilitator)
    for many in (1, 30):
        community = make_community(facilitator=facilitator)
        for _ in range(many):
            note_change(
                Verb.PARTNERED,
                by=make_person(),
                community=community,
                details={"partner": make_community().pk},
            )
        client.get("/settings/")  # fills the rail
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/c/{community.slug}/manage/log/").status_code == 200
        counts.append(len(queries))
    assert counts == [7, 7]  # who asks, memberships, community, log, partners; what waits: two


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "%27"])
def test_hostile_cursors_are_harmless(client: Client, after: str) -> None:
    client.force_login(make_steward())
    assert client.get(f"/stewards/log/?after={after}").status_code == 200
