"""The days of a series, and the moments at which its sessions begin by the host's clock."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil import rrule

from forum.gatherings.models import Series

Rhythm = Series.Rhythm
_WEEKDAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)
LAST = 5  # the fifth such weekday of a month is taken for its last: there is one in every month


def days_of(rhythm: str, first: date, until: date) -> Iterator[date]:
    """The days from `first` to `until`, both included, on which sessions of this rhythm take place.

    A date that a month does not have is left out there, as calendars do (RFC 5545, 3.3.10).
    """
    begin, end = datetime.combine(first, time.min), datetime.combine(until, time.min)
    for moment in rrule.rrule(dtstart=begin, until=end, **_rule(rhythm, first)):
        yield moment.date()


def days_after(rhythm: str, first: date, last: date, until: date) -> list[date]:
    """The days of a rhythm that began on `first`, later than `last` and not later than `until`.

    Where it comes back by the month, that of `last` has had its day, whichever it was.
    """
    is_by_month = rhythm in {Rhythm.MONTHLY, Rhythm.DATE}
    later = [day for day in days_of(rhythm, first, until) if day > last]
    if is_by_month:
        later = [day for day in later if (day.year, day.month) != (last.year, last.month)]
    return later


def _rule(rhythm: str, first: date) -> dict[str, object]:
    if rhythm == Rhythm.WEEKLY:
        return {"freq": rrule.WEEKLY}
    if rhythm == Rhythm.FORTNIGHTLY:
        return {"freq": rrule.WEEKLY, "interval": 2}
    if rhythm == Rhythm.DATE:
        return {"freq": rrule.MONTHLY}
    which = (first.day - 1) // 7 + 1
    weekday = _WEEKDAYS[first.weekday()]
    return {"freq": rrule.MONTHLY, "byweekday": weekday(-1 if which == LAST else which)}


def moment_by(clock: ZoneInfo, day: date, hour: time) -> datetime:
    """The moment, in UTC, at which the clock shows this hour of this day.

    An hour that is skipped in spring begins that much later; of one that comes twice in autumn it is the first.
    """
    shown = datetime.combine(day, hour, tzinfo=clock)
    return shown.astimezone(UTC)


def skipped_by(clock: ZoneInfo, day: date, hour: time) -> tuple[time, time] | None:
    """From which hour to which one the clock goes forward, where it never shows this hour of this day; else None."""
    after = moment_by(clock, day, hour)
    if shown_by(clock, after) == (day, hour):
        return None
    # The hour as read by how the clock goes afterwards: a moment before it goes forward.
    before = datetime.combine(day, hour, tzinfo=clock).replace(fold=1).astimezone(UTC)
    seconds = range(int((after - before).total_seconds()) + 1)
    forward = before + timedelta(
        seconds=bisect_left(
            seconds, _ahead(clock, after), key=lambda each: _ahead(clock, before + timedelta(seconds=each))
        )
    )
    return (forward + _ahead(clock, before)).time(), (forward + _ahead(clock, after)).time()


def _ahead(clock: ZoneInfo, moment: datetime) -> timedelta:
    """By how much the clock is ahead of UTC at this moment."""
    return moment.astimezone(clock).utcoffset() or timedelta()


def shown_by(clock: ZoneInfo, moment: datetime) -> tuple[date, time]:
    """The day and the hour that the clock shows at this moment."""
    local = moment.astimezone(clock)
    return local.date(), local.time().replace(tzinfo=None)


def ends_after(starts_at: datetime, minutes: int) -> datetime:
    """The end of a session that lasts so many minutes, whatever clocks do meanwhile."""
    return starts_at.astimezone(UTC) + timedelta(minutes=minutes)
