"""The topics that a person follows, as long as they may read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from forum.communities.selectors.reach import Reach, ReaderQuery
from forum.core.known_queries import KnownQuery, among
from forum.core.numbers import moment
from forum.core.paging import cursor_text, cut, read_cursor
from forum.discussions.models import BoardReading, Placement
from forum.discussions.selectors.boards import readable_board
from forum.discussions.selectors.listings import PlacementPage
from forum.discussions.selectors.newest import MOST_PLACEMENTS, Keys, each_topic, live_placements
from forum.discussions.selectors.reading import unread_placements
from forum.people.models import Person

PAGE_LENGTH = 30
NEWS_SHOWN = 5


def followed_topics(person: Person, after: str = "") -> PlacementPage:
    """A page of what the person follows and may read, newest activity first; `after` is a page's `older`."""
    cursor = read_cursor(after, moment)
    keys = _followed_keys(person) if cursor is None else _older_followed_keys(person, *cursor)
    shown, has_more = cut(each_topic(keys, PAGE_LENGTH + 1), PAGE_LENGTH)
    older = cursor_text(shown[-1].last_post_at, shown[-1].topic_id) if has_more else ""
    return PlacementPage(shown, older)


def followed_news_elsewhere(person: Person) -> list[Placement]:
    """The `NEWS_SHOWN` followed topics outside the person's communities in which something is new to them."""
    return each_topic(_news_keys(person), NEWS_SHOWN)


def caught_up_on(person: Person, board_ids: Iterable[int]) -> dict[int, datetime]:
    """When the person last called each of these boards read, by board id; boards they never did are left out."""
    return dict(_caught_up(person.pk, list(board_ids)))


def _followed(reach: Reach, rows: QuerySet[Placement]) -> QuerySet[Placement]:
    return rows.filter(
        readable_board(reach, prefix="board__"), topic__followings__person=reach.person_id
    ).order_by("-last_post_at", "-topic_id", "board_id")


def _keys(rows: QuerySet[Placement], limit: int) -> QuerySet[Placement, Keys]:
    return rows.values_list("topic_id", "pk")[: MOST_PLACEMENTS * limit]


def _older(reach: Reach, bound: datetime, topic_id: int) -> QuerySet[Placement, Keys]:
    before = TupleLessThan(Tuple(F("last_post_at"), F("topic_id")), (bound, topic_id))
    return _keys(_followed(reach, live_placements().filter(before)), PAGE_LENGTH + 1)


def _news(reach: Reach) -> QuerySet[Placement, Keys]:
    """Not those that stand in a community of one's own as well: these wait among what is new there."""
    own = live_placements().filter(
        readable_board(reach, prefix="board__"),
        among("board__community_id", reach.guest),
        topic=OuterRef("topic"),
    )
    caught_up = BoardReading.objects.filter(
        person=reach.person_id, board=OuterRef("board"), caught_up_at__gte=OuterRef("last_post_at")
    )
    rows = unread_placements(reach.person_id).filter(~Exists(own), ~Exists(caught_up))
    return _keys(_followed(reach, rows), NEWS_SHOWN)


_followed_keys = ReaderQuery(
    lambda reach: _keys(_followed(reach, live_placements()), PAGE_LENGTH + 1), plan_each_time=True
)
_older_followed_keys = ReaderQuery(_older, plan_each_time=True)
_news_keys = ReaderQuery(_news, plan_each_time=True)
_caught_up = KnownQuery(
    lambda person_id, board_ids: BoardReading.objects.filter(
        Q(among("board_id", board_ids)), person=person_id
    ).values_list("board_id", "caught_up_at")
)
