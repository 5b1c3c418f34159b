"""How far rooms were read."""

from __future__ import annotations

from forum.chat.models import Message, Room, RoomReading
from forum.people.models import Person


def read_up_to(person: Person, room: Room) -> int:
    """The number up to which the person has read the room; 0 for never."""
    rows = RoomReading.objects.filter(person=person, room=room)
    return rows.values_list("seq", flat=True).first() or 0


def first_news(person: Person, room: Room, *, seen: int, before: int) -> Message | None:
    """The first message of others between two numbers that the person has not seen; an archive's is new to nobody."""
    rows = Message.objects.filter(
        room=room, seq__gt=seen, seq__lt=before, removed_at=None, from_archive=False
    ).exclude(author=person)
    return rows.order_by("seq").first()
