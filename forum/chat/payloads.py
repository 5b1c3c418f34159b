"""What readers get of an event: the same bytes for everyone in the lane, by socket and by page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from forum.people.models import Person

Data = Mapping[str, Any]


def payload_of(
    *,
    room_id: int,
    seq: int,
    kind: str,
    by_id: int | None,
    at: datetime,
    data: Data,
    client_id: str = "",
    lane: int = 0,
) -> bytes:
    """An event as JSON: `{"t": "ev", room, seq, kind, by, cid, at, d}`. `at` is in milliseconds since 1970.

    What is for moderators alone says so with a `lane` of 1: its numbers are a sequence of their own.
    """
    said: dict[str, Any] = {
        "t": "ev",
        "room": room_id,
        "seq": seq,
        "kind": kind,
        "by": by_id,
        "cid": client_id or None,
        "at": int(at.astimezone(UTC).timestamp() * 1000),
        "d": data,
    } | ({"lane": int(lane)} if lane else {})
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def signature_of(person: Person) -> dict[str, Any]:
    """Whose words they are, as everyone may see it: `{id, name, handle, initials, hue, avatar}`."""
    return {
        "id": person.pk,
        "name": person.display_name,
        "handle": person.handle,
        "initials": person.initials,
        "hue": person.hue,
        "avatar": person.avatar_url,
    }
