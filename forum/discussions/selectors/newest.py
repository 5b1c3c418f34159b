"""The newest of many boards at once: each board gives its newest few by its own index, and these are merged.

So the cost grows with the number of boards, never with what they hold.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Func, OuterRef, QuerySet

from forum.core.known_queries import KnownQuery, among
from forum.discussions.models import Board, Placement

MOST_PLACEMENTS = 6  # of one topic: home and five more
Keys = tuple[int, int]


def live_placements() -> QuerySet[Placement]:
    """Placements that stand, of topics that do."""
    return Placement.objects.filter(state=Placement.State.LIVE, topic__removed_at=None)


def first_of_each_topic(placements: Iterable[Placement], limit: int) -> list[Placement]:
    """The first `limit` topics among the placements, each by the one that comes first."""
    first: dict[int, Placement] = {}
    for placement in placements:
        first.setdefault(placement.topic_id, placement)
    return list(first.values())[:limit]


def newest_keys(
    boards: QuerySet[Board], rows: QuerySet[Placement], *, per_board: int, limit: int
) -> QuerySet[Placement, Keys]:
    """Topic and placement ids of the newest of `rows` over all `boards`: enough for `limit` topics, however shared."""
    found = newest_of_each(boards, rows, per_board=per_board).order_by(
        "-last_post_at", "-topic_id", "board_id"
    )
    return found.values_list("topic_id", "pk")[: MOST_PLACEMENTS * limit]


def newest_of_each(
    boards: QuerySet[Board], rows: QuerySet[Placement], *, per_board: int
) -> QuerySet[Placement]:
    """The `per_board` newest of `rows` on each of `boards`."""
    newest = rows.filter(board=OuterRef("pk")).order_by("-last_post_at", "-topic_id").values("pk")[:per_board]
    keys = Func(ArraySubquery(newest), function="unnest", output_field=BigIntegerField())
    return Placement.objects.filter(pk__in=boards.order_by().annotate(newest=keys).values("newest"))


def each_topic(keys: Iterable[Keys], limit: int) -> list[Placement]:
    """What is shown of the first `limit` topics, each by the placement that comes first."""
    first: dict[int, int] = {}
    for topic_id, key in keys:
        first.setdefault(topic_id, key)
    return _with_these_keys(list(first.values())[:limit])


def with_names(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    """The placements with what a row of a mixed list shows."""
    return rows.select_related("topic__author", "topic__home_board__community", "board__community")


_with_these_keys = KnownQuery(
    lambda keys: with_names(Placement.objects.filter(among("id", keys))).order_by(
        "-last_post_at", "-topic_id"
    )
)
