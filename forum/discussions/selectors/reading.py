"""How far a person has read, and how much waits for them. Counts are bounded, whatever the network holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from forum.communities.models import Role
from forum.communities.selectors import communities_where, memberships_of
from forum.discussions.models import Board, BoardReading, ReadPosition, Topic
from forum.discussions.selectors.boards import readable_board
from forum.people.models import Person

UNREAD_DAYS = 60
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Unread:
    """Unread topics: by board id, by community id, and distinct ones in all. Each stops at `MOST_COUNTED`."""

    boards: dict[int, int]
    communities: dict[int, int]
    total: int


def read_position(person: Person, topic: Topic) -> ReadPosition:
    """How far the person has read the topic; an unsaved, empty position where they have not begun."""
    found = ReadPosition.objects.filter(person=person, topic=topic).first()
    return found or ReadPosition(person=person, topic=topic)


def unread_in(topic: Topic, position: ReadPosition) -> int:
    """How many of the topic's post numbers the person has not seen."""
    return max(topic.last_number - position.seen_count, 0)


def first_unread(topic: Topic, position: ReadPosition) -> int:
    """The lowest number not seen; 0 where all is read."""
    return position.up_to + 1 if position.up_to < topic.last_number else 0


def positions_in(person: Person, topic_ids: Iterable[int]) -> dict[int, ReadPosition]:
    """The person's read positions by topic id, for a page of a listing, in one query."""
    rows = ReadPosition.objects.filter(person=person, topic_id__in=list(topic_ids)).defer("seen")
    return {row.topic_id: row for row in rows}


def board_caught_up_at(person: Person, board: Board, now: datetime | None = None) -> datetime | None:
    """Since when a topic without a read position counts as new to the person; None where they do not belong."""
    membership = memberships_of(person).get(board.community_id)
    if membership is None:
        return None
    floor = max(_window_start(now), membership.joined_at)
    caught = BoardReading.objects.filter(person=person, board=board).values_list("caught_up_at", flat=True).first()
    return max(floor, caught) if caught else floor


def unread_by_board(person: Person, now: datetime | None = None) -> Unread:
    """What waits on the boards of the person's communities.

    A topic waits if it has numbers the person has not seen and something was posted since they joined, since they last
    called the board read, and within `UNREAD_DAYS`.
    """
    boards = _boards_read_by(person)
    if not boards:
        return Unread({}, {}, 0)
    since = _window_start(now)
    joined = memberships_of(person)
    starts = [max(since, joined[community_id].joined_at) for _board_id, community_id in boards]
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, {
            "person": person.pk,
            "boards": [board_id for board_id, _community_id in boards],
            "starts": starts,
            "most": MOST_COUNTED,
        })
        rows = cursor.fetchall()
    return _summed(dict(boards), rows)


def _window_start(now: datetime | None) -> datetime:
    """The midnight before which nothing counts as unread any more."""
    day = (now or timezone.now()) - timedelta(days=UNREAD_DAYS)
    return day.replace(hour=0, minute=0, second=0, microsecond=0)


def _boards_read_by(person: Person) -> list[tuple[int, int]]:
    mine = communities_where(person, Role.GUEST)
    rows = Board.objects.filter(readable_board(person), community__in=mine, archived_at=None)
    return list(rows.values_list("pk", "community_id")) if mine else []


def _summed(community_of: dict[int, int], rows: list[tuple[int, int]]) -> Unread:
    boards: dict[int, set[int]] = {}
    communities: dict[int, set[int]] = {}
    for board_id, topic_id in rows:
        boards.setdefault(board_id, set()).add(topic_id)
        communities.setdefault(community_of[board_id], set()).add(topic_id)
    distinct = {topic_id for _board_id, topic_id in rows}
    return Unread(
        {key: len(topics) for key, topics in boards.items()},
        {key: min(len(topics), MOST_COUNTED) for key, topics in communities.items()},
        min(len(distinct), MOST_COUNTED),
    )


_UNREAD = """
SELECT place.board_id, place.topic_id
FROM unnest(%(boards)s::bigint[], %(starts)s::timestamptz[]) AS mine (board_id, since)
LEFT JOIN forum_boardreading AS caught ON caught.board_id = mine.board_id AND caught.person_id = %(person)s
CROSS JOIN LATERAL (
    SELECT placement.board_id, placement.topic_id
    FROM forum_placement AS placement
    JOIN forum_topic AS topic ON topic.id = placement.topic_id
    LEFT JOIN forum_readposition AS position
        ON position.topic_id = placement.topic_id AND position.person_id = %(person)s
    WHERE placement.board_id = mine.board_id
        AND placement.state = 'live'
        AND placement.last_post_at > greatest(mine.since, caught.caught_up_at)
        AND topic.removed_at IS NULL
        AND coalesce(position.seen_count, 0) < topic.last_number
    ORDER BY placement.last_post_at DESC
    LIMIT %(most)s
) AS place
"""
