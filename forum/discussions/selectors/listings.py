"""Topics of many boards in one list: what is new, what is lively, what waits for an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.core.cache import cache
from django.db.models import F, OuterRef, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from forum.communities.selectors.reach import Reach, ReaderQuery
from forum.core.known_queries import KnownQuery, among
from forum.core.numbers import moment
from forum.core.paging import cursor_text, cut, read_cursor
from forum.discussions.models import Board, Placement
from forum.discussions.selectors.boards import readable_board
from forum.discussions.selectors.newest import (
    MOST_PLACEMENTS,
    Keys,
    each_topic,
    first_of_each_topic,
    live_placements,
    newest_keys,
    newest_of_each,
    with_names,
)
from forum.discussions.selectors.reading import own_boards, unread_placements, window_start
from forum.people.actors import Actor, is_person
from forum.people.models import Person

PAGE_LENGTH = 30
LIVELY_SHOWN, LIVELY_PER_BOARD, LIVELY_SECONDS = 10, 3, 60
QUESTIONS_FOUND = 10
NEWEST_SHOWN, PINNED_SHOWN = 10, 5


@dataclass(frozen=True, slots=True)
class PlacementPage:
    """A page of topics, each by one of its placements, and the cursor of the next page ("" on the last)."""

    placements: list[Placement]
    older: str


def unread_topics(person: Person, after: str = "") -> PlacementPage:
    """What waits for the person on their boards, newest activity first; `after` is a page's `older`."""
    start, cursor = window_start(), read_cursor(after, moment)
    keys = _unread_keys(person, start) if cursor is None else _older_unread_keys(person, start, *cursor)
    shown, has_more = cut(each_topic(keys, PAGE_LENGTH + 1), PAGE_LENGTH)
    older = cursor_text(shown[-1].last_post_at, shown[-1].topic_id) if has_more else ""
    return PlacementPage(shown, older)


def _unread(reach: Reach, start: datetime) -> QuerySet[Placement, Keys]:
    waiting = unread_placements(reach.person_id).filter(last_post_at__gt=OuterRef("since"))
    return newest_keys(own_boards(reach, start), waiting, per_board=PAGE_LENGTH + 1, limit=PAGE_LENGTH + 1)


def _older_unread(reach: Reach, start: datetime, bound: datetime, topic_id: int) -> QuerySet[Placement, Keys]:
    waiting = unread_placements(reach.person_id).filter(
        TupleLessThan(Tuple(F("last_post_at"), F("topic_id")), (bound, topic_id)),
        last_post_at__gt=OuterRef("since"),
    )
    return newest_keys(own_boards(reach, start), waiting, per_board=PAGE_LENGTH + 1, limit=PAGE_LENGTH + 1)


# How much a person has read differs so much that one plan for all is the wrong one for most.
_unread_keys = ReaderQuery(_unread, plan_each_time=True)
_older_unread_keys = ReaderQuery(_older_unread, plan_each_time=True)


def lively_topics(actor: Actor) -> list[Placement]:
    """Topics with the newest activity on boards that the actor reads, at most `LIVELY_PER_BOARD` of each.

    For visitors the choice is kept for `LIVELY_SECONDS`; what may be read is asked each time.
    """
    if is_person(actor):
        return each_topic(_lively_keys(actor), LIVELY_SHOWN)
    chosen: list[int] | None = cache.get("lively")
    if chosen is None:
        found = each_topic(_lively_keys(actor), LIVELY_SHOWN)
        cache.set("lively", [placement.pk for placement in found], LIVELY_SECONDS)
        return found
    return _still_readable(actor, chosen)


def _lively(reach: Reach) -> QuerySet[Placement, Keys]:
    boards = Board.objects.filter(readable_board(reach), archived_at=None, community__archived_at=None)
    return newest_keys(boards, live_placements(), per_board=LIVELY_PER_BOARD, limit=LIVELY_SHOWN)


