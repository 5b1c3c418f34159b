"""Prolonging a series: its next days by the clock of its hosts, what further meetings take over, and who may."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module
from typing import Any

import pytest
from dateutil.rrule import MONTHLY, TU, rrule
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from forum.communities.actions.members import leave_community
from forum.communities.actions.opening import archive_community
from forum.communities.models import Change, Community, Role, Verb
from forum.core.editions import ChangedMeanwhile
from forum.core.verdicts import Invalid, Refused
from forum.gatherings.actions.calendars import open_calendar
from forum.gatherings.actions.following import cancel_following, change_following
from forum.gatherings.actions.hosts import Named
from forum.gatherings.actions.hours import Further
from forum.gatherings.actions.prolonging import prolong_series
from forum.gatherings.actions.scheduling import cancel_gathering, change_gathering
from forum.gatherings.models import Gathering, Host, Joint, Series
from forum.gatherings.rhythm import days_after, shown_by
from forum.gatherings.selectors.calendars import word_of
from forum.gatherings.selectors.series import place_in_series
from forum.notifications.models import Notice
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person, mute
from tests.forum.gatherings.meeting import again, meeting, series, when, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
State = Gathering.State
NOW = datetime(2026, 10, 1, 8, tzinfo=UTC)
LAST = date(2026, 11, 3)


@pytest.fixture
def rows(host: Person, community: Community) -> list[Gathering]:
    """Three Tuesdays at noon in Athens, the last on 3 November."""
    first = when(date(2026, 10, 20), "12:00", 60, "Europe/Athens")
    return series(host, community, first=first, until=date(2026, 11, 6), now=NOW)


def prolonged(
    host: Person, gathering: Gathering, times: int | None = 2, now: datetime = NOW, **more: Any
) -> list[Gathering]:
    given = {"times": times, "until": None, "after": LAST} | more
    return prolong_series(host=host, gathering=again(gathering), further=Further(**given), now=now)


@pytest.mark.parametrize(
    ("rhythm", "first", "last", "days"),
    [
        ("weekly", date(2026, 10, 20), date(2026, 11, 3), [date(2026, 11, 10), date(2026, 11, 17)]),
        ("2weekly", date(2026, 10, 20), date(2026, 11, 3), [date(2026, 11, 17), date(2026, 12, 1)]),
        # The last such weekday of a month stays the last, also after one that was the fourth.
        ("monthly", date(2026, 9, 29), date(2026, 11, 24), [date(2026, 12, 29), date(2027, 1, 26)]),
        # One that was moved to another weekday of its month has been that month's.
        ("monthly", date(2026, 9, 17), date(2026, 10, 8), [date(2026, 11, 19), date(2026, 12, 17)]),
        ("date", date(2026, 10, 31), date(2026, 12, 31), [date(2027, 1, 31), date(2027, 3, 31)]),
    ],
)
def test_the_days_after_the_last_one(rhythm: str, first: date, last: date, days: list[date]) -> None:
    assert days_after(rhythm, first, last, date(2027, 4, 30))[:2] == days


@pytest.mark.parametrize(
    ("zone", "first", "moments"),
    [
        ("Europe/Athens", date(2026, 10, 13), ["09:00", "09:00", "10:00", "10:00"]),  # back on 25 October
        ("Australia/Sydney", date(2026, 9, 22), ["02:00", "02:00", "01:00", "01:00"]),  # forward on 4 October
        ("America/Santiago", date(2026, 8, 25), ["16:00", "16:00", "15:00", "15:00"]),  # on 6 September
        ("Asia/Kolkata", date(2026, 10, 13), ["06:30", "06:30", "06:30", "06:30"]),  # never
    ],
)
def test_further_meetings_keep_the_hour_of_their_hosts_when_clocks_change(
    host: Person, community: Community, zone: str, first: date, moments: list[str]
) -> None:
    now = datetime(2026, 8, 1, 8, tzinfo=UTC)
    last = first + timedelta(days=7)
    made = series(host, community, first=when(first, "12:00", 60, zone), until=last, now=now)
    further = prolonged(host, made[0], after=last, now=now)
    both = [*made, *further]
    assert [f"{each.starts_at:%H:%M}" for each in both] == moments
    assert [shown_by(each.host_zone, each.starts_at) for each in both] == [
        (first + timedelta(days=7 * number), time(12)) for number in range(4)
    ]


def test_further_meetings_take_over_what_the_newest_one_has(
    host: Person, community: Community, rows: list[Gathering]
) -> None:
    other = make_member(community, make_person("Bea Quist"), role=Role.FACILITATOR)
    said = words(
        title="Journal club, the second year", kind="case", source="We read *two*.", capacity=12, window=168,
        agenda=[{"minutes": 10, "words": "Read"}], video_url="https://video.example/x",
    )  # fmt: skip
    named = [Named(Host.Part.HOST, other), Named(Host.Part.SPEAKER, name="Dr. Nobody Here")]
    moved = when(date(2026, 11, 4), "18:00", 90, "Europe/Athens")  # this once
    change_gathering(host=host, gathering=again(rows[2]), when=moved, words=said, hosts=named, now=NOW)
    made = [again(each) for each in prolonged(host, rows[0])]
    for each in made:
        assert {name: getattr(each, name) for name in said} == said
        assert (each.slug, each.state, each.revision) == ("journal-club-the-second-year", "scheduled", 0)
        assert "<em>two</em>" in each.html and each.created_by == host
        assert [(row.person, row.name, row.part) for row in each.hosts.all()] == [
            (other, "", "host"), (None, "Dr. Nobody Here", "speaker"),
        ]  # fmt: skip
        assert each.room is not None and each.ends_at - each.starts_at == timedelta(hours=1)
    assert [shown_by(each.host_zone, each.starts_at) for each in made] == [
        (date(2026, 11, 10), time(12)),
        (date(2026, 11, 17), time(12)),
    ]
    told = Notice.objects.filter(kind="session-part", gathering=made[0])
    assert [notice.recipient for notice in told] == [other]
    line = Change.objects.get(verb=Verb.GATHERING_PROLONGED)
    assert (line.actor, line.community, line.about) == (host, community, "Journal club, the second year")
    assert not Change.objects.filter(details__gathering=made[1].pk).exists()


def test_a_session_says_which_of_its_series_it_is(host: Person, rows: list[Gathering]) -> None:
    assert Series.objects.get().until == date(2026, 11, 6)
    cancel_gathering(host=host, gathering=again(rows[1]), why="A holiday.", now=NOW)
    made = prolonged(host, rows[0], times=1)
    assert Series.objects.get().until == date(2026, 11, 10)
    found = [place_in_series(again(each)) for each in (*rows, *made)]
    assert [each and (each.number, each.total, each.last_at) for each in found] == [
        (1, 3, made[0].starts_at), (None, 3, made[0].starts_at), (2, 3, made[0].starts_at), (3, 3, made[0].starts_at),
    ]  # fmt: skip


def test_until_a_day_all_that_are_due_are_announced(host: Person, rows: list[Gathering]) -> None:
    made = prolonged(host, rows[0], times=None, until=date(2026, 11, 30))
    assert [each.on for each in made] == [date(2026, 11, day) for day in (10, 17, 24)]
    assert Series.objects.get().until == date(2026, 11, 30)


def test_sent_twice_it_is_done_once_and_who_saw_less_is_told(host: Person, rows: list[Gathering]) -> None:
    made = prolonged(host, rows[0])
    assert [each.pk for each in prolonged(host, rows[1])] == [each.pk for each in made]
    for times in (1, 3):  # fewer than were made, or more: something else was meant
        with pytest.raises(ChangedMeanwhile, match="in the meantime"):
            prolonged(host, rows[0], times=times)
    assert Gathering.objects.count() == 5
    assert Change.objects.filter(verb=Verb.GATHERING_PROLONGED).count() == 1
    connection.check_constraints()


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"times": 54}, "times", "room for 48 further meetings"),
        ({"times": None, "until": date(2027, 10, 7)}, "until", "at the latest 6 Oct 2027"),
        ({"times": None, "until": date(2026, 11, 9)}, "until", "No further meeting is due"),
        ({"times": None, "until": date(1, 1, 1)}, "until", "No further meeting is due"),
    ],
)
def test_as_far_as_a_year_from_now_and_no_further(
    host: Person, rows: list[Gathering], given: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence) as refused:
        prolonged(host, rows[0], **given)
    assert (refused.value.field, Gathering.objects.count()) == (field, 3)
    made = prolonged(host, rows[0], times=None, until=date(2027, 10, 6))
    assert (len(made), made[-1].on) == (48, date(2027, 10, 5))
    with pytest.raises(Invalid, match="for a year from now already"):
        prolonged(host, rows[0], times=1, after=date(2027, 10, 5))


def test_after_a_pause_only_days_that_are_to_come_are_taken(host: Person, rows: list[Gathering]) -> None:
    Gathering.objects.update(state=State.CLOSED)
    made = prolonged(
        host, rows[0], now=datetime(2027, 1, 12, 10, 30, tzinfo=UTC)
    )  # a Tuesday, after noon there
    assert [each.on for each in made] == [date(2027, 1, 19), date(2027, 1, 26)]


def test_days_of_meetings_that_were_cancelled_stay_taken_and_one_before_is_the_pattern(
    host: Person, rows: list[Gathering]
) -> None:
    change_gathering(
        host=host, gathering=again(rows[2]), when=when(LAST, "12:00", 60, "Europe/Athens"),
        words=words(title="An exception"), now=NOW,
    )  # fmt: skip
    cancel_gathering(host=host, gathering=again(rows[2]), why="A holiday.", now=NOW)
    made = prolonged(host, rows[0])
    assert [(each.on, each.title) for each in made] == [
        (date(2026, 11, 10), "Journal club"), (date(2026, 11, 17), "Journal club"),
    ]  # fmt: skip
    assert again(rows[2]).state == State.CANCELLED


def test_where_the_days_of_a_year_were_cancelled_it_says_that_these_stay_taken(
    host: Person, community: Community
) -> None:
    first = when(date(2026, 10, 6), "12:00", 60, "Europe/Athens")
    year = series(host, community, first=first, until=date(2027, 10, 5), now=NOW)
    cancel_following(host=host, gathering=again(year[4]), why="We pause.", now=NOW)
    for given in ({"times": 1}, {"times": None, "until": date(2027, 10, 6)}):
        with pytest.raises(Invalid, match="days of meetings that were cancelled stay taken"):
            prolonged(host, year[0], after=date(2027, 10, 5), **given)
    later = NOW + timedelta(days=14)
    made = prolonged(host, year[0], times=2, after=date(2027, 10, 5), now=later)
    assert [each.on for each in made] == [date(2027, 10, 12), date(2027, 10, 19)]


def test_the_day_of_a_cancelled_meeting_stays_taken_where_those_before_it_were_changed_together(
    host: Person, rows: list[Gathering]
) -> None:
    cancel_gathering(host=host, gathering=again(rows[2]), why="A holiday.", now=NOW)
    at_five = when(date(2026, 10, 27), "17:00", 60, "Europe/Athens")
    change_following(host=host, gathering=again(rows[1]), when=at_five, words=words(), now=NOW)
    assert (again(rows[2]).starts_at, again(rows[2]).state) == (rows[2].starts_at, State.CANCELLED)
    made = prolonged(host, rows[1], times=1)
    assert [each.on for each in made] == [date(2026, 11, 10)]


def test_where_all_were_cancelled_nothing_goes_on(host: Person, rows: list[Gathering]) -> None:
    cancel_following(host=host, gathering=again(rows[0]), why="We move on.", now=NOW)
    with pytest.raises(Refused, match="All meetings of this series were cancelled"):
        prolonged(host, rows[0])


def test_a_series_that_was_changed_from_a_meeting_on_goes_on_from_there(
    host: Person, rows: list[Gathering]
) -> None:
    later = when(date(2026, 10, 29), "17:00", 45, "Europe/Athens")
    change_following(host=host, gathering=again(rows[1]), when=later, words=words(), now=NOW)
    with pytest.raises(Refused, match="From a later meeting on"):
        prolonged(host, rows[0])
    made = prolonged(host, rows[2], times=1, after=date(2026, 11, 5))
    assert shown_by(made[0].host_zone, made[0].starts_at) == (date(2026, 11, 12), time(17))
    assert made[0].series_id == again(rows[2]).series_id


def test_a_series_that_was_changed_twice_goes_on_in_one_place(host: Person, community: Community) -> None:
    first = when(date(2026, 10, 6), "12:00", 60, "Europe/Athens")
    made = series(host, community, first=first, until=date(2026, 11, 10), now=NOW)
    for number, hour in ((4, "17:00"), (2, "18:00")):  # the later ones first
        at = when(made[number].starts_at.date(), hour, 60, "Europe/Athens")
        change_following(host=host, gathering=again(made[number]), when=at, words=words(), now=NOW)
    keys = [again(each).series_id for each in made]
    assert len(set(keys)) == 3 and keys == [keys[0], keys[0], keys[2], keys[2], keys[4], keys[4]]
    for gathering in (made[0], made[2]):
        with pytest.raises(Refused, match="From a later meeting on"):
            prolonged(host, gathering, after=date(2026, 10, 27))
    further = prolonged(host, made[4], times=1, after=date(2026, 11, 10))
    assert [each.on for each in further] == [date(2026, 11, 17)]


def test_series_that_were_changed_before_it_was_kept_are_found_by_when_they_were_made(
    host: Person, community: Community
) -> None:
    first = when(date(2026, 10, 6), "12:00", 60, "Europe/Athens")
    made = series(host, community, first=first, until=date(2026, 11, 10), now=NOW)
    other = series(host, community, first=first, until=date(2026, 11, 10), now=NOW + timedelta(seconds=1))
    for number in (4, 2):
        at = when(made[number].starts_at.date(), "17:00", 60, "Europe/Athens")
        change_following(host=host, gathering=again(made[number]), when=at, words=words(), now=NOW)
    kept = dict(Series.objects.values_list("pk", "goes_on_in"))
    assert sorted(key is None for key in kept.values()) == [False, False, True, True] and len(other) == 6
    Series.objects.update(goes_on_in=None)
    import_module("forum.migrations.0045_prolonging").find_where_each_goes_on(apps, None)
    assert dict(Series.objects.values_list("pk", "goes_on_in")) == kept
    assert kept[other[0].series_id] is None


def test_series_that_were_made_at_one_moment_and_meet_beside_each_other_do_not_go_on_in_each_other(
    host: Person, community: Community
) -> None:
    first = when(date(2026, 10, 6), "12:00", 60, "Europe/Athens")
    made = series(host, community, first=first, until=date(2026, 11, 10), now=NOW)
    other = series(host, community, first=first, until=date(2026, 11, 10), now=NOW)
    Gathering.objects.filter(series=other[0].series).update(title="Another round")
    for rows, number in ((made, 4), (other, 3)):
        at = when(rows[number].starts_at.date(), "17:00", 60, "Europe/Athens")
        as_called = words(title=again(rows[number]).title)
        change_following(host=host, gathering=again(rows[number]), when=at, words=as_called, now=NOW)
    kept = dict(Series.objects.values_list("pk", "goes_on_in"))
    assert sorted(key is None for key in kept.values()) == [False, False, True, True]
    assert kept[made[0].series_id] == again(made[4]).series_id
    assert kept[other[0].series_id] == again(other[3]).series_id
    Series.objects.update(goes_on_in=None)
    import_module("forum.migrations.0045_prolonging").find_where_each_goes_on(apps, None)
    assert dict(Series.objects.values_list("pk", "goes_on_in")) == kept


def test_the_last_such_weekday_of_a_month_stays_the_last_where_later_ones_keep_their_day(
    host: Person, community: Community
) -> None:
    first, now = when(date(2026, 9, 29), "12:00"), datetime(2026, 9, 1, 8, tzinfo=UTC)
    made = series(host, community, first=first, until=date(2026, 11, 30), rhythm="monthly", now=now)
    assert [each.on for each in made] == [date(2026, 9, 29), date(2026, 10, 27), date(2026, 11, 24)]
    at_five = when(date(2026, 11, 24), "17:00")
    change_following(host=host, gathering=again(made[2]), when=at_five, words=words(), now=now)
    further = prolonged(host, made[2], times=4, after=date(2026, 11, 24), now=now)
    last_tuesdays = rrule(MONTHLY, dtstart=datetime(2026, 12, 1), byweekday=TU(-1), count=4)
    assert [each.on for each in further] == [each.date() for each in last_tuesdays] == [
        date(2026, 12, 29), date(2027, 1, 26), date(2027, 2, 23), date(2027, 3, 30),
    ]  # fmt: skip


def test_where_later_ones_move_to_another_day_it_is_this_day_that_comes_back(
    host: Person, community: Community
) -> None:
    first, now = when(date(2026, 9, 29), "12:00"), datetime(2026, 9, 1, 8, tzinfo=UTC)
    made = series(host, community, first=first, until=date(2026, 11, 30), rhythm="monthly", now=now)
    second = when(date(2026, 11, 11), "12:00")
    change_following(host=host, gathering=again(made[2]), when=second, words=words(), now=now)
    further = prolonged(host, made[2], times=2, after=date(2026, 11, 11), now=now)
    assert [each.on for each in further] == [date(2026, 12, 9), date(2027, 1, 13)]


def test_no_series_goes_on_in_itself(rows: list[Gathering]) -> None:
    with pytest.raises(IntegrityError, match="series_goes_on_in_another_one"), transaction.atomic():
        Series.objects.update(goes_on_in=F("pk"))


def test_a_single_session_has_nothing_to_prolong(host: Person, community: Community) -> None:
    with pytest.raises(Refused, match="does not belong to a series"):
        prolonged(host, meeting(host, community))


def test_who_may_schedule_prolongs_and_nobody_else(
    host: Person, community: Community, rows: list[Gathering]
) -> None:
    lent = make_member(community)
    both = [Named(Host.Part.HOST, host), Named(Host.Part.HOST, lent)]
    at_noon = when(LAST, "12:00", 60, "Europe/Athens")
    change_gathering(host=host, gathering=again(rows[2]), when=at_noon, words=words(), hosts=both, now=NOW)
    for person in (lent, make_member(community, role=Role.MODERATOR), make_person("Elsewhere")):
        with pytest.raises(Refused, match="Only facilitators"):
            prolonged(person, rows[2])
    other = make_member(community, role=Role.FACILITATOR)
    mute(other, community)
    with pytest.raises(Refused, match="muted"):
        prolonged(other, rows[2])
    assert len(prolonged(host, rows[2])) == 2


def test_an_archived_community_prolongs_nothing(
    host: Person, community: Community, rows: list[Gathering]
) -> None:
    archive_community(archiver=host, community=community)
    with pytest.raises(Refused, match="archived"):
        prolonged(host, rows[0])


def test_who_does_not_read_the_community_any_more_is_not_named_again(
    host: Person, community: Community, rows: list[Gathering]
) -> None:
    gone = make_member(community)
    both = [Named(Host.Part.HOST, gone), Named(Host.Part.SPEAKER, gone)]
    at_noon = when(LAST, "12:00", 60, "Europe/Athens")
    change_gathering(host=host, gathering=again(rows[2]), when=at_noon, words=words(), hosts=both, now=NOW)
    leave_community(person=gone, community=community)
    made = prolonged(host, rows[0])
    assert [[row.person for row in again(each).hosts.all()] for each in made] == [[host], [host]]


def test_communities_that_take_part_are_asked_for_each_and_told_once(
    host: Person, rows: list[Gathering]
) -> None:
    both, theirs = make_community("Night teaching", visibility="private"), make_community("Wards")
    unseen = make_community("Hidden", visibility="hidden")
    make_member(both, host, role=Role.FACILITATOR)
    asked = make_member(theirs, role=Role.FACILITATOR)
    for each, state in ((both, "agreed"), (theirs, "agreed"), (unseen, "agreed")):
        Joint.objects.create(gathering=rows[2], community=each, state=state, note="Ours.", asked_by=asked)
    made = prolonged(host, rows[0])
    found = Joint.objects.filter(gathering__in=made).order_by("gathering", "community")
    # What another one wrote is not said in the name of whoever prolongs.
    assert [(row.gathering_id, row.community_id, row.state, row.note, row.asked_by) for row in found] == [
        (each.pk, community.pk, state, "", host)
        for each in made
        for community, state in ((both, "agreed"), (theirs, "asked"))
    ]
    told = Notice.objects.filter(recipient=asked, kind="part-waits")
    assert [notice.joint and notice.joint.gathering_id for notice in told] == [made[0].pk]
    assert Change.objects.filter(verb=Verb.TOOK_PART, community=both).count() == 1


def test_a_steward_who_prolongs_asks_those_in_which_they_have_no_role(
    host: Person, rows: list[Gathering]
) -> None:
    theirs = make_community("Wards")
    make_member(theirs, role=Role.FACILITATOR)
    Joint.objects.create(gathering=rows[2], community=theirs, state="agreed", note="Ours.")
    made = prolonged(make_person("Stella Steward", is_steward=True), rows[0])
    assert [row.state for row in Joint.objects.filter(gathering__in=made)] == ["asked", "asked"]


def test_calendars_take_further_meetings_over_under_names_of_their_own(
    client: Client, host: Person, community: Community, rows: list[Gathering]
) -> None:
    key = open_calendar(person=host, community=community)
    feed = reverse("calendar-feed", args=[word_of(key)])
    before = {str(event["UID"]) for event in Calendar.from_ical(client.get(feed).content).walk("VEVENT")}
    made = prolonged(host, rows[0])
    events = Calendar.from_ical(client.get(feed).content).walk("VEVENT")
    now = {str(event["UID"]): event for event in events}
    fresh = [event.decoded("DTSTART") for uid, event in now.items() if uid not in before]
    assert sorted(fresh) == [each.starts_at for each in made] and before < set(now)
