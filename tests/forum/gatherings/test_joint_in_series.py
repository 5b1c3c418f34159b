"""A community that is asked for meetings of a series: it reads one line of it, and answers once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from forum.communities.models import Change, Community, Role, Verb
from forum.core.verdicts import Invalid, Refused
from forum.gatherings.actions.hours import Further
from forum.gatherings.actions.joint import ask_to_take_part
from forum.gatherings.actions.joint_in_series import agree_to_following, decline_following
from forum.gatherings.actions.prolonging import prolong_series
from forum.gatherings.models import Gathering, Joint
from forum.gatherings.selectors.joint import joint_asked_of, joint_for, waiting_joint_in
from forum.notifications.models import Notice
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person
from tests.forum.gatherings.meeting import again, meeting, series, when

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)
LAST = date(2026, 12, 8)
State = Joint.State


@pytest.fixture
def other() -> Community:
    return make_community("Wards")


@pytest.fixture
def facilitator(other: Community) -> Person:
    return make_member(other, make_person("Mo Lindt"), role=Role.FACILITATOR)


@pytest.fixture
def asked(host: Person, community: Community, other: Community, facilitator: Person) -> list[Joint]:
    """Three meetings by which a series was prolonged, for each of which the other community is asked."""
    rows = series(host, community, first=when(date(2026, 12, 1)), until=LAST, now=NOW)
    Joint.objects.create(
        gathering=rows[1], community=other, state="agreed", note="Ours.", asked_by=facilitator
    )
    further = Further(times=3, until=None, after=LAST)
    made = prolong_series(host=host, gathering=again(rows[0]), further=further, now=NOW)
    return [joint_of(each) for each in made]


def joint_of(gathering: Gathering) -> Joint:
    found = joint_for(Joint.objects.get(gathering=gathering).pk)
    assert found is not None
    return found


def states(rows: list[Joint]) -> list[str]:
    return [Joint.objects.get(pk=row.pk).state for row in rows]


def test_one_line_of_a_series_waits_and_says_for_how_many_it_is_answered(
    client: Client, facilitator: Person, other: Community, asked: list[Joint]
) -> None:
    assert [row.pk for row in joint_asked_of(facilitator)] == [asked[0].pk]
    assert waiting_joint_in(facilitator, other) == 1
    client.force_login(facilitator)
    page = client.get(reverse("queue")).text
    assert page.count(reverse("joint", args=[asked[0].pk])) >= 1
    assert reverse("joint", args=[asked[1].pk]) not in page
    assert "The answer is for 2 further meetings of the series as well." in page
    assert "The series was prolonged, and it is asked again." in page


def test_of_a_session_of_no_series_the_queue_does_not_say_that_it_was_prolonged(
    client: Client, facilitator: Person, asked: list[Joint]
) -> None:
    Gathering.objects.filter(pk=asked[0].gathering_id).update(series=None, on=None)
    client.force_login(facilitator)
    page = client.get(reverse("queue")).text
    lines = {row.pk: f'href="{reverse("joint", args=[row.pk])}"' in page for row in asked}
    assert lines == {asked[0].pk: True, asked[1].pk: True, asked[2].pk: False}
    assert page.count("The series was prolonged, and it is asked again.") == 1


def test_agreeing_to_it_agrees_to_those_that_follow_and_is_told_and_noted_once(
    host: Person, facilitator: Person, other: Community, asked: list[Joint]
) -> None:
    assert len(agree_to_following(facilitator=facilitator, joint=asked[0], now=NOW)) == 3
    assert states(asked) == [State.AGREED] * 3
    told = Notice.objects.filter(recipient=host, kind="part-answered")
    assert [notice.joint_id for notice in told] == [asked[0].pk]
    assert Change.objects.filter(verb=Verb.TOOK_PART, community=other).count() == 1
    with pytest.raises(Refused, match="answered already"):
        agree_to_following(facilitator=facilitator, joint=asked[0], now=NOW)


def test_declining_is_for_all_of_them_and_what_was_answered_stays(
    facilitator: Person, asked: list[Joint]
) -> None:
    Joint.objects.filter(pk=asked[1].pk).update(state=State.AGREED, answered_at=NOW)
    with pytest.raises(Invalid, match="Say why"):
        decline_following(facilitator=facilitator, joint=asked[0], reason=" ")
    decline_following(facilitator=facilitator, joint=asked[0], reason="Too late at night.")
    assert states(asked) == [State.DECLINED, State.AGREED, State.DECLINED]


@pytest.mark.parametrize("act", [agree_to_following, partial(decline_following, reason="No.")])
def test_nobody_else_answers(
    host: Person, other: Community, asked: list[Joint], act: partial[object]
) -> None:
    for person in (host, make_member(other)):
        with pytest.raises(Refused, match="Only facilitators"):
            act(facilitator=person, joint=asked[0])
    assert states(asked) == [State.ASKED] * 3


def test_on_its_page_one_chooses_whether_it_is_for_all(
    client: Client, facilitator: Person, asked: list[Joint]
) -> None:
    client.force_login(facilitator)
    address = reverse("joint", args=[asked[0].pk])
    page = client.get(address).text
    assert "The same for 2 further meetings of the series" in page
    assert (
        f"{asked[0].community.name} took part in an earlier meeting; the series was prolonged since." in page
    )
    assert "See that meeting" in page
    client.post(address, {"agree": "1"})
    assert states(asked) == [State.AGREED, State.ASKED, State.ASKED]
    page = client.get(reverse("joint", args=[asked[1].pk])).text
    assert "The same for 1 further meeting of the series" in page
    client.post(reverse("joint", args=[asked[1].pk]), {"agree": "1", "following": "on"})
    assert states(asked) == [State.AGREED] * 3


def test_for_a_single_session_nothing_of_a_series_is_said(
    client: Client, host: Person, community: Community, other: Community, facilitator: Person
) -> None:
    made = meeting(host, community)
    row = ask_to_take_part(host=host, gathering=made, community=other, note="It is about nights.")
    assert [each.pk for each in joint_asked_of(facilitator)] == [row.pk]
    client.force_login(facilitator)
    page = client.get(reverse("joint", args=[row.pk])).text
    assert "It is about nights." in page and "of the series" not in page
    assert "of the series" not in client.get(reverse("queue")).text


def test_a_steward_who_asks_has_not_agreed_where_they_have_no_role(
    community: Community, host: Person, other: Community
) -> None:
    steward = make_person("Stella Steward", is_steward=True)
    row = ask_to_take_part(
        host=steward, gathering=meeting(host, community), community=other, note="It is about nights."
    )
    assert row.state == State.ASKED
