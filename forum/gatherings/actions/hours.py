"""When a live session is, as its hosts choose it by their clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.core.verdicts import Invalid, Refused
from forum.core.zones import zone_of
from forum.gatherings.models import Gathering, Series
from forum.gatherings.models.gatherings import LONGEST_MINUTES
from forum.gatherings.rhythm import days_after, days_of, ends_after, moment_by, skipped_by

FURTHEST_DAYS = 370
OVER_EVERYWHERE = 2  # days after which no clock shows a day any more, nor does a session of it last


class When(TypedDict):
    """When a session is, by a clock of its hosts."""

    day: date
    hour: time
    minutes: int
    zone: str


@dataclass(frozen=True, slots=True)
class Further:
    """By how much a series goes on: so many meetings, or all until a day; the other is None. `after` is the day of the
    meeting that its host has seen as the last.
    """

    times: int | None
    until: date | None
    after: date


def set_time(gathering: Gathering, when: When, now: datetime) -> None:
    """Let it be then; an hour that its clock skips is that much later, as for a day of a series that nobody chose by
    itself. Raises Invalid by field.
    """
    clock = _clock_of(when, now)
    gathering.starts_at = moment_by(clock, when["day"], when["hour"])
    gathering.ends_at = ends_after(gathering.starts_at, when["minutes"])
    gathering.zone = clock.key
    if gathering.ends_at <= now:
        raise _over()


def checked_clock(when: When, now: datetime) -> ZoneInfo:
    """The zone of its hosts. Raises Invalid by field where it is none, or the hour cannot be, or its clock skips it."""
    clock = _clock_of(when, now)
    skipped = skipped_by(clock, when["day"], when["hour"])
    if skipped is not None:
        sentence = _(
            "Clocks in %(zone)s go forward from %(before)s to %(after)s on this day. Choose another hour."
        )
        said = {
            "zone": clock.key.replace("_", " "),
            "before": f"{skipped[0]:%H:%M}",
            "after": f"{skipped[1]:%H:%M}",
        }
        raise Invalid(sentence % said, field="hour")
    return clock


def _clock_of(when: When, now: datetime) -> ZoneInfo:
    clock = zone_of(when["zone"])
    if clock is None:
        raise Invalid(_("No clock here knows this time zone. Choose another one."), field="zone")
    if not 5 <= when["minutes"] <= LONGEST_MINUTES:
        raise Invalid(_("A session takes between 5 minutes and 12 hours."), field="minutes")
    if (now.date() - when["day"]).days > OVER_EVERYWHERE:
        raise _over()
    if (when["day"] - now.date()).days > FURTHEST_DAYS:
        raise Invalid(_("Choose a day within a year from now."), field="day")
    return clock


def _over() -> Invalid:
    return Invalid(_("This hour is over already. Choose one that is to come."), field="day")


def checked_days(rhythm: str, first: date, until: date) -> list[date]:
    """The days of a series. Raises Invalid by field where they are none or too many."""
    if until < first:
        raise Invalid(_("It ends before it begins. Choose a later day."), field="until")
    if (until - first).days > FURTHEST_DAYS:
        raise Invalid(_("Choose an end within a year. Schedule another series then."), field="until")
    return list(days_of(rhythm, first, until))


def furthest_day(now: datetime) -> date:
    """The last day on which a meeting may be scheduled: it is the same for all sessions."""
    return now.date() + timedelta(days=FURTHEST_DAYS)


def room_after(series: Series, last: date, now: datetime) -> int:
    """How many further meetings a series may have after this day."""
    clock = zone_of(series.zone)
    return len(_days_left(series, clock, last, now)) if clock is not None else 0


def _days_left(series: Series, clock: ZoneInfo, last: date, now: datetime) -> list[date]:
    found = days_after(series.rhythm, series.starts_on, last, furthest_day(now))
    return [day for day in found if moment_by(clock, day, series.starts_at) > now]


def further_days(series: Series, newest: Gathering, further: Further, now: datetime) -> list[date]:
    """The days on which a series would go on, by the clock of its hosts: those that are to come. Raises Refused, or
    Invalid by field; `newest` is its last meeting that was not cancelled.
    """
    furthest, clock = furthest_day(now), zone_of(series.zone)
    if clock is None:
        raise Refused(_("No clock here knows the time zone of this series any more. Schedule another one."))
    if further.until is not None and further.until > furthest:
        said = _("Choose a day within a year from now, at the latest %s.")
        raise Invalid(said % date_format(furthest, "DATE_FORMAT"), field="until")
    room = _days_left(series, clock, further.after, now)
    field = "until" if further.times is None else "times"
    if not room:
        raise Invalid(_why_no_room(newest, further.after), field=field)
    if further.times is not None and further.times > len(room):
        raise Invalid(_too_many(len(room)), field=field)
    days = [day for day in room if further.until is None or day <= further.until]
    if not days:
        raise Invalid(_("No further meeting is due until then. Choose a later day."), field=field)
    return days[: further.times]


def _why_no_room(newest: Gathering, last: date) -> str:
    if newest.on is not None and newest.on < last:
        return _(
            "The days of meetings that were cancelled stay taken, and no others are left within a year from now. "
            "Schedule another series."
        )
    return _("This series is scheduled for a year from now already. Prolong it later.")


def _too_many(number: int) -> str:
    said = ngettext(
        "Within a year from now there is room for %(number)d further meeting. Choose no more.",
        "Within a year from now there is room for %(number)d further meetings. Choose no more.",
        number,
    )
    return said % {"number": number}
