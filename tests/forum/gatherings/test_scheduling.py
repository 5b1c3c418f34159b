"""Scheduling sessions and series, changing them, "this and following", and cancelling."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from forum.communities.models import Community, Role
from forum.core.editions import ChangedMeanwhile
from forum.core.verdicts import Invalid, Refused
from forum.gatherings.actions.drafts import throw_draft_away
from forum.gatherings.actions.following import cancel_following, change_following
from forum.gatherings.actions.hosts import Named
from forum.gatherings.actions.scheduling import (
    announce_gathering,
    cancel_gathering,
    change_gathering,
    edition_of_gathering,
    schedule_gathering,
)
from forum.gatherings.models import Gathering, Host, Series
from forum.gatherings.rhythm import shown_by
from forum.people.models import Person
from tests.factories import make_member, mute
from tests.forum.gatherings.meeting import again, meeting, series, when, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
State = Gathering.State
NOW = datetime(2026, 10, 1, 8, tzinfo=UTC)


@pytest.fixture
def host(community: Community) -> Person:
    return make_member(community, role=Role.FACILITATOR)


def test_a_session_is_at_the_hour_that_its_hosts_chose(host: Person, community: Community) -> None:
    made = meeting(host, community, when=when(date(2026, 10, 27), "18:30", 90, "Europe/Athens"), now=NOW)
    assert (made.starts_at, made.ends_at) == (
        datetime(2026, 10, 27, 16, 30, tzinfo=UTC),
        datetime(2026, 10, 27, 18, tzinfo=UTC),
    )
    assert (made.state, made.slug, made.revision) == (State.SCHEDULED, "journal-club", 0)
    assert "<em>one</em>" in made.html and [row.person for row in made.hosts.all()] == [host]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"day": date(2026, 9, 30)}, "day"),
        ({"day": date(2027, 12, 1)}, "day"),
        ({"minutes": 4}, "minutes"),
        ({"minutes": 721}, "minutes"),
        ({"zone": "Middle/Earth"}, "zone"),
    ],
)
def test_an_hour_that_cannot_be_is_refused_by_field(
    host: Person, community: Community, given: dict[str, object], field: str
) -> None:
    chosen = when(date(2026, 10, 27)) | given
    with pytest.raises(Invalid) as refused:
        schedule_gathering(
            host=host, community=community, when=chosen, words=words(), is_draft=False, now=NOW
        )  # type: ignore[arg-type]  # keys stay
    assert (refused.value.field, Gathering.objects.count()) == (field, 0)


def test_facilitators_schedule_and_nobody_else(community: Community, host: Person) -> None:
    for person in (make_member(community, role=Role.MODERATOR), make_member(community)):
        with pytest.raises(Refused):
            meeting(person, community)
    mute(host, community)
    with pytest.raises(Refused, match="muted"):
        meeting(host, community)


def test_a_draft_is_announced_while_its_hour_is_to_come(host: Person, community: Community) -> None:
    draft = meeting(host, community, is_draft=True, when=when(date(2026, 10, 27)), now=NOW)
    with pytest.raises(Invalid, match="hour is over"):
        announce_gathering(host=host, gathering=draft, now=NOW + timedelta(days=60))
    announce_gathering(host=host, gathering=draft, now=NOW)
    announce_gathering(host=host, gathering=draft, now=NOW)
    assert again(draft).state == State.SCHEDULED


def test_who_began_from_an_older_edition_overwrites_nothing(host: Person, community: Community) -> None:
    made = meeting(host, community)
    seen = edition_of_gathering(made)
    change_gathering(host=host, gathering=made, when=when(), words=words(title="Another"), seen=seen)
    with pytest.raises(ChangedMeanwhile):
        change_gathering(host=host, gathering=made, when=when(), words=words(title="Mine"), seen=seen)
    assert (again(made).title, again(made).revision) == ("Another", 1)


def test_a_series_keeps_its_hour_when_clocks_change(host: Person, community: Community) -> None:
    first = when(date(2026, 10, 20), "12:00", 60, "Europe/Athens")
    made = series(host, community, first=first, until=date(2026, 11, 3), now=NOW)
    assert [each.starts_at.hour for each in made] == [9, 10, 10]
    assert [each.on for each in made] == [date(2026, 10, 20), date(2026, 10, 27), date(2026, 11, 3)]
    for until in (date(2026, 10, 19), date(2028, 1, 1)):
        with pytest.raises(Invalid) as refused:
            series(host, community, first=first, until=until, now=NOW)
        assert refused.value.field == "until"


def test_this_and_following_move_and_what_was_before_stays(host: Person, community: Community) -> None:
    first = when(date(2026, 10, 20), "12:00", 60, "Europe/Athens")
    made = series(host, community, first=first, until=date(2026, 11, 24), now=NOW)
    cancel_gathering(host=host, gathering=again(made[4]), why="A holiday.", now=NOW)
    changed = change_following(
        host=host, gathering=again(made[2]), when=when(date(2026, 11, 5), "17:00", 45, "Europe/Athens"),
        words=words(title="Journal club, later"), now=NOW,
    )  # fmt: skip
    assert [row.pk for row in changed] == [made[2].pk, made[3].pk, made[5].pk]
    clock, rows = made[0].host_zone, [again(each) for each in made]
    assert [shown_by(clock, row.starts_at) for row in rows] == [
        (date(2026, 10, 20), time(12)), (date(2026, 10, 27), time(12)), (date(2026, 11, 5), time(17)),
        (date(2026, 11, 12), time(17)), (date(2026, 11, 17), time(12)), (date(2026, 11, 26), time(17)),
    ]  # fmt: skip
    assert [row.title for row in rows][1:3] == ["Journal club", "Journal club, later"]
    assert [row.revision for row in rows] == [0, 0, 1, 1, 1, 1]
    old, new = Series.objects.order_by("pk")
    assert (old.until, new.starts_on, new.until) == (date(2026, 11, 2), date(2026, 11, 5), date(2026, 11, 26))
    assert rows[2].series_id == new.pk != rows[1].series_id


def test_a_series_that_moves_as_a_whole_passes_over_its_own_days(host: Person, community: Community) -> None:
    made = series(host, community, first=when(date(2026, 10, 20)), until=date(2026, 11, 3), now=NOW)
    change_following(
        host=host, gathering=again(made[0]), when=when(date(2026, 10, 27)), words=words(), now=NOW
    )
    assert [again(each).on for each in made] == [date(2026, 10, 27), date(2026, 11, 3), date(2026, 11, 10)]
    assert Series.objects.get().starts_on == date(2026, 10, 27)


def test_what_follows_is_cancelled_and_what_was_before_is_not(host: Person, community: Community) -> None:
    made = series(host, community, first=when(date(2026, 10, 20)), until=date(2026, 11, 3), now=NOW)
    with pytest.raises(Invalid, match="Say why"):
        cancel_following(host=host, gathering=again(made[1]), why=" ", now=NOW)
    cancel_following(host=host, gathering=again(made[1]), why="We move on.", now=NOW)
    assert [again(each).state for each in made] == [State.SCHEDULED, State.CANCELLED, State.CANCELLED]
    with pytest.raises(Refused, match="cancelled"):
        change_gathering(host=host, gathering=again(made[1]), when=when(), words=words())


def test_a_single_session_has_nothing_that_follows(host: Person, community: Community) -> None:
    made = meeting(host, community)
    with pytest.raises(Invalid, match="belong to a series"):
        change_following(host=host, gathering=made, when=when(), words=words())


def test_what_is_over_stays_as_it_was_announced(host: Person, community: Community) -> None:
    made = meeting(host, community)
    Gathering.objects.update(
        state=State.CLOSED, starts_at=timezone.now() - timedelta(hours=2), ends_at=timezone.now()
    )
    with pytest.raises(Refused, match="is over"):
        cancel_gathering(host=host, gathering=again(made), why="Too late.")


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Edit", "edit-session"), ("Caso clínico", "caso-clínico"), ("!?", "session"), ("臨床", "臨床")],
)
def test_its_address_ends_with_its_title_and_with_no_act(
    host: Person, community: Community, title: str, slug: str
) -> None:
    assert meeting(host, community, title=title).slug == slug


def test_what_follows_moves_onto_the_day_of_one_that_was_cancelled(
    host: Person, community: Community
) -> None:
    made = series(host, community, first=when(date(2026, 10, 20)), until=date(2026, 11, 10), now=NOW)
    cancel_gathering(host=host, gathering=again(made[1]), why="A holiday.", now=NOW)
    change_following(
        host=host, gathering=again(made[0]), when=when(date(2026, 10, 27)), words=words(), now=NOW
    )
    connection.check_constraints()
    assert [again(each).on for each in made] == [
        date(2026, 10, 27), date(2026, 10, 27), date(2026, 11, 10), date(2026, 11, 17),
    ]  # fmt: skip
    assert len({again(each).series_id for each in made}) == 2


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_days_at_the_ends_of_time_are_refused(host: Person, community: Community, day: date) -> None:
    chosen = when(day, "00:00", zone="Asia/Tokyo")
    made = series(host, community, first=when(date(2026, 10, 20)), until=date(2026, 11, 10), now=NOW)
    for act in (
        lambda: meeting(host, community, when=chosen, now=NOW),
        lambda: series(host, community, first=chosen, until=date(9999, 12, 31), now=NOW),
        lambda: change_following(host=host, gathering=again(made[1]), when=chosen, words=words(), now=NOW),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert refused.value.field == "day"


def test_an_hour_that_the_clock_skips_is_refused_where_it_is_chosen(
    host: Person, community: Community
) -> None:
    now, skipped = datetime(2027, 3, 1, 8, tzinfo=UTC), when(date(2027, 3, 28), "02:30", zone="Europe/Berlin")
    sunday = when(date(2027, 3, 21), "02:30", zone="Europe/Berlin")
    made = series(host, community, first=sunday, until=date(2027, 4, 4), now=now)
    assert [each.starts_at for each in made] == [
        datetime(2027, 3, 21, 1, 30, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),  # nobody chose that day by itself: it is at 03:30 there
        datetime(2027, 4, 4, 0, 30, tzinfo=UTC),
    ]
    for act in (
        lambda: meeting(host, community, when=skipped, now=now),
        lambda: series(host, community, first=skipped, until=date(2027, 4, 4), now=now),
        lambda: change_gathering(host=host, gathering=again(made[0]), when=skipped, words=words(), now=now),
        lambda: change_following(host=host, gathering=again(made[0]), when=skipped, words=words(), now=now),
    ):
        with pytest.raises(
            Invalid, match=r"Clocks in Europe/Berlin go forward from 02:00 to 03:00"
        ) as refused:
            act()
        assert refused.value.field == "hour"


def test_a_title_is_one_line(host: Person, community: Community) -> None:
    made = meeting(host, community, title="  Journal\r\nclub ")
    assert (made.title, made.slug) == ("Journal club", "journal-club")


def test_a_draft_that_was_announced_meanwhile_is_not_thrown_away(host: Person, community: Community) -> None:
    draft = meeting(host, community, is_draft=True)
    announce_gathering(host=host, gathering=draft)
    with pytest.raises(Refused, match="announced by now"):
        throw_draft_away(host=host, gathering=draft)
    other = meeting(host, community, is_draft=True)
    with pytest.raises(Refused):
        throw_draft_away(host=make_member(community), gathering=other)
    throw_draft_away(host=host, gathering=other)
    assert list(Gathering.objects.all()) == [draft]


def test_whom_somebody_else_named_meanwhile_is_not_overwritten(host: Person, community: Community) -> None:
    made, other = meeting(host, community), make_member(community)
    seen = edition_of_gathering(made)
    both = [Named(Host.Part.HOST, host), Named(Host.Part.HOST, other)]
    change_gathering(host=host, gathering=made, when=when(), words=words(), hosts=both, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        change_gathering(host=host, gathering=made, when=when(), words=words(), hosts=[], seen=seen)
    assert [row.person for row in again(made).hosts.all()] == [host, other]


def test_whoever_changes_a_session_and_names_no_host_leads_it(host: Person, community: Community) -> None:
    rows = series(host, community, first=when(), until=when()["day"] + timedelta(days=7), now=timezone.now())
    other = make_member(community, role=Role.FACILITATOR)
    change_gathering(host=other, gathering=again(rows[0]), when=when(), words=words(), hosts=[])
    assert [[each.person for each in again(row).hosts.all()] for row in rows] == [[other], [host]]
    change_following(host=other, gathering=again(rows[0]), when=when(), words=words(), hosts=[])
    assert [[each.person for each in again(row).hosts.all()] for row in rows] == [[other], [other]]
