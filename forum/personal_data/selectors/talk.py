"""What a person said in rooms and did there. For a copy that goes to themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forum.chat.models import (
    Block,
    Message,
    MessageMention,
    MessageReaction,
    MessageRemoval,
    MessageRevision,
    Participant,
    Room,
    RoomReading,
)
from forum.chat.selectors.own_rooms import people_beside
from forum.chat.selectors.rooms import rooms_read_by
from forum.chat.selectors.sessions import community_named
from forum.people.models import Person
from forum.personal_data.selectors.places import CHUNK


def own_messages(person: Person) -> Iterator[dict[str, Any]]:
    """Everything the person said that was not removed, by room and number."""
    known = _Rooms(person)
    rows = Message.objects.filter(author=person, removed_at=None).defer("html").order_by("room_id", "seq")
    for row in rows.iterator(chunk_size=CHUNK):
        yield known.place_of(row) | {
            "source": row.source,
            "created_at": row.created_at,
            "edited_at": row.edited_at,
            "reactions": row.reaction_counts,
        }


def wordings(person: Person) -> Iterator[dict[str, Any]]:
    """What the person's messages said before."""
    known = _Rooms(person)
    rows = MessageRevision.objects.filter(message__author=person, message__removed_at=None)
    rows = rows.select_related("message").defer("html", "message__html", "message__source").order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        said = {"wording": row.number, "source": row.source, "written_at": row.written_at}
        yield known.place_of(row.message) | said


def removed(person: Person) -> Iterator[dict[str, Any]]:
    """Messages of the person that moderators have removed: why, and what they said while that is kept."""
    known = _Rooms(person)
    rows = MessageRemoval.objects.filter(message__author=person).select_related("message").defer("html")
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        said = {"reason": row.reason, "source": row.source, "removed_at": row.removed_at}
        yield known.place_of(row.message) | said


def reactions(person: Person) -> Iterator[dict[str, Any]]:
    """The reactions that the person put on messages."""
    known = _Rooms(person)
    rows = MessageReaction.objects.filter(person=person).select_related("message").order_by("pk")
    for row in rows.defer("message__html", "message__source").iterator(chunk_size=CHUNK):
        yield known.place_of(row.message) | {"reaction": row.kind, "created_at": row.created_at}


def mentions(person: Person) -> Iterator[dict[str, Any]]:
    """The messages in which the person was named."""
    known = _Rooms(person)
    rows = MessageMention.objects.filter(person=person).select_related("message").order_by("pk")
    for row in rows.defer("message__html", "message__source").iterator(chunk_size=CHUNK):
        yield known.place_of(row.message) | {"created_at": row.created_at}


def rooms_of_two(person: Person) -> Iterator[dict[str, Any]]:
    """With whom the person talked alone."""
    rooms = [row.room for row in Participant.objects.filter(person=person).select_related("room")]
    others = people_beside(person, rooms)
    for room in rooms:
        other = others.get(room.pk)
        yield {
            "room": room.pk,
            "with": other.display_name if other else None,
            "opened_at": room.created_at,
        }


def rooms_read(person: Person) -> Iterator[dict[str, Any]]:
    """How far the person has read which rooms, and when last."""
    known = _Rooms(person)
    for row in RoomReading.objects.filter(person=person).order_by("pk").iterator(chunk_size=CHUNK):
        yield known.said_of(row.room_id) | {"read_up_to": row.seq, "read_at": row.read_at}


def blocks(person: Person) -> Iterator[dict[str, Any]]:
    """Whom the person blocks."""
    rows = Block.objects.filter(person=person).select_related("blocked").order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        yield {"blocked": row.blocked.display_name, "since": row.created_at}


class _Rooms:
    """The rooms that the person may still read, by name; of others no name is told."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._known: dict[int, Room] = {room.pk: room for room in rooms_read_by(person)}

    def said_of(self, room_id: int) -> dict[str, Any]:
        """A room as plain values."""
        room = self._known.get(room_id)
        community = community_named(self._person, room) if room is not None else None
        return {
            "room": room_id,
            "name": room.name if room is not None else None,
            "community": community.name if community is not None else None,
        }

    def place_of(self, message: Message) -> dict[str, Any]:
        """Where a message stands."""
        address = f"/rooms/{message.room_id}/?at={message.seq}#message-{message.pk}"
        return self.said_of(message.room_id) | {
            "message": message.pk,
            "number": message.seq,
            "address": address,
        }
