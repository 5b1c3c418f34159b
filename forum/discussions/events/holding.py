"""What happens to words that wait for a moderator."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class PostHeld(Event):
    """Words wait for a moderator of the board. They are no post: nobody but those moderators may be told."""

    board_id: int
    held_id: int


@dataclass(frozen=True, slots=True)
class HeldPostChanged(Event):
    board_id: int
    held_id: int


@dataclass(frozen=True, slots=True)
class HeldPostTakenBack(Event):
    board_id: int
    held_id: int


@dataclass(frozen=True, slots=True)
class HeldPostLetThrough(Event):
    """The words are a post now; the post has an event of its own."""

    board_id: int
    held_id: int


@dataclass(frozen=True, slots=True)
class HeldPostDeclined(Event):
    board_id: int
    held_id: int
