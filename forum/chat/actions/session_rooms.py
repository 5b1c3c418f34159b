"""Rooms of live sessions, which belong to their page and not to the rooms of the community."""

from __future__ import annotations

from datetime import datetime

from forum.chat.events import RoomOpened
from forum.chat.models import Room
from forum.core.events import publish


def open_session_room(*, community_id: int, key: int, now: datetime) -> Room:
    """A room for the session of this key. Part of the action that holds the session, which names and opens it."""
    slug = f"Session-{key}"  # of no other room: what is made of names is in small letters
    room = Room.objects.create(kind=Room.Kind.SESSION, community_id=community_id, slug=slug, created_at=now)
    publish(RoomOpened(room_id=room.pk))
    return room
