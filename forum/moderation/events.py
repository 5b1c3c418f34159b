"""What happens to what is reported."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class CaseOpened(Event):
    """Somebody has reported what nobody had reported since it was last decided on; or it was handed up."""

    case_id: int


@dataclass(frozen=True, slots=True)
class CaseDecided(Event):
    """It stays, or was removed; or was gone."""

    case_id: int
