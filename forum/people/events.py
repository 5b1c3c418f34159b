"""What happens to people."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class ProfileChanged(Event):
    person_id: int


@dataclass(frozen=True, slots=True)
class PlaceholderAdopted(Event):
    person_id: int
    placeholder_id: int
