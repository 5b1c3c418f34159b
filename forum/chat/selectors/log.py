"""What happened in a room, from its log."""

from __future__ import annotations

from dataclasses import dataclass

from forum.chat.models import Room, RoomEvent
from forum.chat.payloads import payload_of

MOST_AT_ONCE = 500
MOST_BYTES = 1024 * 1024  # so many or few more: a page is lighter than what would bring one up to it
_STEP = 100


@dataclass(frozen=True, slots=True)
class Replay:
    """What followed a number: events as JSON in their order, the last number of all, whether more came than these."""

    payloads: list[bytes]
    head: int
    has_more: bool


def replay(
    room_id: int, *, after: int, lane: int = RoomEvent.Lane.EVERYONE, most: int = MOST_AT_ONCE
) -> Replay:
    """The events after the number `after`, at most `most` of them and `MOST_BYTES`, though one at least.

    For those who may read the room.
    """
    rows = RoomEvent.objects.filter(room=room_id, lane=lane).select_related("message").order_by("seq")
    rows = rows.defer("message__source", "message__html")
    payloads: list[bytes] = []
    size, last, has_more = 0, after, False
    while not has_more:
        part = list(rows.filter(seq__gt=last)[:_STEP])
        for row in part:
            if len(payloads) == most or size > MOST_BYTES:
                has_more = True
                break
            payloads.append(_payload(row))
            size, last = size + len(payloads[-1]), row.seq
        if len(part) < _STEP:
            break
    return Replay(payloads, head_of(room_id, lane), has_more)


def head_of(room_id: int, lane: int = RoomEvent.Lane.EVERYONE) -> int:
    """The number of the last event that was committed; 0 where nothing has happened or there is no such room."""
    column = "last_seq" if lane == RoomEvent.Lane.EVERYONE else "last_backstage_seq"
    return Room.objects.filter(pk=room_id).values_list(column, flat=True).first() or 0


def heads_of(room_ids: list[int]) -> dict[int, tuple[int, int]]:
    """The same for several rooms and both lanes, in one query: `{room: (everyone, backstage)}`."""
    rows = Room.objects.filter(pk__in=room_ids).values_list("pk", "last_seq", "last_backstage_seq")
    return {pk: (seq, backstage) for pk, seq, backstage in rows}


def _payload(row: RoomEvent) -> bytes:
    brought = row.message if row.message is not None and row.message.seq == row.seq else None
    return payload_of(
        room_id=row.room_id, seq=row.seq, kind=row.kind, by_id=row.by_id, at=row.created_at, data=row.data,
        client_id=str(brought.client_id) if brought else "", lane=row.lane,
    )  # fmt: skip
