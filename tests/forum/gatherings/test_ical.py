"""What calendars are given, read back by a library that reads calendars."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

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


def test_words_are_words_there_and_nothing_else() -> None:
    evil = "Club\r\nATTENDEE:mailto:eve@example.org\rBEGIN:VEVENT\x0bEND:VEVENT; a, b\\n"
    plain = "Club ATTENDEE:mailto:eve@example.org BEGIN:VEVENT END:VEVENT; a, b\\n"
    made = Gathering(
        pk=1, title=evil, html="", cancelled_why=evil, starts_at=NOW, ends_at=NOW + timedelta(hours=1)
    )
    written = calendar_of([made], name=evil, addresses={1: "https://weft.example/live/1/"}, places={1: evil})
    assert b"\r" not in written.replace(b"\r\n", b"") and b"\n" not in written.replace(b"\r\n", b"")
    calendar = Calendar.from_ical(written)
    (event,) = calendar.events
    assert [str(event["summary"]), str(event["location"])] == [plain] * 2
    escaped = plain.replace("\\", r"\\").replace(";", r"\;").replace(",", r"\,")
    assert f"\r\nNAME:{escaped}\r\nX-WR-CALNAME:{escaped}\r\n" in written.decode().replace("\r\n ", "")
    assert event.get("attendee") is None and len(calendar.subcomponents) == 1
    assert "eve@example.org" in event["description"]


def test_a_session_does_not_end_before_it_begins_where_clocks_go_back() -> None:
    begins = datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )  # half past two by summer time, and again an hour later
    made = Gathering(
        pk=1, title="Night club", starts_at=begins, ends_at=begins + timedelta(hours=1), zone="Europe/Berlin"
    )
    (event,) = read(made).events
    assert (event["dtstart"].dt.hour, event["duration"].dt) == (2, timedelta(hours=1))
    assert "dtend" not in event


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
