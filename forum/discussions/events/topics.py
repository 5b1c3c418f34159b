"""What happens to whole topics, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class TopicsMoved(Event):
    """These topics are at home on another board of their community now."""

    community_id: int
    board_id: int
    topic_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TopicStarted(Event):
    topic_id: int
    post_id: int


@dataclass(frozen=True, slots=True)
class TopicChanged(Event):
    """The title, type or tags are others, or it was locked, unlocked, pinned or unpinned."""

    topic_id: int


@dataclass(frozen=True, slots=True)
class TopicPlaced(Event):
    """A topic stands on one board more."""

    topic_id: int
    board_id: int


@dataclass(frozen=True, slots=True)
class PlacementsEnded(Event):
    """Topics no longer stand on these boards. Of the placements, `stood` did so, and `waited` were to."""

    topic_ids: tuple[int, ...]
    board_ids: tuple[int, ...]
    stood: tuple[int, ...] = ()
    waited: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicRemoved(Event):
    topic_id: int
    by_id: int | None = None  # a moderator, with a reason, of what somebody else began


@dataclass(frozen=True, slots=True)
class TopicWordsForgotten(Event):
    """Its author has let go of what they said in a removed topic, or nothing is left in it: by night, or with the last
    who wrote there.
    """

    topic_id: int


@dataclass(frozen=True, slots=True)
class TopicRestored(Event):
    topic_id: int
    by_id: int | None = None  # None where it got another home by that


@dataclass(frozen=True, slots=True)
class TopicSplit(Event):
    """Some of its posts are a topic of their own now."""

    topic_id: int
    into_id: int


@dataclass(frozen=True, slots=True)
class TopicsUnited(Event):
    """All its posts stand in another topic now."""

    topic_id: int
    into_id: int


@dataclass(frozen=True, slots=True)
class TopicFollowed(Event):
    topic_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class TopicUnfollowed(Event):
    topic_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class TopicRead(Event):
    topic_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class ConversationsImported(Event):
    """Posts came onto the board from elsewhere, with their own dates; nobody is told of each."""

    board_id: int
    topic_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlacementsJoined(Event):
    """Topics stand once where they stood twice: of each pair of ids the first row goes now, the second stays."""

    pairs: tuple[tuple[int, int], ...]
