"""What happens on boards."""

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
class TopicsMoved(Event):
    """These topics are at home on another board of their community now."""

    community_id: int
    board_id: int
    topic_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BoardModeratorNamed(Event):
    board_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class BoardModeratorEnded(Event):
    board_id: int
    person_id: int


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
    topic_id: int
    board_id: int  # it stands there as well


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


@dataclass(frozen=True, slots=True)
class TopicRestored(Event):
    topic_id: int


@dataclass(frozen=True, slots=True)
class TopicSplit(Event):
    topic_id: int
    into_id: int  # some of its posts are a topic of their own now


@dataclass(frozen=True, slots=True)
class TopicsUnited(Event):
    topic_id: int
    into_id: int  # all its posts stand in this one now


@dataclass(frozen=True, slots=True)
class ReplyPosted(Event):
    topic_id: int
    post_id: int


@dataclass(frozen=True, slots=True)
class PostEdited(Event):
    topic_id: int
    post_id: int


@dataclass(frozen=True, slots=True)
class PostRemoved(Event):
    topic_id: int
    post_id: int


@dataclass(frozen=True, slots=True)
class AnswerAccepted(Event):
    topic_id: int
    post_id: int


@dataclass(frozen=True, slots=True)
class AnswerUnaccepted(Event):
    topic_id: int


@dataclass(frozen=True, slots=True)
class PostTakenDown(Event):
    """A moderator has removed it, with a reason; its author may read that."""

    post_id: int


@dataclass(frozen=True, slots=True)
class PostRestored(Event):
    topic_id: int
    post_id: int


@dataclass(frozen=True, slots=True)
class PostReactedTo(Event):
    topic_id: int
    post_id: int


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
class BoardCaughtUp(Event):
    board_id: int
    person_id: int


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


@dataclass(frozen=True, slots=True)
class ConversationsImported(Event):
    """Posts came onto the board from elsewhere, with their own dates; nobody is told of each."""

    board_id: int
    topic_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NoteChanged(Event):
    note_id: int


@dataclass(frozen=True, slots=True)
class NoteRemoved(Event):
    note_id: int


@dataclass(frozen=True, slots=True)
class PlacementsJoined(Event):
    """Topics stand once where they stood twice: of each pair of ids the first row goes now, the second stays."""

    pairs: tuple[tuple[int, int], ...]
