"""Boards, and what a community's page shows of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, FilteredRelation, Func, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from forum.communities.models import Community, Membership, Role
from forum.communities.selectors.reach import Reader, ReaderKind, ReaderQuery, reach_of
from forum.communities.selectors.reading import EVERY_ROW, readable_community
from forum.core.known_queries import KnownQuery, among
from forum.discussions.models import Board, BoardModerator, Level
from forum.people.models import Person

NOBODY = 0  # no person has this key


def readable_board(reader: Reader, *, prefix: str = "") -> Q:
    """The condition under which one reads a board that a row reaches through `prefix`, e.g. "board__"."""
    reach = reach_of(reader)
    if reach.kind == ReaderKind.STEWARD:
        return EVERY_ROW
    for_readers = Q(**{f"{prefix}read_from": Level.READERS})
    condition = for_readers & readable_community(reach, prefix=f"{prefix}community__")
    if reach.kind == ReaderKind.VISITOR:
        return condition
    for level, here in (
        (Level.GUESTS, reach.guest),
        (Level.MEMBERS, reach.member),
        (Level.MODERATORS, reach.moderator),
    ):
        condition |= Q(among(f"{prefix}community_id", here), **{f"{prefix}read_from": level})
    return condition | Q(among(f"{prefix}pk", reach.boards))


def board_at(community_slug: str, board_slug: str, reader: Person | None = None) -> Board | None:
    """The board at an address with its community, for `may_read_board` to decide on. One query.

    `board.looked_after_by` are those who moderate it by name. With a `reader`, `board.caught_up_at` is when they last
    called it read (None where they never did).
    """
    board = _board_at.first(community_slug, board_slug, reader.pk if reader is not None else NOBODY)
    if board is not None:
        found: Any = board  # what is annotated below
        board.caught_up_at = found.own_caught_up_at
        board.looked_after_by = [BoardModerator(**each) for each in found.moderated_by]
    return board


def _at_address(community_slug: str, board_slug: str, reader_id: int) -> QuerySet[Board]:
    own = FilteredRelation("readings", condition=Q(readings__person=reader_id))
    this = Func(OuterRef("pk"), template="ARRAY[%(expressions)s]", output_field=ArrayField(BigIntegerField()))
    moderators = Membership.objects.filter(
        community=OuterRef("community"), role__gte=Role.MEMBER, boards_moderated__contains=this
    ).order_by("person__display_name", "person")
    columns = {name: f"person__{name}" for name in BoardModerator._fields}
    return (
        Board.objects.filter(community__slug=community_slug, slug=board_slug)
        .select_related("community")
        .annotate(own=own, own_caught_up_at=F("own__caught_up_at"))
        .annotate(moderated_by=ArraySubquery(moderators.values_list(JSONObject(**columns))))
    )


_board_at = KnownQuery(_at_address)


def boards_readable_by(reader: Reader) -> QuerySet[Board]:
    """Every board one may read, archived ones too, with its community."""
    return Board.objects.filter(readable_board(reader)).select_related("community")


def boards_in_use(reader: Reader) -> list[Board]:
    """Those of them to which something can still be added, by community and order."""
    boards = boards_readable_by(reader).filter(archived_at=None, community__archived_at=None)
    return list(boards.order_by("community__name", "position", "name"))


def boards_in_use_beside(board: Board, reader: Reader) -> list[Board]:
    """The other boards of its community that one may read and that are in use, in order."""
    boards = boards_readable_by(reader).filter(community=board.community_id, archived_at=None)
    return list(boards.exclude(pk=board.pk).order_by("position", "name"))


def board_merged_into(board: Board, board_id: int) -> Board | None:
    """The board of this id if it was merged into `board`. For those who may read that."""
    return Board.objects.filter(pk=board_id, merged_into=board).first()


def boards_of(community: Community, reader: Reader) -> list[Board]:
    """The community's boards that one may read, in their order, those in use first; none that was merged away."""
    boards = _boards_of(reader, community.pk)
    for board in boards:
        board.community = community
    return boards


_boards_of = ReaderQuery(
    lambda reach, community_id: Board.objects.filter(
        readable_board(reach), community=community_id, merged_into=None
    ).order_by("archived_at", "position", "name")
)


def communities_of_boards(board_ids: Iterable[int]) -> list[int]:
    """The ids of the communities to which these boards belong."""
    rows = Board.objects.filter(pk__in=list(board_ids))
    return list(rows.values_list("community_id", flat=True).distinct().order_by("community_id"))
