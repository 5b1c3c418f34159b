"""The talk of a session is read on its line of time, and what came later says so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.chat.actions.sending import send_message
from forum.chat.models import Message
from forum.communities.models import Community
from forum.gatherings.actions.leading import end_gathering, set_phase, start_gathering
from forum.gatherings.models import Gathering
from forum.people.models import Person
from tests.forum.gatherings.going_on import near, room_of
from tests.forum.gatherings.meeting import again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
AGENDA = [{"minutes": 10, "words": "Read"}, {"minutes": 20, "words": "Discuss"}]


@pytest.fixture
def began() -> datetime:
    return timezone.now()


@pytest.fixture
def gathering(host: Person, member: Person, community: Community, began: datetime) -> Gathering:
    """One that took place, with a message before, in its first and its second part, and after."""
    made = near(host, community, agenda=AGENDA)
    _say(member, made, "Early.", began - timedelta(minutes=2))
    start_gathering(host=host, gathering=again(made), now=began)
    _go_to(host, made, 0, began)
    _say(member, made, "First.", began + timedelta(minutes=7, seconds=30))
    _go_to(host, made, 1, began + timedelta(minutes=10))
    _say(member, made, "Second.", began + timedelta(minutes=65))
    end_gathering(host=host, gathering=again(made), now=began + timedelta(minutes=70))
    _say(member, made, "From the other side of the world.", began + timedelta(minutes=100))
    return again(made)


def _say(person: Person, gathering: Gathering, body: str, now: datetime) -> None:
    send_message(author=person, room=room_of(gathering), client_id=uuid4(), body=body, now=now)


def _go_to(host: Person, gathering: Gathering, phase: int, now: datetime) -> None:
    stage = again(gathering).stage
    set_phase(host=host, gathering=again(gathering), phase=phase, minutes=10, seen=stage.revision, now=now)


def rows(client: Client, person: Person, gathering: Gathering, query: str = "") -> list[Any]:
    client.force_login(person)
    return list(client.get(gathering.get_absolute_url() + query).context["rows"])


def test_each_message_says_how_long_it_had_gone_on_and_whether_it_came_later(
    client: Client, member: Person, gathering: Gathering
) -> None:
    shown = [(row.offset, row.is_late) for row in rows(client, member, gathering)]
    assert shown == [("", False), ("0:07", False), ("1:05", False), ("", True)]


def test_between_them_stands_what_happened(client: Client, member: Person, gathering: Gathering) -> None:
    shown = rows(client, member, gathering)
    assert [[each.words for each in row.moments] for row in shown] == [
        [],
        ["The session begins", "Part: Read"],
        ["Part: Discuss"],
        ["The session is over; what follows was added later"],
    ]
    assert not any(each.is_context for row in shown for each in row.moments)


def test_a_stretch_from_the_middle_says_where_the_session_stood(
    client: Client, member: Person, gathering: Gathering, began: datetime
) -> None:
    _say(member, gathering, "And more.", began + timedelta(minutes=101))
    said: dict[str, list[tuple[str, bool]]] = {}
    for body in ("First.", "Second.", "And more."):
        first = Message.objects.get(source=body)
        found = rows(client, member, gathering, f"?from={first.seq}")
        said[body] = [(each.words, each.is_context) for each in found[0].moments]
    assert said == {
        "First.": [("The session begins", False), ("Part: Read", False)],
        "Second.": [("Part: Discuss", False)],
        "And more.": [("The session is over; what follows was added later", True)],
    }


def test_in_the_middle_of_a_part_it_says_which(
    client: Client, host: Person, member: Person, community: Community, began: datetime
) -> None:
    made = near(host, community, agenda=AGENDA)
    start_gathering(host=host, gathering=again(made), now=began)
    _go_to(host, made, 0, began)
    _go_to(host, made, 1, began + timedelta(minutes=1))
    _say(member, made, "One.", began + timedelta(minutes=2))
    _say(member, made, "Two.", began + timedelta(minutes=3))
    two = Message.objects.get(source="Two.")
    (row,) = rows(client, member, made, f"?from={two.seq}")
    assert [(each.words, each.is_context) for each in row.moments] == [("Here: Discuss", True)]


def test_a_message_laid_in_place_alone_stays_apart_from_what_was_said_in_another_part(
    client: Client, host: Person, member: Person, community: Community, began: datetime
) -> None:
    made = near(host, community, agenda=AGENDA)
    start_gathering(host=host, gathering=again(made), now=began)
    _say(member, made, "One.", began + timedelta(minutes=1))
    _say(member, made, "Two.", began + timedelta(minutes=2))
    _go_to(host, made, 0, began + timedelta(minutes=2))
    _say(member, made, "Three.", began + timedelta(minutes=3))
    client.force_login(member)
    for body, is_run in (("Two.", True), ("Three.", False)):
        message = Message.objects.get(source=body)
        alone = client.get(reverse("message", args=[message.room_id, message.pk])).text
        assert ("is-run" in alone) is is_run


def test_a_message_laid_in_place_alone_still_says_that_it_came_later(
    client: Client, member: Person, gathering: Gathering
) -> None:
    client.force_login(member)
    for body, is_late in (("From the other side of the world.", True), ("Second.", False)):
        message = Message.objects.get(source=body)
        alone = client.get(reverse("message", args=[message.room_id, message.pk])).text
        assert ("added later" in alone) is is_late


def test_rooms_of_communities_have_no_line_of_time(
    client: Client, member: Person, community: Community
) -> None:
    room = community.rooms.get(kind="standing")
    send_message(author=member, room=room, client_id=uuid4(), body="Hello.")
    client.force_login(member)
    (row,) = client.get(room.get_absolute_url()).context["rows"]
    assert (row.moments, row.offset, row.is_late) == ([], "", False)
