"""How far somebody has read a room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from forum.chat.events import RoomRead
from forum.chat.models import Room
from forum.chat.policies.rooms import may_read_room
from forum.core.events import publish
from forum.core.limits import READING_MARKS, spend
from forum.core.verdicts import require
from forum.people.models import Person

_READ = """
INSERT INTO forum_roomreading (room_id, person_id, seq, read_at)
SELECT id, %(person)s, least(%(seq)s, last_seq), %(now)s FROM forum_room WHERE id = %(room)s
ON CONFLICT (room_id, person_id) DO UPDATE SET seq = excluded.seq, read_at = excluded.read_at
WHERE forum_roomreading.seq < excluded.seq
"""


@transaction.atomic
def read_room(*, reader: Person, room: Room, seq: int, now: datetime | None = None) -> None:
    """Remember that the reader has seen the room up to the number `seq`, never less. Raises Refused or TooMany."""
    require(may_read_room(reader, room))
    spend(READING_MARKS, reader.pk)
    facts: dict[str, Any] = {
        "person": reader.pk,
        "room": room.pk,
        "seq": max(seq, 0),
        "now": now or timezone.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_READ, facts)
        has_moved = cursor.rowcount > 0
    if has_moved:
        publish(RoomRead(room_id=room.pk, person_id=reader.pk, seq=seq))
