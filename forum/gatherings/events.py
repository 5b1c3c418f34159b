"""What happens to live sessions."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class GatheringScheduled(Event):
    """A session is announced to those who may come."""

    gathering_id: int


@dataclass(frozen=True, slots=True)
class GatheringStarted(Event):
    """It has begun."""

    gathering_id: int


@dataclass(frozen=True, slots=True)
class GatheringEnded(Event):
    """It is over, whether its hosts said so or its hour has passed."""

    gathering_id: int


@dataclass(frozen=True, slots=True)
class GatheringMoved(Event):
    """It takes place at another time than people were told."""

    gathering_id: int


@dataclass(frozen=True, slots=True)
class GatheringCancelled(Event):
    """It does not take place."""

    gathering_id: int


@dataclass(frozen=True, slots=True)
class GatheringNear(Event):
    """It begins in a day, or in a quarter of an hour."""

    gathering_id: int
    minutes: int


@dataclass(frozen=True, slots=True)
class PlaceFound(Event):
    """Somebody who waited for a place has one now."""

    gathering_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class PartGiven(Event):
    """These lead a session now, or speak in it, and did not before."""

    gathering_id: int
    person_ids: tuple[int, ...]
    by_id: int


@dataclass(frozen=True, slots=True)
class QuestionEmptied(Event):
    """Its words are gone, whoever took them away."""

    question_id: int


@dataclass(frozen=True, slots=True)
class QuestionTakenDown(Event):
    """Somebody has removed what somebody else asked. QuestionEmptied comes as well."""

    question_id: int


@dataclass(frozen=True, slots=True)
class QuestionRestored(Event):
    """A question that somebody else had removed stands again, as it stood."""

    question_id: int


@dataclass(frozen=True, slots=True)
class JointAsked(Event):
    """Another community is asked to take part."""

    joint_id: int


@dataclass(frozen=True, slots=True)
class JointAnswered(Event):
    """It takes part, or does not."""

    joint_id: int
