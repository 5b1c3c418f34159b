"""How far a person has read, and how much waits for them. Counts are bounded, whatever the network holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from forum.communities.models import Community
from forum.communities.selectors.reach import Reach, ReaderQuery
from forum.communities.selectors.standing import memberships_of
from forum.core.known_queries import KnownQuery, among
from forum.discussions.models import Board, Placement, ReadPosition, Topic
from forum.discussions.selectors.boards import readable_board
from forum.discussions.selectors.newest import live_placements
from forum.people.models import Person

UNREAD_DAYS = 60
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Unread:
    """Unread topics: by board id, by community id, and distinct ones in all. Each stops at `MOST_COUNTED`."""

    boards: dict[int, int]
    communities: dict[int, int]
    total: int


def first_unread(topic: Topic, position: ReadPosition) -> int:
    """The lowest number not seen; 0 where all is read."""
    return position.up_to + 1 if position.up_to < topic.last_number else 0


def positions_in(person: Person, topic_ids: Iterable[int]) -> dict[int, ReadPosition]:
    """The person's read positions by topic id, for a page of a listing, in one query."""
    return {row.topic_id: row for row in _positions(person.pk, list(topic_ids))}


_positions = KnownQuery(
    lambda person_id, topic_ids: ReadPosition.objects.filter(
        among("topic_id", topic_ids), person=person_id
    ).defer("seen")
)


def new_since(person: Person, board: Board, now: datetime | None = None) -> datetime | None:
    """Since when a topic without a read position counts as new to the person; None where they do not belong.

    `board` is one that was read for this person (`board_at`).
    """
    membership = memberships_of(person).get(board.community_id)
    if membership is None:
        return None
    floor = max(window_start(now), membership.joined_at)
    return max(floor, board.caught_up_at) if board.caught_up_at else floor


def unread_key(person_id: int) -> str:
    """Where what `unread_by_board` says of a person is cached."""
    return f"unread:{person_id}"


def unread_by_board(person: Person, now: datetime | None = None) -> Unread:
    """What waits on the boards of the person's communities, in one query (see `unread_placements`)."""
    return _summed(_waiting_by_board(person, window_start(now)))


def _waiting_on(reach: Reach, start: datetime) -> QuerySet[Board, tuple[int, int, list[int]]]:
    waiting = unread_placements(reach.person_id).filter(
        board=OuterRef("pk"), last_post_at__gt=OuterRef("since")
    )
    newest = waiting.order_by("-last_post_at").values("topic_id")[:MOST_COUNTED]
    return own_boards(reach, start).values_list("pk", "community_id", ArraySubquery(newest))


_waiting_by_board = ReaderQuery(
    _waiting_on, plan_each_time=True
)  # how much is read differs too much for one plan


def own_boards(reach: Reach, start: datetime) -> QuerySet[Board]:
    """The boards in use that a person reads in their communities; `since` is when things begin to count as new.

    That is the latest of: when they joined, when they last called the board read, and `start` (`window_start`).
    """
    rows = Board.objects.filter(
        among("community_id", reach.guest), readable_board(reach), archived_at=None
    ).order_by()
    return rows.annotate(
        member=FilteredRelation(
            "community__memberships", condition=Q(community__memberships__person=reach.person_id)
        ),
        caught=FilteredRelation("readings", condition=Q(readings__person=reach.person_id)),
        since=Greatest(Value(start), F("member__joined_at"), F("caught__caught_up_at")),
    )


def new_since_on_boards(
    person: Person, community: Community, now: datetime | None = None
) -> dict[int, datetime]:
    """Since when things count as new to the person on each board of a community of theirs, by board id."""
    return dict(_since_on_boards(person, window_start(now), community.pk))


def _starts(reach: Reach, start: datetime, community_id: int) -> QuerySet[Board, tuple[int, datetime]]:
    rows = own_boards(reach, start).filter(community=community_id)
    return rows.values_list("pk", "since")  # type: ignore[misc]  # annotated by own_boards


_since_on_boards = ReaderQuery(_starts)


def unread_placements(person_id: int) -> QuerySet[Placement]:
    """Live placements of topics that have numbers the person has not seen; on whatever board, since whenever."""
    all_seen = ReadPosition.objects.filter(
        person=person_id, topic=OuterRef("topic"), seen_count__gte=OuterRef("topic__last_number")
    )
    return live_placements().filter(~Exists(all_seen))


def window_start(now: datetime | None = None) -> datetime:
    """The midnight before which nothing counts as unread any more."""
    day = (now or timezone.now()) - timedelta(days=UNREAD_DAYS)
    return day.replace(hour=0, minute=0, second=0, microsecond=0)


def _summed(rows: list[tuple[int, int, list[int]]]) -> Unread:
    communities: dict[int, set[int]] = {}
    for _board_id, community_id, topics in rows:
        communities.setdefault(community_id, set()).update(topics)
    distinct = {topic_id for topics in communities.values() for topic_id in topics}
    return Unread(
        {board_id: len(topics) for board_id, _community_id, topics in rows if topics},
        {key: min(len(topics), MOST_COUNTED) for key, topics in communities.items() if topics},
        min(len(distinct), MOST_COUNTED),
    )
