"""Sessions that are near, at another hour, cancelled, or that have a place: who is told by mail, and who is not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from forum.communities.models import Community, Role
from forum.core.verdicts import Refused
from forum.gatherings.actions.coming import answer_whether_one_comes
from forum.gatherings.actions.letters import mail_gathering
from forum.gatherings.actions.reminding import end_what_is_over, remind_of_what_is_near
from forum.gatherings.actions.scheduling import cancel_gathering, change_gathering
from forum.gatherings.models import Coming, Gathering
from forum.people.models import Person
from tests.factories import make_member, make_person, mute, suspend
from tests.forum.gatherings.meeting import again, meeting, when, words

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 1, 8, tzinfo=UTC)
BEGINS = datetime(2026, 10, 20, 10, tzinfo=UTC)


@pytest.fixture
def host(community: Community) -> Person:
    return make_member(community, role=Role.FACILITATOR)


@pytest.fixture
def gathering(host: Person, community: Community) -> Gathering:
    return meeting(host, community, when=when(date(2026, 10, 20), "12:00", 60, "Europe/Berlin"), now=NOW)


def comer(community: Community, gathering: Gathering, **more: bool) -> Person:
    person = make_member(community, make_person("Bea Quist", time_zone="America/New_York"))
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    answer_whether_one_comes(
        person=person, gathering=again(gathering), comes=Coming.State.COMING, now=NOW, **more
    )
    return person


def _minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def test_each_is_said_to_be_near_once_a_day_before_and_once_soon(gathering: Gathering) -> None:
    moments = [timedelta(days=2), timedelta(hours=23), timedelta(hours=22), *map(_minutes, (10, 9, -1))]
    assert [remind_of_what_is_near(now=BEGINS - before) for before in moments] == [0, 1, 0, 1, 0, 0]


def test_one_that_moved_is_said_to_be_near_again(host: Person, gathering: Gathering) -> None:
    assert remind_of_what_is_near(now=BEGINS - timedelta(hours=23)) == 1
    change_gathering(
        host=host, gathering=again(gathering), when=when(date(2026, 10, 27)), words=words(), now=NOW
    )
    assert remind_of_what_is_near(now=BEGINS - timedelta(hours=22)) == 0
    assert remind_of_what_is_near(now=datetime(2026, 10, 26, 13, tzinfo=UTC)) == 1


def test_what_was_cancelled_is_near_no_more_and_what_is_past_is_over(
    host: Person, gathering: Gathering
) -> None:
    assert end_what_is_over(now=BEGINS + timedelta(hours=1, minutes=59)) == 0
    assert end_what_is_over(now=BEGINS + timedelta(hours=2, minutes=1)) == 1
    assert again(gathering).state == "closed"
    Gathering.objects.update(state="scheduled")
    cancel_gathering(host=host, gathering=again(gathering), why="Nobody can.", now=NOW)
    assert remind_of_what_is_near(now=BEGINS - timedelta(hours=23)) == 0
    assert end_what_is_over(now=BEGINS + timedelta(days=1)) == 0


@pytest.mark.parametrize("about", ["near", "moved", "cancelled", "place"])
def test_who_comes_reads_the_hour_by_their_clock_and_by_that_of_the_hosts(
    time_machine: object, community: Community, host: Person, gathering: Gathering, about: str
) -> None:
    time_machine.move_to(NOW)  # type: ignore[attr-defined]  # the plugin's fixture has no type
    person = comer(community, gathering)
    if about == "cancelled":
        cancel_gathering(host=host, gathering=again(gathering), why="Nobody can.")
    revision = again(gathering).revision
    given = {"gathering_id": gathering.pk, "person_id": person.pk}
    assert mail_gathering(**given, about=about, revision=revision)
    assert not mail_gathering(**given, about=about, revision=revision + 1)  # it was changed since
    (letter,) = mail.outbox
    assert letter.to == [person.email] and "Journal club" in letter.subject
    assert "06:00 (America/New York)" in letter.body and "Europe/Berlin" in letter.body
    assert ("Nobody can." in letter.body) == (about == "cancelled")


def test_nobody_is_told_who_does_not_want_it_or_may_not_see_it(
    time_machine: object, community: Community, gathering: Gathering
) -> None:
    time_machine.move_to(NOW)  # type: ignore[attr-defined]  # as above
    quiet, gone, away, out = (comer(community, gathering, by_mail=each != 0) for each in range(4))
    gone.memberships.all().delete()
    Community.objects.filter(pk=community.pk).update(visibility="open")
    suspend(out, community)
    answer_whether_one_comes(person=away, gathering=again(gathering), comes=Coming.State.NOT_COMING, now=NOW)
    for person in (quiet, gone, away, out):
        assert not mail_gathering(gathering_id=gathering.pk, person_id=person.pk, about="near", revision=0)
    assert mail.outbox == []


def test_a_mute_keeps_nobody_from_coming_but_a_host_from_changing(host: Person, gathering: Gathering) -> None:
    mute(host, gathering.community)
    with pytest.raises(Refused, match="muted"):
        change_gathering(host=host, gathering=again(gathering), when=when(), words=words())
    answer_whether_one_comes(person=host, gathering=again(gathering), comes=Coming.State.COMING, now=NOW)
