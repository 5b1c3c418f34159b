"""What the log of a session's room tells of polls, and what it lets go of once that is hidden again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from forum.chat.payloads import Data
from forum.gatherings.actions.telling import POLL, SUMS, tell
from forum.gatherings.models import Poll

Kind = Poll.Kind


def tell_poll(poll: Poll, *, by_id: int | None, moment: datetime) -> None:
    """Say how it is now, all of it. Part of actions that hold it."""
    tell(poll.gathering, POLL, said_of_poll(poll), by_id=by_id, at=moment)


def said_of_poll(poll: Poll) -> Data:
    """What everybody who reads the room gets of it; what was answered only where that is shown."""
    return {
        "id": poll.pk,
        "words": poll.words,
        "kind": str(poll.kind),
        "options": poll.answers if poll.is_shown or poll.kind != Kind.WORDS else [],
        "state": str(poll.state),
    } | sums_of_poll(poll)


def sums_of_poll(poll: Poll) -> dict[str, Any]:
    """How many have answered; and how often each answer was given, null where that is not shown. Of short words these
    come along, for they are given by those who answer.
    """
    told: dict[str, Any] = {"voters": poll.voters, "counts": list(poll.counts) if poll.is_shown else None}
    if poll.kind == Kind.WORDS:
        told["options"] = list(poll.answers) if poll.is_shown else []
    return told


_FORGET = """
UPDATE forum_roomevent SET data = jsonb_set(data, %(path)s, %(instead)s) WHERE room_id = %(room)s AND kind = %(kind)s
AND jsonb_typeof(data #> %(path)s) = 'array' AND (%(kind)s <> %(poll)s OR data->>'id' = %(id)s)
"""


def forget_counts_told(poll: Poll) -> None:
    """Let the log tell of no earlier moment how often each answer was given, or in which words. Part of actions that
    hold the poll.
    """
    facts: dict[str, Any] = {"room": poll.gathering.room_id, "poll": POLL, "id": str(poll.pk)}
    forgotten = [("counts", "null"), *([("options", "[]")] if poll.kind == Kind.WORDS else [])]
    with connection.cursor() as cursor:
        for name, instead in forgotten:
            in_sums = ["polls", str(poll.pk), name]
            cursor.execute(_FORGET, facts | {"kind": POLL, "path": [name], "instead": instead})
            cursor.execute(_FORGET, facts | {"kind": SUMS, "path": in_sums, "instead": instead})
