"""Adds to the log of a room: the one place where numbers are taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from forum.chat.events import RoomEventAppended
from forum.chat.models import Message, RoomEvent
from forum.chat.payloads import Data, payload_of
from forum.core.events import publish

EVERYONE, BACKSTAGE = RoomEvent.Lane.EVERYONE, RoomEvent.Lane.BACKSTAGE
_TAKE = {
    EVERYONE: "UPDATE forum_room SET last_seq = last_seq + 1 WHERE id = %s RETURNING last_seq",
    BACKSTAGE: (
        "UPDATE forum_room SET last_backstage_seq = last_backstage_seq + 1 WHERE id = %s RETURNING last_backstage_seq"
    ),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """What is to be told of something that happened: `data` is what every reader of the lane may see of it."""

    kind: str
    by_id: int | None
    at: datetime
    data: Data
    client_id: str = ""


def next_seq(room_id: int, lane: RoomEvent.Lane = EVERYONE) -> int:
    """Take the next number of the room's log and hold the room until the transaction ends.

    Whoever comes later waits here, so numbers are committed in their order: "everything after N" never skips one.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE[lane], [room_id])
        (seq,) = cursor.fetchone()
    return int(seq)


def next_seqs(room_id: int, count: int) -> range:
    """The same for `count` numbers of the lane of everyone at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE forum_room SET last_seq = last_seq + %s WHERE id = %s RETURNING last_seq",
            [count, room_id],
        )
        (last,) = cursor.fetchone()
    return range(int(last) - count + 1, int(last) + 1)


def append(
    room_id: int,
    happening: Happening,
    *,
    lane: RoomEvent.Lane = EVERYONE,
    message: Message | None = None,
    seq: int | None = None,
) -> int:
    """Write an event and tell those who listen once it is committed; its number. `seq` where it was taken before."""
    number = next_seq(room_id, lane) if seq is None else seq
    RoomEvent.objects.create(
        room_id=room_id, lane=lane, seq=number, kind=happening.kind, by_id=happening.by_id, message=message,
        data=happening.data, created_at=happening.at,
    )  # fmt: skip
    payload = payload_of(
        room_id=room_id, seq=number, kind=happening.kind, by_id=happening.by_id, at=happening.at,
        data=happening.data, client_id=happening.client_id, lane=lane,
    )  # fmt: skip
    publish(RoomEventAppended(room_id=room_id, lane=lane, seq=number, payload=payload))
    return number
