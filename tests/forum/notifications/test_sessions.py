"""Who is told in their inbox of live sessions, and who learns nothing of them any more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from forum.communities.models import Community, Role
from forum.gatherings.actions.coming import answer_whether_one_comes
from forum.gatherings.actions.following import change_following
from forum.gatherings.actions.hosts import Named
from forum.gatherings.actions.joint import agree_to_take_part, ask_to_take_part, decline_to_take_part
from forum.gatherings.actions.reminding import remind_of_what_is_near
from forum.gatherings.actions.scheduling import (
    announce_gathering,
    cancel_gathering,
    change_gathering,
    schedule_series,
)
from forum.gatherings.models import Coming, Gathering, Host
from forum.gatherings.selectors.joint import joint_with
from forum.notifications.kinds import KINDS
from forum.notifications.models import Notice
from forum.notifications.selectors.inbox import notices_of, unread_notices
from forum.people.models import Person
from tests.factories import expel, make_community, make_member
from tests.forum.gatherings.meeting import again, meeting, when, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


@pytest.fixture
def community() -> Community:
    return make_community("Night teaching", visibility="private")


@pytest.fixture
def host(community: Community) -> Person:
    return make_member(community, role=Role.FACILITATOR)


@pytest.fixture
def gathering(host: Person, community: Community) -> Gathering:
    return meeting(host, community, capacity=1)


def told(person: Person) -> list[tuple[str, str]]:
    page = notices_of(Person.objects.get(pk=person.pk))
    return [(each.kind, KINDS[each.kind].says(each, page.titles)) for each in page.notices]


def comes(person: Person, gathering: Gathering, answer: Coming.State = Coming.State.COMING) -> None:
    answer_whether_one_comes(person=person, gathering=again(gathering), comes=answer)


def test_who_comes_is_told_that_it_is_near_moved_and_cancelled(
    host: Person, community: Community, gathering: Gathering
) -> None:
    one, waits, other = (make_member(community) for _ in range(3))
    Notice.objects.all().delete()
    for person in (one, waits):
        comes(person, gathering)
    for before in (timedelta(hours=20), timedelta(hours=19), timedelta(minutes=10)):
        remind_of_what_is_near(now=gathering.starts_at - before)
    assert told(one) == [("session-near", "“Journal club” begins soon")] * 2
    assert told(waits) == []
    change_gathering(host=host, gathering=again(gathering), when=when(hour="15:00"), words=words(capacity=1))
    cancel_gathering(host=host, gathering=again(gathering), why="Nobody can.")
    assert told(one)[:2] == [
        ("session-cancelled", "“Journal club” does not take place; read why"),
        ("session-moved", "“Journal club” takes place at another hour"),
    ]
    assert unread_notices(one) == 1  # what is over is near no more
    assert (told(other), told(waits)) == ([], told(one)[:2])


def test_who_waited_is_told_of_a_place(community: Community, gathering: Gathering) -> None:
    one, other = make_member(community), make_member(community)
    Notice.objects.all().delete()
    comes(one, gathering)
    comes(other, gathering)
    comes(one, gathering, Coming.State.NOT_COMING)
    assert (told(one), told(other)) == (
        [],
        [("session-place", "A place is free: you come to “Journal club”")],
    )
    expel(other, community)
    assert told(other) == []


@pytest.mark.parametrize("agrees", [True, False])
def test_facilitators_are_asked_and_whoever_asked_learns_the_answer(
    host: Person, gathering: Gathering, agrees: bool
) -> None:
    other = make_community("Ward teaching", visibility="private")
    facilitator, member = make_member(other, role=Role.FACILITATOR), make_member(other)
    Notice.objects.all().delete()
    row = ask_to_take_part(host=host, gathering=again(gathering), community=other, note="It is yours, too.")
    assert told(facilitator) == [("part-waits", "Ward teaching is asked to take part in “Journal club”")]
    assert (told(member), unread_notices(facilitator)) == ([], 1)
    if agrees:
        agree_to_take_part(facilitator=facilitator, joint=joint_with(row.pk))
    else:
        decline_to_take_part(facilitator=facilitator, joint=joint_with(row.pk), reason="Not now.")
    said = "A community takes part in" if agrees else "A community takes no part in"
    assert [(kind, said in text) for kind, text in told(host)] == [("part-answered", True)]
    assert unread_notices(Person.objects.get(pk=facilitator.pk)) == 0


def test_whoever_knows_of_the_community_no_longer_is_told_no_answer_that_they_could_not_read(
    host: Person, gathering: Gathering
) -> None:
    other = make_community("Whistle blowers", visibility="hidden")
    facilitator = make_member(other, role=Role.FACILITATOR)
    make_member(other, host)
    host = Person.objects.get(pk=host.pk)
    row = ask_to_take_part(host=host, gathering=again(gathering), community=other, note="It is yours, too.")
    agree_to_take_part(facilitator=facilitator, joint=joint_with(row.pk))
    assert [kind for kind, _text in told(host)] == ["part-answered"]
    expel(Person.objects.get(pk=host.pk), other)
    assert told(Person.objects.get(pk=host.pk)) == []


def test_nobody_is_told_of_a_session_that_is_past(gathering: Gathering) -> None:
    assert remind_of_what_is_near(now=timezone.now() + timedelta(days=30)) == 0
    assert not Notice.objects.filter(gathering=gathering).exists()


def test_who_leads_or_speaks_is_told_once_of_a_series_too(host: Person, community: Community) -> None:
    one, other = make_member(community), make_member(community)
    named = [Named(Host.Part.HOST, host), Named(Host.Part.HOST, one), Named(Host.Part.SPEAKER, other)]
    gathering = meeting(host, community, hosts=named[:2])
    first = when(date(2027, 3, 1))
    schedule_series(
        host=host, community=community, when=first, rhythm="weekly", until=date(2027, 4, 5), words=words(),
        hosts=named,
    )  # fmt: skip
    said = ("session-part", "You are named in “Journal club”, to lead it or to speak")
    assert [told(each) for each in (host, one, other)] == [[], [said, said], [said]]
    hour = when(gathering.starts_at.date())
    for _twice in range(2):
        change_gathering(host=host, gathering=again(gathering), when=hour, words=words(), hosts=named)
    assert [told(each) for each in (host, one, other)] == [[], [said, said], [said, said]]


def test_who_leads_what_is_a_draft_is_told_at_once_and_who_speaks_once_it_is_announced(
    host: Person, community: Community
) -> None:
    one, other = make_member(community), make_member(community)
    named = [Named(Host.Part.HOST, host), Named(Host.Part.HOST, one), Named(Host.Part.SPEAKER, other)]
    draft = meeting(host, community, hosts=named, is_draft=True)
    said = ("session-part", "You are named in “Journal club”, to lead it or to speak")
    fresh = [Person.objects.get(pk=each.pk) for each in (host, one, other)]
    assert [told(each) for each in fresh] == [[], [said], []]
    assert [unread_notices(each) for each in fresh] == [0, 1, 0]
    for _twice in range(2):
        announce_gathering(host=host, gathering=again(draft))
    assert [told(each) for each in fresh] == [[], [said], [said]]
    assert [unread_notices(each) for each in fresh] == [0, 1, 1]


def test_who_is_named_for_those_that_follow_alone_is_told_once(host: Person, community: Community) -> None:
    one, other = make_member(community), make_member(community)
    rows = schedule_series(
        host=host, community=community, when=when(date(2027, 3, 1)), rhythm="weekly", until=date(2027, 3, 22),
        words=words(),
    )  # fmt: skip
    leads, speaks = Named(Host.Part.HOST, host), Named(Host.Part.SPEAKER, one)
    second = again(rows[1])
    change_gathering(
        host=host, gathering=second, when=when(date(2027, 3, 8)), words=words(), hosts=[leads, speaks]
    )
    assert [row.gathering_id for row in Notice.objects.all()] == [second.pk]
    more = [leads, speaks, Named(Host.Part.SPEAKER, other)]
    for _twice in range(2):
        change_following(
            host=host, gathering=again(second), when=when(date(2027, 3, 8)), words=words(), hosts=more
        )
    found = set(Notice.objects.values_list("recipient", "gathering"))
    assert found == {(one.pk, second.pk), (one.pk, rows[2].pk), (other.pk, second.pk)}
