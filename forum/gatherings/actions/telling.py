"""What the log of a session's room tells of the session itself, by the write path of its talk."""

from __future__ import annotations

from datetime import datetime

from forum.chat.actions.log import Happening, append
from forum.chat.payloads import Data
from forum.gatherings.models import Gathering, Stage

SESSION, POLL, SUMS = "session", "poll", "sums"


def tell(
    gathering: Gathering, kind: str, data: Data, *, by_id: int | None, at: datetime, client_id: str = ""
) -> int:
    """Take the next number of the room's log and say what happened; the room is held until the transaction ends."""
    assert gathering.room_id is not None
    return append(gathering.room_id, Happening(kind, by_id, at, data, client_id))


def tell_stage(gathering: Gathering, stage: Stage, *, by_id: int | None, at: datetime) -> int:
    """How far the session is now, all of it: whoever has missed one such event lacks nothing after the next."""
    return tell(gathering, SESSION, said_of_stage(gathering, stage), by_id=by_id, at=at)


def said_of_stage(gathering: Gathering, stage: Stage) -> Data:
    """What everybody who reads the room gets of it. Moments are in milliseconds since 1970."""
    return {
        "state": str(gathering.state),
        "revision": stage.revision,
        "phase": stage.phase,
        "phase_ends": _milliseconds(stage.phase_ends_at),
        "announced": stage.announced_id,
        "nameless": stage.takes_nameless,
        "locked": stage.is_locked,
    }


def _milliseconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp() * 1000)
