"""What happens to imports."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class ImportRequested(Event):
    """An import was asked for, or asked to go on; `attempt` is the one that may write."""

    run_id: int
    attempt: int


@dataclass(frozen=True, slots=True)
class ImportEnded(Event):
    """An import finished, failed or was stopped."""

    run_id: int
