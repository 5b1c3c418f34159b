"""The days of a series and the moments of its sessions, across changes of clocks on both halves of the earth."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.gatherings.rhythm import days_of, ends_after, moment_by, shown_by, skipped_by


@pytest.mark.parametrize(
    ("rhythm", "first", "until", "days"),
    [
        ("weekly", date(2026, 10, 20), date(2026, 11, 3), [date(2026, 10, 20), date(2026, 10, 27), date(2026, 11, 3)]),
        ("2weekly", date(2026, 10, 20), date(2026, 11, 16), [date(2026, 10, 20), date(2026, 11, 3)]),
        ("monthly", date(2026, 10, 13), date(2026, 11, 30), [date(2026, 10, 13), date(2026, 11, 10)]),
        ("monthly", date(2026, 9, 29), date(2026, 11, 30), [date(2026, 9, 29), date(2026, 10, 27), date(2026, 11, 24)]),
        ("date", date(2027, 1, 31), date(2027, 4, 30), [date(2027, 1, 31), date(2027, 3, 31)]),
        ("weekly", date(2026, 10, 20), date(2026, 10, 20), [date(2026, 10, 20)]),
    ],
)  # fmt: skip
def test_the_days_of_a_rhythm(rhythm: str, first: date, until: date, days: list[date]) -> None:
    assert list(days_of(rhythm, first, until)) == days


@pytest.mark.parametrize(
    ("zone", "before", "after", "hours"),
    [
        (
            "Europe/Athens",
            date(2026, 10, 20),
            date(2026, 10, 27),
            (9, 10),
        ),  # back from summer time on 25 October
        ("America/New_York", date(2026, 10, 27), date(2026, 11, 3), (16, 17)),  # on 1 November
        ("Australia/Sydney", date(2026, 9, 29), date(2026, 10, 6), (2, 1)),  # to summer time on 4 October
        ("America/Santiago", date(2026, 9, 1), date(2026, 9, 8), (16, 15)),  # on 6 September
        ("Asia/Kolkata", date(2026, 10, 20), date(2026, 10, 27), (6, 6)),  # never
    ],
)
def test_the_hour_stays_the_same_by_the_clock_of_its_hosts(
    zone: str, before: date, after: date, hours: tuple[int, int]
) -> None:
    clock = ZoneInfo(zone)
    moments = [moment_by(clock, day, time(12)) for day in (before, after)]
    assert [moment.hour for moment in moments] == list(hours)
    assert [shown_by(clock, moment) for moment in moments] == [(before, time(12)), (after, time(12))]


def test_an_hour_that_clocks_skip_or_show_twice_is_one_moment() -> None:
    clock = ZoneInfo("Europe/Berlin")
    skipped = moment_by(clock, date(2026, 3, 29), time(2, 30))
    assert shown_by(clock, skipped) == (date(2026, 3, 29), time(3, 30))
    assert moment_by(clock, date(2026, 10, 25), time(2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "hour", "gap"),
    [
        ("Europe/Berlin", date(2027, 3, 28), "01:59", None),
        ("Europe/Berlin", date(2027, 3, 28), "02:00", ("02:00", "03:00")),
        ("Europe/Berlin", date(2027, 3, 28), "02:59", ("02:00", "03:00")),
        ("Europe/Berlin", date(2027, 3, 28), "03:00", None),
        ("Europe/Berlin", date(2027, 10, 31), "02:30", None),  # comes twice
        ("America/New_York", date(2027, 3, 14), "02:30", ("02:00", "03:00")),
        ("America/Santiago", date(2026, 9, 6), "00:15", ("00:00", "01:00")),
        ("Australia/Lord_Howe", date(2026, 10, 4), "02:10", ("02:00", "02:30")),
        ("UTC", date(2027, 3, 28), "02:30", None),
    ],
)  # fmt: skip
def test_an_hour_that_clocks_skip_is_known_with_its_gap(
    zone: str, day: date, hour: str, gap: tuple[str, str] | None
) -> None:
    expected = gap and tuple(time.fromisoformat(each) for each in gap)
    assert skipped_by(ZoneInfo(zone), day, time.fromisoformat(hour)) == expected


def test_minutes_are_counted_whatever_clocks_do() -> None:
    begins = moment_by(ZoneInfo("Europe/Berlin"), date(2026, 10, 25), time(1, 30))
    assert (ends_after(begins, 120) - begins).total_seconds() == 7200


@given(
    st.sampled_from(["weekly", "2weekly", "monthly", "date"]), st.dates(date(2024, 1, 1), date(2030, 1, 1))
)
def test_a_rhythm_begins_on_its_first_day_and_grows(rhythm: str, first: date) -> None:
    days = list(days_of(rhythm, first, first.replace(year=first.year + 1, day=min(first.day, 28))))
    assert days[0] == first and days == sorted(set(days)) and 5 <= len(days) <= 54
