"""How much is carried into a community and out of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from forum.communities.models import Community
from forum.communities.selectors.reach import Reader
from forum.crossposting.selectors.placements import State, looked_after_by
from forum.discussions.models import Board, Placement


@dataclass(frozen=True, slots=True)
class Flow:
    """How many topics of a home were proposed for a board, and how many of them stand there now; ids of boards."""

    home: int
    board: int
    carried: int
    standing: int


def flows_in(reader: Reader, community: Community) -> list[Flow]:
    """What was carried onto boards of a community and off them, where the reader looks after that end. One query."""
    home = "topic__home_board"
    there = looked_after_by(reader, "board") & Q(board__community=community)
    here = looked_after_by(reader, home) & Q(topic__home_board__community=community)
    rows = Placement.objects.filter(there | here, proposed_at__isnull=False).order_by()
    counted = rows.values_list(home, "board").annotate(
        carried=Count("pk"), standing=Count("pk", filter=Q(state=State.LIVE))
    )
    return [Flow(*row) for row in counted]


def boards_among(ids: Iterable[int]) -> dict[int, Board]:
    """Boards with their communities by id, for policies to say which of them are named. One query."""
    return Board.objects.select_related("community").in_bulk(set(ids))


def boards_that_trust(community: Community) -> list[Board]:
    """The boards of a community that take topics of trusted ones at once, in their order. For those who shape it."""
    rows = community.boards.filter(inbound=Board.Inbound.TRUSTED, archived_at=None, merged_into=None)
    return list(rows.order_by("position", "name"))
