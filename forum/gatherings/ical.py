"""Live sessions as calendars understand them (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from forum.core.markup import plain_text
from forum.gatherings.models import Gathering

MEDIA_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=1)
_STATUS = {Gathering.State.CANCELLED: "CANCELLED", Gathering.State.DRAFT: "TENTATIVE"}
# What no text holds there; some programs end a line at it.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029]+")
_MARGIN = timedelta(days=370)  # so long before and after the sessions the clock's changes are written down


def calendar_of(
    gatherings: Iterable[Gathering], *, name: str, addresses: Mapping[int, str], places: Mapping[int, str]
) -> bytes:
    """A calendar of these sessions, in the zones of their hosts, as a program subscribes to it or takes it in.

    `addresses` are those of their pages and `places` what is said to be where, by id. The same session has the same UID
    in every calendar, and a SEQUENCE that grows with every change, so that a calendar that knows it already moves it or
    strikes it out.
    """
    calendar = Calendar.new(prodid="-//Weft//Live sessions//EN", method="PUBLISH", refresh_interval=REFRESH)
    for prop in ("NAME", "X-WR-CALNAME"):
        calendar[prop] = vText(_one_line(name))  # given to the calendar itself, it would not be escaped
    calendar.pop("UID", None)  # a feed is found by its address
    rows = list(gatherings)
    for row in rows:
        calendar.add_component(_event_of(row, addresses[row.pk], places[row.pk]))
    if rows:
        first, last = _span(rows)
        calendar.add_missing_timezones(first_date=first, last_date=last)
    return bytes(calendar.to_ical())


def uid_of(gathering: Gathering) -> str:
    """What a session is called in every calendar."""
    return f"gathering-{gathering.pk}@{urlsplit(settings.ORIGIN).hostname}"


def _event_of(gathering: Gathering, address: str, place: str) -> Event:
    zone = gathering.host_zone
    words = [plain_text(gathering.html), gathering.cancelled_why, address]
    title = _one_line(gathering.title)
    event = Event.new(
        uid=uid_of(gathering),
        start=gathering.starts_at.astimezone(zone),
        summary=_("Cancelled: %s") % title if gathering.state == Gathering.State.CANCELLED else title,
        description="\n\n".join(_CONTROL.sub(" ", part) for part in words if part),
        location=_one_line(place),
        url=address,
        sequence=gathering.revision,
        stamp=gathering.changed_at,
        last_modified=gathering.changed_at,
        created=gathering.created_at,
    )
    # How long it takes, not when it ends: where clocks go back meanwhile, they would show an end before its beginning.
    event.add("duration", gathering.ends_at - gathering.starts_at)
    event.add("status", _STATUS.get(Gathering.State(gathering.state), "CONFIRMED"))
    return event


def _one_line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def _span(rows: list[Gathering]) -> tuple[date, date]:
    return min(row.starts_at for row in rows).date() - _MARGIN, max(
        row.ends_at for row in rows
    ).date() + _MARGIN
