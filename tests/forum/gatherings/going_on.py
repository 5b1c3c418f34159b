"""Live sessions that are near, or go on, for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from forum.chat.actions.sending import send_message
from forum.chat.models import Message, Room
from forum.chat.selectors.rooms import room_with_community
from forum.communities.models import Community
from forum.gatherings.actions.leading import start_gathering
from forum.gatherings.models import Gathering, Joint
from forum.people.models import Person
from tests.forum.gatherings.meeting import again, meeting, when


def near(host: Person, community: Community, *, minutes: int = 5, **more: Any) -> Gathering:
    """One that is announced and begins in so many minutes."""
    starts = timezone.now() + timedelta(minutes=minutes)
    hour = when(starts.date(), starts.strftime("%H:%M"))
    return meeting(host, community, when=hour, now=timezone.now() - timedelta(hours=3), **more)


def begun(host: Person, community: Community, **more: Any) -> Gathering:
    """One that is live."""
    made = near(host, community, **more)
    start_gathering(host=host, gathering=made)
    return again(made)


def joined(gathering: Gathering, community: Community) -> Joint:
    """Another community takes part."""
    return Joint.objects.create(gathering=gathering, community=community, state="agreed", note="Come.")


def room_of(gathering: Gathering) -> Room:
    """Its room as it is now."""
    room = room_with_community(again(gathering).room_id or 0)
    assert room is not None
    return room


def said(person: Person, gathering: Gathering, body: str = "Hello.") -> Message:
    """Somebody says something in it."""
    return send_message(author=person, room=room_of(gathering), client_id=uuid4(), body=body)
