"""Puts messages back into the conversations they came from, whatever order they arrive in."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from forum.importing.forest import Forest, Groups
from forum.importing.readers.subjects import subject_key

LONGEST_PAUSE = timedelta(days=90)
LONGEST_PAUSE_WITHOUT_MARK = timedelta(days=30)
_FEWEST_LETTERS, _FEWEST_WORDS = 8, 2
_FEWEST_WORDS_WITHOUT_MARK = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """What threading needs of a message. `key` is its id; `author_key` tells two authors apart."""

    key: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    subject: str
    is_marked_reply: bool
    author_key: str
    sent_at: datetime

    @property
    def ancestors(self) -> tuple[str, ...]:
        """Every id that the message answers, the nearest first.

        In-Reply-To goes before the last Reference.
        """
        return tuple(dict.fromkeys((*self.in_reply_to, *reversed(self.references))))


class Link(StrEnum):
    """Why a message stands where it does."""

    OPENING = "opening"
    REPLY = "reply"  # its headers name the parent
    RELATED = "related"  # headers join both trees, but none names a parent for this root
    SHARED_ANCESTOR = "shared ancestor"  # both answer a message that is not here
    SUBJECT = "subject"  # no header that helps, but the same subject


@dataclass(frozen=True, slots=True)
class Placed:
    """A message in its conversation; only the opening one has no parent."""

    key: str
    parent: str | None
    link: Link


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages in the order in which they are to be numbered: by date, but never before their parent."""

    posts: tuple[Placed, ...]


def thread(headings: Iterable[Heading]) -> list[Conversation]:
    """Join messages into conversations, the oldest first.

    The order of `headings` does not matter; keys are distinct.
    """
    by_key = _in_order_of_date(headings)
    forest, links = _joined_by_headers(by_key)
    _join_by_shared_ancestors(by_key, forest, links)
    _join_by_subject(by_key, forest, links)
    children = defaultdict(list)
    for key, parent in forest.parents.items():
        if parent is not None:
            children[parent].append(key)
    return [Conversation(tuple(_numbered(root, children, by_key, forest, links))) for root in forest.roots()]


def _in_order_of_date(headings: Iterable[Heading]) -> dict[str, Heading]:
    return {
        heading.key: heading
        for heading in sorted(headings, key=lambda heading: (heading.sent_at, heading.key))
    }


def _joined_by_headers(by_key: dict[str, Heading]) -> tuple[Forest, dict[str, Link]]:
    """Give each message its nearest known ancestor; the latest choose first, so that in a circle the
    oldest is the root.
    """
    forest = Forest(by_key)
    links = dict.fromkeys(by_key, Link.OPENING)
    for key in reversed(by_key):
        if any(forest.attach(key, ancestor) for ancestor in by_key[key].ancestors if ancestor in by_key):
            links[key] = Link.REPLY
    for key, ancestor in _told_by_others(by_key):
        if forest.parents[key] is None and forest.attach(key, ancestor):
            links[key] = Link.RELATED
    groups = Groups(by_key)
    for key, heading in by_key.items():
        for ancestor in heading.ancestors:
            if ancestor in by_key:
                groups.unite(key, ancestor)
    _attach_to_oldest(forest, links, Link.RELATED, [(groups.of(root), root) for root in forest.roots()])
    return forest, links


def _told_by_others(by_key: dict[str, Heading]) -> Iterator[tuple[str, str]]:
    """Pairs (message, its ancestor) as the References of later messages tell them."""
    for key in reversed(by_key):
        known = [ancestor for ancestor in by_key[key].ancestors if ancestor in by_key and ancestor != key]
        yield from pairwise(known)


def _attach_to_oldest(
    forest: Forest, links: dict[str, Link], link: Link, groups: list[tuple[str, str]]
) -> None:
    """Of all roots with one group name, hang the later ones under the first; roots come in order of date."""
    oldest: dict[str, str] = {}
    for name, root in groups:
        if oldest.setdefault(name, root) != root:
            forest.attach(root, oldest[name])
            links[root] = link


def _join_by_shared_ancestors(by_key: dict[str, Heading], forest: Forest, links: dict[str, Link]) -> None:
    """Join trees that answer the same absent message under the same subject.

    The subject counts because people answer a digest, whose many topics all seem to answer one message.
    """
    roots = [root for root in forest.roots() if by_key[root].ancestors]
    absent = {
        (ancestor, subject_key(by_key[root].subject)) for root in roots for ancestor in by_key[root].ancestors
    }
    names = {pair: f"{pair[0]}\n{pair[1]}" for pair in absent if pair[0] not in by_key}
    groups = Groups([*(f"root\n{root}" for root in roots), *names.values()])
    for root in roots:
        for ancestor in by_key[root].ancestors:
            if (name := names.get((ancestor, subject_key(by_key[root].subject)))) is not None:
                groups.unite(f"root\n{root}", name)
    _attach_to_oldest(
        forest, links, Link.SHARED_ANCESTOR, [(groups.of(f"root\n{root}"), root) for root in roots]
    )


@dataclass(slots=True)
class _Recent:
    """The latest conversation under a subject."""

    opening: Heading
    last_at: datetime


def _join_by_subject(by_key: dict[str, Heading], forest: Forest, links: dict[str, Link]) -> None:
    """Hang a tree whose root has no header that helps under the latest conversation with its subject."""
    last_at: dict[str, datetime] = {}
    for key, heading in by_key.items():
        last_at[forest.root_of(key)] = heading.sent_at  # in order of date, so the last one stays
    strips_marks = _strips_reply_marks(by_key.values())
    recent: dict[str, _Recent] = {}
    for root in forest.roots():
        heading, subject = by_key[root], subject_key(by_key[root].subject)
        if not _tells_enough(subject):
            continue
        target = recent.get(subject)
        if target is not None and _continues(heading, target, strips_marks=strips_marks):
            forest.attach(root, target.opening.key)
            links[root] = Link.SUBJECT
            target.last_at = max(target.last_at, last_at[root])
        else:
            recent[subject] = _Recent(heading, last_at[root])


def _strips_reply_marks(headings: Iterable[Heading]) -> bool:
    """Whether "Re:" was taken from every subject, as Mailman's archives do: there are replies, but none
    says so.
    """
    answering = [heading for heading in headings if heading.ancestors]
    return bool(answering) and not any(heading.is_marked_reply for heading in answering)


def _tells_enough(subject: str) -> bool:
    return len(subject) >= _FEWEST_LETTERS and subject.count(" ") + 1 >= _FEWEST_WORDS


def _continues(heading: Heading, target: _Recent, *, strips_marks: bool) -> bool:
    pause = heading.sent_at - target.last_at
    if heading.ancestors or heading.is_marked_reply:
        return pause <= LONGEST_PAUSE
    words = subject_key(heading.subject).count(" ") + 1
    is_telling = words >= _FEWEST_WORDS_WITHOUT_MARK and heading.author_key != target.opening.author_key
    return strips_marks and is_telling and pause <= LONGEST_PAUSE_WITHOUT_MARK


def _numbered(
    root: str,
    children: dict[str, list[str]],
    by_key: dict[str, Heading],
    forest: Forest,
    links: dict[str, Link],
) -> Iterator[Placed]:
    """Walk a tree by date. A reply whose clock was slow keeps its date but comes after what it answers."""
    waiting = [(by_key[root].sent_at, root)]
    while waiting:
        _, key = heapq.heappop(waiting)
        yield Placed(key, forest.parents[key], links[key])
        for child in children.get(key, ()):
            heapq.heappush(waiting, (by_key[child].sent_at, child))
