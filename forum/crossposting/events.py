"""What happens to topics that are carried."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class TopicCarried(Event):
    """Somebody proposed a topic for a board; it stands there already where nobody had to be asked."""

    placement_id: int


@dataclass(frozen=True, slots=True)
class PlacementAnswered(Event):
    """One of those who were asked has agreed or declined."""

    placement_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class PlacementTakenBack(Event):
    """A side has ended how a topic stood, or what it waited for; or time has, and then nobody did."""

    placement_id: int
    by_id: int | None
    stood: bool


@dataclass(frozen=True, slots=True)
class HomeChangeAsked(Event):
    """A topic is offered a home in another community, or a board there asks to adopt it."""

    change_id: int


@dataclass(frozen=True, slots=True)
class HomeChangeAnswered(Event):
    """What was asked waits no longer: a side has agreed, declined or taken it back, or time has ended it."""

    change_id: int


@dataclass(frozen=True, slots=True)
class QuestionAskedThere(Event):
    """A topic was started out of another one, where more people read."""

    asked_id: int


@dataclass(frozen=True, slots=True)
class TrustGiven(Event):
    """A community lets topics of another one come at once."""

    community_id: int
    trusted_id: int


@dataclass(frozen=True, slots=True)
class TrustEnded(Event):
    """It asks about them again."""

    community_id: int
    trusted_id: int


@dataclass(frozen=True, slots=True)
class CarriedNotesTakenBack(Event):
    """Somebody who leaves has taken back notes with which they carried topics."""

    person_id: int
