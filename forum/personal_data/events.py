"""What happens to copies of people's data, and when they leave."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class ExportRequested(Event):
    """A copy was asked for, or asked to go on; `attempt` is the one that may write."""

    export_id: int
    attempt: int


@dataclass(frozen=True, slots=True)
class ExportEnded(Event):
    """A copy is finished, failed or was stopped."""

    export_id: int


@dataclass(frozen=True, slots=True)
class DepartureBegun(Event):
    """An account was closed, and what its person wished is to be carried out; `attempt` is the one that may."""

    departure_id: int
    attempt: int
