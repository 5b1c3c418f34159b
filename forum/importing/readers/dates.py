"""Decides when a message was sent, which its Date field alone often cannot tell."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
_CLOCK_TOLERANCE = timedelta(days=2)
_WIDEST_ZONE = timedelta(hours=15)
_SEPARATOR_DATE = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?P<month>[A-Z][a-z]{2}) +(?P<day>\d{1,2})"
    r" +(?P<time>\d{1,2}:\d{2}(?::\d{2})?)"
    r"(?: +[A-Z]{2,5})?(?: +(?P<zone>[+-]\d{4}))? +(?P<year>\d{4})(?: +(?P<zone_behind>[+-]\d{4}))?\s*$"
)


def parse_date(value: str) -> datetime | None:
    """Read a date field as an aware UTC time; None if it holds no date. An impossible zone counts as UTC."""
    try:
        parts = parsedate_tz(value)
        if parts is None:
            return None
        zone = timedelta(seconds=parts[9] or 0)
        if abs(zone) > _WIDEST_ZONE:
            zone = timedelta()
        return datetime(*parts[:5], min(parts[5], 59), tzinfo=timezone(zone)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def separator_date(line: str) -> datetime | None:
    """Read the date at the end of an mbox separator line, without a zone as UTC."""
    found = _SEPARATOR_DATE.search(line)
    if found is None:
        return None
    zone = found["zone"] or found["zone_behind"] or "+0000"
    return parse_date(f"{found['day']} {found['month']} {found['year']} {found['time']} {zone}")


def sent_at(
    *,
    declared: str,
    separator: datetime | None,
    received: tuple[str, ...],
    previous: datetime | None,
    now: datetime,
) -> datetime:
    """The first credible of: the Date field, the separator's date, the Received stamps, the message before.

    A Date field later than the separator's date by more than two days comes from a wrong clock and is not
    believed.
    """
    arrival = _credible(separator, now)
    date = _credible(parse_date(declared), now)
    if date is not None and (arrival is None or date <= arrival + _CLOCK_TOLERANCE):
        return date
    stamps = (parse_date(stamp.rpartition(";")[2]) for stamp in reversed(received))
    candidates = [arrival, *(_credible(stamp, now) for stamp in stamps), date, previous]
    return next((moment for moment in candidates if moment is not None), _EARLIEST)


def _credible(moment: datetime | None, now: datetime) -> datetime | None:
    if moment is None or not _EARLIEST <= moment <= now + _CLOCK_TOLERANCE:
        return None
    return moment
