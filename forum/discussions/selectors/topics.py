"""Topics, one by one and as a board lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Prefetch, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.urls import reverse

from forum.communities.selectors.reach import Reader
from forum.core.known_queries import KnownQuery
from forum.core.numbers import moment, whole_number
from forum.core.paging import cursor_text, cut, read_cursor
from forum.core.rows import already_read, hang_as_prefetched
from forum.discussions.models import Board, Placement, ReadPosition, Topic
from forum.discussions.selectors.boards import readable_board
from forum.discussions.selectors.newest import live_placements
from forum.people.models import Person

PAGE_LENGTH = 30
SORTS = {
    "activity": "last_post_at",
    "new": "created_at",
    "unanswered": "last_post_at",
    "helpful": "helpful_count",
}


def topics_visible_to(reader: Reader) -> QuerySet[Topic]:
    """Every topic that one may read: not removed, and live on a board that one reads. Twin: `may_read_topic`."""
    live = Placement.objects.filter(topic=OuterRef("pk"), state=Placement.State.LIVE)
    return Topic.objects.filter(
        Exists(live.filter(readable_board(reader, prefix="board__"))), removed_at=None
    )


def posts_told(reader: Person, posts: Iterable[tuple[int, int]]) -> dict[tuple[int, int], tuple[str, str]]:
    """Title and address of each post, given as topic and number (0 for the topic itself), that the reader may read."""
    wanted = list(posts)
    topics = topics_visible_to(reader).in_bulk([topic_id for topic_id, _number in wanted])
    return {
        (key, number): (topics[key].title, _address(topics[key], number))
        for key, number in wanted
        if key in topics
    }


def _address(topic: Topic, number: int) -> str:
    if not number:
        return topic.get_absolute_url()
    return reverse("post", args=[topic.pk, topic.slug, number]) + f"#post-{number}"


def with_placements(topics: QuerySet[Topic]) -> QuerySet[Topic]:
    """The topics with home board, author and live placements fetched: what policies and headers need."""
    live = Placement.objects.filter(state=Placement.State.LIVE).select_related(
        "board__community", "proposed_by"
    )
    return topics.select_related("home_board__community", "author").prefetch_related(
        Prefetch("placements", live)
    )


def topic_with_placements(topic_id: int, reader: Person | None = None) -> Topic | None:
    """A topic with author, home and live placements in one query, for `may_read_topic` to decide on.

    With a `reader`, `topic.position` is how far they have read it (an unsaved, empty position where they have not),
    and `topic.is_followed` says whether they follow it.
    """
    placements: list[Any] = _live_placements(topic_id) if reader is None else _read_by(topic_id, reader.pk)
    if not placements:
        return None
    topic: Topic = placements[0].topic
    hang_as_prefetched(topic, placements=already_read(Placement.objects.filter(topic=topic_id), placements))
    if reader is not None:
        topic.position = _position(placements[0], topic, reader)
        topic.is_followed = placements[0].following_id is not None
    return topic


def _placements_in(topic_id: int) -> QuerySet[Placement]:
    rows = Placement.objects.filter(topic_id=topic_id, state=Placement.State.LIVE)
    return rows.select_related(
        "board__community", "proposed_by", "topic__author", "topic__home_board__community"
    )


def _placements_and_position(topic_id: int, reader_id: int) -> QuerySet[Placement]:
    own = FilteredRelation("topic__read_positions", condition=Q(topic__read_positions__person=reader_id))
    follows = FilteredRelation("topic__followings", condition=Q(topic__followings__person=reader_id))
    rows = _placements_in(topic_id).annotate(own=own, follows=follows)
    return rows.annotate(
        seen=F("own__seen"),
        seen_count=F("own__seen_count"),
        up_to=F("own__up_to"),
        following_id=F("follows__id"),
    )


_live_placements = KnownQuery(_placements_in)
_read_by = KnownQuery(_placements_and_position)


def _position(row: Any, topic: Topic, reader: Person) -> ReadPosition:
    if row.seen is None:
        return ReadPosition(person=reader, topic=topic)
    return ReadPosition(person=reader, topic=topic, seen=row.seen, seen_count=row.seen_count, up_to=row.up_to)


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A page of a board's listing: its placements, and the cursor of the next page ("" on the last)."""

    pinned: list[Placement]
    placements: list[Placement]
    older: str

    @property
    def every_placement(self) -> list[Placement]:
        """Pinned ones first."""
        return self.pinned + self.placements


def topics_on(board: Board, *, sort: str = "activity", tag: str = "", after: str = "") -> TopicPage:
    """A page of the board's live topics; `after` is the cursor that the page before gave. For those who read the board.

    Keyset paging: each sort reads one index from the cursor on. A cursor that cannot be read begins anew.
    """
    column = SORTS[sort]
    rows = _live_on(board)
    if sort == "unanswered":
        rows = rows.filter(is_answered=False)
    if tag:
        rows = rows.filter(Q(topic__tags__contains=[tag]) | Q(tags__contains=[tag]))
    pinned = [] if after or tag else list(rows.filter(pinned_at__isnull=False).order_by("-pinned_at")[:10])
    if not tag:
        rows = rows.filter(pinned_at=None)
    rows = _after(rows, column, after)
    shown, has_more = cut(rows.order_by(f"-{column}", "-topic_id"), PAGE_LENGTH)
    older = cursor_text(getattr(shown[-1], column), shown[-1].topic_id) if has_more else ""
    for row in (*pinned, *shown):
        row.board = board  # whose readers are asked about for each row
    return TopicPage(pinned, shown, older)


def _live_on(board: Board) -> QuerySet[Placement]:
    return (
        live_placements()
        .filter(board=board)
        .select_related("topic__author", "topic__last_post_by", "topic__home_board__community")
    )


def _after(rows: QuerySet[Placement], column: str, cursor: str) -> QuerySet[Placement]:
    read: Callable[[str], Any] = whole_number if column == "helpful_count" else moment
    bound = read_cursor(cursor, read)
    return rows if bound is None else rows.filter(TupleLessThan(Tuple(F(column), F("topic_id")), bound))
