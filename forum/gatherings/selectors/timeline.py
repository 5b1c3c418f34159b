"""The line of time of a live session: when it began, went on and ended, as its log tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.chat.models import Room, RoomEvent
from forum.chat.selectors.sessions import SessionHours
from forum.gatherings.selectors.talk import session_of

MOST_MOMENTS = 500


@dataclass(frozen=True, slots=True)
class Moment:
    """Where in the log the session became something else: its state, or the part (from 0) to which it came."""

    seq: int
    state: str = ""
    phase: int | None = None


def hours_of(room: Room) -> SessionHours:
    """When the session of the room began, and since when it is over."""
    session = session_of(room)
    stage = getattr(session, "stage", None)
    return SessionHours(stage.started_at, stage.closed_at) if stage is not None else SessionHours()


def moments_up_to(room: Room, seq: int) -> Sequence[Moment]:
    """All that happened before this number of its log, in order; of what was announced or set nothing. One query."""
    rows = RoomEvent.objects.filter(room=room, kind="session", seq__lt=seq).order_by("-seq")
    latest = list(rows.values_list("seq", "data")[:MOST_MOMENTS])
    found, state, phase = [], "", None
    for number, data in reversed(latest):
        if data["state"] != state:
            found.append(Moment(number, state=data["state"]))
        if data["phase"] is not None and data["phase"] != phase:
            found.append(Moment(number, phase=data["phase"]))
        state, phase = data["state"], data["phase"]
    return found
