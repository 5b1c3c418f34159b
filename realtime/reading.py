"""What may be watched, and how far it has come: asked of the forum's policies. Runs in the pool's threads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from forum.communities.policies.standing import may_be_present
from forum.communities.selectors.standing import gather_memberships
from forum.discussions.models import Board
from forum.discussions.policies.boards import may_read_board
from forum.discussions.policies.topics import live_boards, may_read_topic, may_reply
from forum.discussions.selectors.streams import (
    boards_to_ask_about,
    topics_to_ask_about,
    versions_of_boards,
    versions_of_topics,
)
from forum.people.models import Person
from forum.people.selectors.people import people_with


@dataclass(frozen=True, slots=True)
class Reading:
    """Whether somebody may watch a stream, and the boards and communities on which that rests."""

    reads: bool = False
    writes: bool = False
    version: int = 0
    boards: frozenset[int] = frozenset()
    communities: frozenset[int] = frozenset()


def parted(stream: str) -> tuple[str, int]:
    """The kind of a stream and the id of what it is about. `stream` is one by its form."""
    kind, _, key = stream.partition(":")
    return kind, int(key)


def readings_of(pairs: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Reading]:
    """What people may watch: ids of people and streams, answered with few queries however many there are."""
    asked = set(pairs)
    people = people_with({person_id for person_id, _stream in asked})
    gather_memberships(people.values())
    wanted = _by_kind(stream for _person, stream in asked)
    topics = topics_to_ask_about(wanted["topic"]) if wanted["topic"] else {}
    boards = boards_to_ask_about(wanted["board"]) if wanted["board"] else {}

    def answer(person: Person | None, stream: str) -> Reading:
        kind, key = parted(stream)
        if person is None or not person.is_active:
            return Reading()
        if kind == "person":
            return Reading(reads=person.pk == key)
        if kind == "topic" and key in topics and may_read_topic(person, topics[key]):
            where = live_boards(topics[key])
            if not _is_present_on(person, where):
                return Reading()
            return Reading(
                True, bool(may_reply(person, topics[key])), topics[key].version,
                frozenset(board.pk for board in where), frozenset(board.community_id for board in where),
            )  # fmt: skip
        if kind == "board" and key in boards and _is_present_on(person, [boards[key]]):
            board = boards[key]
            return Reading(True, False, board.version, frozenset({key}), frozenset({board.community_id}))
        return Reading()

    return {(person_id, stream): answer(people.get(person_id), stream) for person_id, stream in asked}


def _is_present_on(person: Person, boards: Iterable[Board]) -> bool:
    """Whether one of these is a board that the person reads, in a community that has not suspended them."""
    return any(may_read_board(person, each) and may_be_present(person, each.community) for each in boards)


def versions_of(streams: Collection[str]) -> dict[str, int]:
    """How far these streams have come; of people there is nothing to tell."""
    wanted = _by_kind(streams)
    topics = versions_of_topics(wanted["topic"]) if wanted["topic"] else {}
    boards = versions_of_boards(wanted["board"]) if wanted["board"] else {}
    return {f"topic:{key}": version for key, version in topics.items()} | {
        f"board:{key}": version for key, version in boards.items()
    }


def _by_kind(streams: Iterable[str]) -> dict[str, set[int]]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for stream in streams:
        kind, key = parted(stream)
        wanted[kind].add(key)
    return wanted
