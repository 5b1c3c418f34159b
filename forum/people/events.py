"""What happens to people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class ProfileChanged(Event):
    person_id: int


@dataclass(frozen=True, slots=True)
class PlaceholderAdopted(Event):
    person_id: int
    placeholder_id: int


@dataclass(frozen=True, slots=True)
class PersonApplied(Event):
    person_id: int


@dataclass(frozen=True, slots=True)
class PersonAdmitted(Event):
    person_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class PersonTurnedAway(Event):
    person_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class OrcidProven(Event):
    person_id: int


@dataclass(frozen=True, slots=True)
class OrcidWithdrawn(Event):
    person_id: int


@dataclass(frozen=True, slots=True)
class SessionsEnded(Event):
    person_id: int


@dataclass(frozen=True, slots=True)
class StewardMade(Event):
    person_id: int
    by_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class StewardEnded(Event):
    person_id: int
    by_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class PersonShutOut(Event):
    person_id: int
    by_id: int
    reason: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class TimeOutEnded(Event):
    """The network is open again to somebody, because the time is over for which it was closed."""

    person_id: int


@dataclass(frozen=True, slots=True)
class PersonLetBackIn(Event):
    person_id: int
    by_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class AccountClosed(Event):
    """Somebody leaves for good; what is theirs alone goes with them, in the same transaction.

    `addresses` are the mail addresses that they had confirmed, in lower case: nobody can look them up afterwards.
    """

    person_id: int
    addresses: tuple[str, ...]
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class UnprovenWaysInEnded(Event):
    person_id: int
