"""Topics of many boards in one list: what is new, what is lively, what waits for an answer.

Each list takes the newest few of every board by that board's index and merges them: its cost grows with the
number of boards, never with what they hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.core.cache import cache
from django.db.models import BigIntegerField, F, Func, OuterRef, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from forum.core.known_queries import KnownQuery, among
from forum.core.numbers import moment, whole_number
from forum.discussions.models import Board, Placement
from forum.discussions.selectors.boards import boards_readable_by, readable_board
from forum.discussions.selectors.reading import own_boards, unread_placements
from forum.people.actors import Actor, is_person
from forum.people.models import Person

PAGE_LENGTH = 30
MOST_PLACEMENTS = 6  # of one topic: home and five more
LIVELY_PER_BOARD = 3
LIVELY_SECONDS = 60


@dataclass(frozen=True, slots=True)
class PlacementPage:
    """A page of topics, each by one of its placements, and the cursor of the next page ("" on the last)."""

    placements: list[Placement]
    older: str


def unread_topics(person: Person, after: str = "") -> PlacementPage:
    """What waits for the person on their boards, newest activity first; `after` is a page's `older`."""
    waiting = _after(unread_placements(person).filter(last_post_at__gt=OuterRef("since")), after)
    topics = _newest(own_boards(person), waiting, per_board=PAGE_LENGTH + 1, limit=PAGE_LENGTH + 1)
    shown = topics[:PAGE_LENGTH]
    return PlacementPage(shown, _cursor(shown[-1]) if len(topics) > PAGE_LENGTH else "")


def lively_topics(actor: Actor, *, limit: int = 10) -> list[Placement]:
    """Topics with the newest activity on boards that the actor reads, at most `LIVELY_PER_BOARD` of each.

    For visitors the choice is kept for `LIVELY_SECONDS`; what may be read is asked each time.
    """
    if is_person(actor):
        return _lively(actor, limit)
    key = f"lively:{limit}"
    chosen: list[int] | None = cache.get(key)
    if chosen is None:
        found = _lively(actor, limit)
        cache.set(key, [placement.pk for placement in found], LIVELY_SECONDS)
        return found
    still = _live().filter(readable_board(actor, prefix="board__"), pk__in=chosen)
    return list(_with_names(still).order_by("-last_post_at", "-topic_id"))


def _lively(actor: Actor, limit: int) -> list[Placement]:
    boards = boards_readable_by(actor).filter(archived_at=None, community__archived_at=None)
    return _newest(boards, _live(), per_board=LIVELY_PER_BOARD, limit=limit)


def waiting_questions(person: Person, *, limit: int = 5) -> list[Placement]:
    """Questions of others without an accepted answer on the boards of one's communities, newest first."""
    waiting = _live().filter(is_answered=False, topic__locked_at=None).exclude(topic__author=person)
    return _newest(own_boards(person), waiting, per_board=limit, limit=limit)


def newest_topics(boards: Iterable[Board], *, limit: int = 10) -> list[Placement]:
    """What moved last on these boards, pinned topics left out. For those who read the boards."""
    return _newest(_these(boards), _live().filter(pinned_at=None), per_board=limit, limit=limit)


def pinned_topics(boards: Iterable[Board], *, limit: int = 5) -> list[Placement]:
    """What moderators keep at the head of these boards, newest pin first. For those who read the boards."""
    rows = _with_names(_live().filter(board__in=list(boards), pinned_at__isnull=False))
    return _each_topic_once(rows.order_by("-pinned_at")[: MOST_PLACEMENTS * limit])[:limit]


def last_topics(boards: Iterable[Board]) -> dict[int, Placement]:
    """The topic that moved last on each of these boards, by board id. For those who read the boards."""
    rows = _newest_of_each(_these(boards), _live(), per_board=1).select_related("topic__last_post_by")
    return {placement.board_id: placement for placement in rows}


def last_activity(actor: Actor, community_ids: Iterable[int]) -> dict[int, datetime]:
    """When something was last posted in each community on a board that the actor reads, by community id."""
    boards = boards_readable_by(actor).filter(community__in=list(community_ids)).order_by()
    newest = _live().filter(board=OuterRef("pk")).order_by("-last_post_at").values("last_post_at")[:1]
    latest: dict[int, datetime] = {}
    for community_id, moments in boards.values_list("community_id", ArraySubquery(newest)):
        for last in moments:
            latest[community_id] = max(last, latest.get(community_id, last))
    return latest


def topics_by(actor: Actor, author_id: int, *, limit: int = 10) -> list[Placement]:
    """The newest topics that a person started, each by a placement that the actor may read."""
    rows = _live().filter(readable_board(actor, prefix="board__"), topic__author_id=author_id)
    newest = _with_names(rows).order_by("-topic__created_at", "-topic_id", "board_id")
    return _each_topic_once(newest[: MOST_PLACEMENTS * limit])[:limit]


def _live() -> QuerySet[Placement]:
    return Placement.objects.filter(state=Placement.State.LIVE, topic__removed_at=None)


def _these(boards: Iterable[Board]) -> QuerySet[Board]:
    return Board.objects.filter(pk__in=[board.pk for board in boards])


def _newest(
    boards: QuerySet[Board], rows: QuerySet[Placement], *, per_board: int, limit: int
) -> list[Placement]:
    """The `limit` newest of `rows` over all `boards`, each topic once: keys first, then what is shown."""
    found = _newest_of_each(boards, rows, per_board=per_board).order_by(
        "-last_post_at", "-topic_id", "board_id"
    )
    first: dict[int, int] = {}
    for topic_id, key in found.values_list("topic_id", "pk")[: MOST_PLACEMENTS * limit]:
        first.setdefault(topic_id, key)
    return _with_these_keys(list(first.values())[:limit])


def _newest_of_each(
    boards: QuerySet[Board], rows: QuerySet[Placement], *, per_board: int
) -> QuerySet[Placement]:
    newest = rows.filter(board=OuterRef("pk")).order_by("-last_post_at", "-topic_id").values("pk")[:per_board]
    keys = Func(ArraySubquery(newest), function="unnest", output_field=BigIntegerField())
    return Placement.objects.filter(pk__in=boards.order_by().annotate(newest=keys).values("newest"))


def _with_names(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    return rows.select_related("topic__author", "board__community")


_with_these_keys = KnownQuery(
    lambda keys: _with_names(Placement.objects.filter(among("id", keys))).order_by(
        "-last_post_at", "-topic_id"
    )
)


def _each_topic_once(rows: Iterable[Placement]) -> list[Placement]:
    first: dict[int, Placement] = {}
    for placement in rows:
        first.setdefault(placement.topic_id, placement)
    return list(first.values())


def _cursor(row: Placement) -> str:
    return f"{row.last_post_at.isoformat()}_{row.topic_id}"


def _after(rows: QuerySet[Placement], cursor: str) -> QuerySet[Placement]:
    """The rows that lie behind the cursor; all of them where it cannot be read."""
    when, _, topic = cursor.rpartition("_")
    bound, topic_id = moment(when), whole_number(topic, digits=18)
    if bound is None or topic_id is None:
        return rows
    return rows.filter(TupleLessThan(Tuple(F("last_post_at"), F("topic_id")), (bound, topic_id)))
