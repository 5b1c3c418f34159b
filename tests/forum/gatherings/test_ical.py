"""What calendars are given, read back by a library that reads calendars."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from forum.communities.models import Role
from forum.gatherings.actions.scheduling import cancel_gathering, change_gathering
from forum.gatherings.ical import calendar_of
from forum.gatherings.models import Gathering
from tests.factories import make_community, make_member
from tests.forum.gatherings.meeting import again, meeting, when, words

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 1, 8, tzinfo=UTC)


def read(*gatherings: Gathering) -> Calendar:
    addresses = {each.pk: f"https://weft.example/live/{each.pk}/" for each in gatherings}
    return Calendar.from_ical(
        calendar_of(
            gatherings, name="Ward teaching", addresses=addresses, places=dict.fromkeys(addresses, "Here")
        )
    )


def test_a_session_in_a_calendar_moves_and_is_struck_out() -> None:
    community = make_community("Ward teaching")
    host = make_member(community, role=Role.FACILITATOR)
    made = meeting(host, community, when=when(date(2026, 10, 27), "12:00", 60, "Europe/Athens"), now=NOW)
    (event,) = read(made).events
    assert (event.start.isoformat(), event.end.isoformat()) == (
        "2026-10-27T12:00:00+02:00",
        "2026-10-27T13:00:00+02:00",
    )
    assert (event["sequence"], str(event["summary"]), str(event["status"])) == (
        0,
        "Journal club",
        "CONFIRMED",
    )
    assert "We read one paper." in event["description"] and f"/live/{made.pk}/" in event["url"]
    change_gathering(
        host=host,
        gathering=made,
        when=when(date(2026, 7, 28), "12:00", 60, "Europe/Athens"),
        words=words(),
        now=datetime(2026, 7, 1, tzinfo=UTC),
    )
    (moved,) = read(again(made)).events
    assert (moved["uid"], moved["sequence"], moved.start.isoformat()) == (
        event["uid"],
        1,
        "2026-07-28T12:00:00+03:00",
    )
    cancel_gathering(host=host, gathering=made, why="Nobody can.", now=NOW)
    (ended,) = read(again(made)).events
    assert (ended["uid"], ended["sequence"], str(ended["status"])) == (event["uid"], 2, "CANCELLED")
    assert "Nobody can." in ended["description"]


def test_zones_are_written_down_where_they_are_needed() -> None:
    community = make_community("Ward teaching")
    host = make_member(community, role=Role.FACILITATOR)
    rows = [
        meeting(host, community, when=when(date(2026, 10, 27), zone=zone), now=NOW)
        for zone in ("Europe/Athens", "Australia/Sydney", "UTC")
    ]
    calendar = read(*rows)
    assert {str(zone["tzid"]) for zone in calendar.timezones} >= {"Europe/Athens", "Australia/Sydney"}
    assert [event.start.utcoffset() for event in calendar.events] == [
        row.starts_at.astimezone(row.host_zone).utcoffset() for row in rows
    ]
    assert read().events == []