def _readable_of(reach: Reach, keys: list[int]) -> QuerySet[Placement]:
    rows = live_placements().filter(among("pk", keys), readable_board(reach, prefix="board__"))
    return with_names(rows).order_by("-last_post_at", "-topic_id")


_lively_keys, _still_readable = ReaderQuery(_lively), ReaderQuery(_readable_of)


def waiting_questions(person: Person) -> list[Placement]:
    """The newest `QUESTIONS_FOUND` open questions of others on the boards of one's communities."""
    return each_topic(_question_keys(person, window_start()), QUESTIONS_FOUND)


def _questions(reach: Reach, start: datetime) -> QuerySet[Placement, Keys]:
    open_ones = live_placements().filter(is_answered=False, topic__locked_at=None)
    waiting = open_ones.exclude(topic__author=reach.person_id)
    return newest_keys(own_boards(reach, start), waiting, per_board=QUESTIONS_FOUND, limit=QUESTIONS_FOUND)


_question_keys = ReaderQuery(_questions)


def newest_topics(boards: Iterable[Board]) -> list[Placement]:
    """What moved last on these boards, `NEWEST_SHOWN` topics, none pinned. For those who read the boards."""
    return each_topic(_newest_on([board.pk for board in boards]), NEWEST_SHOWN)


_newest_on: KnownQuery[Keys] = KnownQuery(
    lambda board_ids: newest_keys(
        _these(board_ids),
        live_placements().filter(pinned_at=None),
        per_board=NEWEST_SHOWN,
        limit=NEWEST_SHOWN,
    )
)


def pinned_topics(boards: Iterable[Board]) -> list[Placement]:
    """The `PINNED_SHOWN` topics that moderators pinned last on these boards. For those who read the boards."""
    return first_of_each_topic(_pinned_on([board.pk for board in boards]), PINNED_SHOWN)


_pinned_on = KnownQuery(
    lambda board_ids: with_names(
        live_placements().filter(among("board_id", board_ids), pinned_at__isnull=False)
    ).order_by("-pinned_at")[: MOST_PLACEMENTS * PINNED_SHOWN]
)


def last_topics(boards: Iterable[Board]) -> dict[int, Placement]:
    """The topic that moved last on each of these boards, by board id. For those who read the boards."""
    return {placement.board_id: placement for placement in _last_on([board.pk for board in boards])}


_last_on = KnownQuery(
    lambda board_ids: newest_of_each(_these(board_ids), live_placements(), per_board=1).select_related(
        "topic__last_post_by"
    )
)


def last_activity(actor: Actor, community_ids: Iterable[int]) -> dict[int, datetime]:
    """When something was last posted in each community on a board that the actor reads, by community id."""
    latest: dict[int, datetime] = {}
    for community_id, moments in _last_moments(actor, list(community_ids)):
        for last in moments:
            latest[community_id] = max(last, latest.get(community_id, last))
    return latest


def _moments(reach: Reach, community_ids: list[int]) -> QuerySet[Board, tuple[int, list[datetime]]]:
    boards = Board.objects.filter(among("community_id", community_ids), readable_board(reach)).order_by()
    newest = (
        live_placements().filter(board=OuterRef("pk")).order_by("-last_post_at").values("last_post_at")[:1]
    )
    return boards.values_list("community_id", ArraySubquery(newest))


_last_moments = ReaderQuery(_moments)


def topics_by(actor: Actor, author_id: int, *, limit: int = 10) -> list[Placement]:
    """The newest topics that a person started, each by a placement that the actor may read."""
    rows = live_placements().filter(readable_board(actor, prefix="board__"), topic__author_id=author_id)
    newest = with_names(rows).order_by("-topic__created_at", "-topic_id", "board_id")
    return first_of_each_topic(newest[: MOST_PLACEMENTS * limit], limit)


def _these(board_ids: list[int]) -> QuerySet[Board]:
    return Board.objects.filter(among("pk", board_ids))
