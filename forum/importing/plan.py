"""Decides, before anything is written, which message goes into which topic and in what portions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from forum.importing.catalogue import Catalogue
from forum.importing.threading import Conversation, Placed

MOST_POSTS = 100
MOST_BYTES = 16 * 1024**2  # of messages held in memory at a time


@dataclass(frozen=True, slots=True)
class Known:
    """What became of a message that an earlier import brought in; both are None if its post was deleted."""

    post_id: int | None
    topic_id: int | None


NOWHERE = Known(None, None)


@dataclass(frozen=True, slots=True)
class Piece:
    """Messages that go into one topic in this order: an old one, or a new one under `title`."""

    title: str
    posts: tuple[Placed, ...]
    topic_id: int | None


@dataclass(slots=True)
class Plan:
    """What is to be written.

    `known` grows as it is written, so that a long conversation finds its beginning.
    """

    catalogue: Catalogue
    conversations: Sequence[Conversation]
    known: dict[str, Known] = field(default_factory=dict)

    def portions(self) -> Iterator[list[Piece]]:
        """Pieces in the order of their conversations, at most `MOST_POSTS` messages and `MOST_BYTES` at a
        time.

        Each portion must be entered in `known` before the next is asked for.
        """
        titles = {heading.key: heading.subject for heading in self.catalogue.headings}
        portion: list[Piece] = []
        posts = size = 0
        for conversation in self.conversations:
            for part in self._parts(conversation):
                is_full = posts + len(part) > MOST_POSTS or size + self._size(part) > MOST_BYTES
                if portion and (is_full or part[0].parent is not None):
                    yield portion
                    portion, posts, size = [], 0, 0
                portion.extend(
                    pieces(part, self.known, titles.get(conversation.posts[0].key, ""), conversation)
                )
                posts, size = posts + len(part), size + self._size(part)
        if portion:
            yield portion

    def _parts(self, conversation: Conversation) -> Iterator[list[Placed]]:
        """The messages of a conversation still to be written, cut where a portion would be too large."""
        part: list[Placed] = []
        size = 0
        for post in conversation.posts:
            if post.key in self.known:
                continue
            if part and (len(part) == MOST_POSTS or size + self._size([post]) > MOST_BYTES):
                yield part
                part, size = [], 0
            part.append(post)
            size += self._size([post])
        if part:
            yield part

    def _size(self, posts: Collection[Placed]) -> int:
        return sum(self.catalogue.positions[post.key].length for post in posts)


def pieces(
    part: Sequence[Placed], known: Mapping[str, Known], title: str, conversation: Conversation
) -> list[Piece]:
    """Sort messages by the topic that holds what they answer.

    A message that answers nothing known goes where the conversation's oldest known message is, or into a new
    topic.
    """
    topics = (known[post.key].topic_id for post in conversation.posts if post.key in known)
    usual = next((topic_id for topic_id in topics if topic_id is not None), None)
    targets: dict[str, int | None] = {}
    by_topic: dict[int | None, list[Placed]] = {}
    for post in part:
        target = (
            targets.get(post.parent) if post.parent in targets else _topic_of(post.parent, known) or usual
        )
        targets[post.key] = target
        by_topic.setdefault(target, []).append(post)
    return [Piece(title, tuple(posts), topic_id) for topic_id, posts in by_topic.items()]


def _topic_of(key: str | None, known: Mapping[str, Known]) -> int | None:
    found = known.get(key) if key is not None else None
    return found.topic_id if found is not None else None
