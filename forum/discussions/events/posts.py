"""What happens to posts, and to notes between them."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event


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
class NoteChanged(Event):
    note_id: int


@dataclass(frozen=True, slots=True)
class NoteRemoved(Event):
    note_id: int
