"""What happens on the way from talk to a board."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class AuthorsAsked(Event):
    """Somebody wants to take words of others to a board, and asks them."""

    lift_id: int


@dataclass(frozen=True, slots=True)
class LiftAnswered(Event):
    """Somebody has said whether their words may be taken."""

    lift_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class LiftEnded(Event):
    """Nobody is asked any more: it was taken back, or not everybody answered in time."""

    lift_id: int


@dataclass(frozen=True, slots=True)
class WordsTaken(Event):
    """Words of a room stand in a post."""

    lift_id: int
    post_id: int


@dataclass(frozen=True, slots=True)
class WordsTakenOut(Event):
    """An author has taken their words out of the post."""

    lift_id: int
    post_id: int
    person_id: int
