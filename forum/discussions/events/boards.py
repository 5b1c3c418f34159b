"""What happens to boards, and to who looks after them."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class BoardOpened(Event):
    board_id: int


@dataclass(frozen=True, slots=True)
class BoardChanged(Event):
    """It says something else of itself, or others read, start or reply there."""

    community_id: int
    board_id: int


@dataclass(frozen=True, slots=True)
class BoardsOrdered(Event):
    community_id: int


@dataclass(frozen=True, slots=True)
class BoardArchived(Event):
    community_id: int
    board_id: int


@dataclass(frozen=True, slots=True)
class BoardRestored(Event):
    community_id: int
    board_id: int


@dataclass(frozen=True, slots=True)
class BoardsMerged(Event):
    """All that stood on the board stands on `into_id` now."""

    community_id: int
    board_id: int
    into_id: int


@dataclass(frozen=True, slots=True)
class BoardModeratorNamed(Event):
    board_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class BoardModeratorEnded(Event):
    board_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class BoardCaughtUp(Event):
    board_id: int
    person_id: int
