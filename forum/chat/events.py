"""What happens in rooms."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class RoomEventAppended(Event):
    """The log of a room has grown. `payload` is the event as all its readers get it: JSON in UTF-8."""

    room_id: int
    lane: int
    seq: int
    payload: bytes


@dataclass(frozen=True, slots=True)
class HistoryBroughtIn(Event):
    """The log of a room has grown by what was said elsewhere, from the number `first_seq` to `last_seq`.

    Nobody was told of each: whoever has the room open looks at it anew.
    """

    room_id: int
    first_seq: int
    last_seq: int


@dataclass(frozen=True, slots=True)
class MessageRemoved(Event):
    """Its words are gone."""

    message_id: int


@dataclass(frozen=True, slots=True)
class MessageTakenDown(Event):
    """A moderator has removed what somebody else said. MessageRemoved comes as well."""

    message_id: int


@dataclass(frozen=True, slots=True)
class MessageRestored(Event):
    """A message that moderators had removed stands in its place again."""

    message_id: int


@dataclass(frozen=True, slots=True)
class RoomOpened(Event):
    room_id: int


@dataclass(frozen=True, slots=True)
class RoomChanged(Event):
    """It says something else of itself, others write there, or it was archived or taken back into use."""

    room_id: int


@dataclass(frozen=True, slots=True)
class RoomRead(Event):
    room_id: int
    person_id: int
    seq: int


@dataclass(frozen=True, slots=True)
class PersonBlocked(Event):
    person_id: int
    blocked_id: int


@dataclass(frozen=True, slots=True)
class PersonUnblocked(Event):
    person_id: int
    blocked_id: int
