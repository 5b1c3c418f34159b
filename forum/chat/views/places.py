"""Finds the room and the message that an address names, and says what they are called and where they are seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo

from django.http import Http404, HttpRequest
from django.urls import reverse

from forum.chat.models import Message, Room
from forum.chat.selectors.messages import message_in
from forum.chat.selectors.own_rooms import people_beside
from forum.chat.selectors.rooms import rooms_read_by
from forum.core.zones import zone_of
from forum.people.actors import Actor, signed_in
from forum.people.models import Person


def readable_room(actor: Actor, room_id: int) -> Room:
    """The room of this id, or 404 where the actor may not read it."""
    room = rooms_read_by(actor).filter(pk=room_id).first()
    if room is None:
        raise Http404
    return room


def readable_message(actor: Actor, room_id: int, message_id: int) -> Message:
    """The message of this id in this room, removed or not, or 404 where the actor may not read it."""
    message = message_in(readable_room(actor, room_id), message_id)
    if message is None:
        raise Http404
    return message


def standing_message(actor: Actor, room_id: int, message_id: int) -> Message:
    """The same, and 404 where it was removed."""
    message = readable_message(actor, room_id, message_id)
    if message.removed_at is not None:
        raise Http404
    return message


def address_of(message: Message) -> str:
    """Where a message is seen among those around it."""
    return f"{reverse('room', args=[message.room_id])}?at={message.seq}#message-{message.pk}"


def address_of_removal(message: Message) -> str:
    """Where it is said why a message was removed."""
    return reverse("message-removal", args=[message.room_id, message.pk])


def zone_read_by(person: Person) -> tzinfo:
    """The zone in which the person reads times."""
    return zone_of(person.time_zone) or UTC


@dataclass(frozen=True, slots=True)
class Titled:
    """A room as pages name it: its title, and the other one in a room of two."""

    title: str
    other: Person | None = None


def titled(request: HttpRequest, room: Room) -> Titled:
    """What the reader calls the room."""
    other = people_beside(signed_in(request.user), [room]).get(room.pk) if room.is_direct else None
    return Titled(title_beside(room, other), other)


def title_beside(room: Room, other: Person | None) -> str:
    """What somebody calls the room: who the other one is, or its title where it is no room of two (None)."""
    return room.title if other is None else other.display_name
