"""Boards, and what a community's page shows of them."""

from __future__ import annotations

from django.db.models import F, FilteredRelation, Q, QuerySet

from forum.communities.models import Community, Role
from forum.communities.selectors.reading import readable_community
from forum.communities.selectors.standing import communities_where
from forum.core.known_queries import KnownQuery
from forum.discussions.models import Board, Level
from forum.people.actors import Actor, is_person
from forum.people.models import Person


def readable_board(actor: Actor, *, prefix: str = "") -> Q:
    """The condition under which the actor reads a board that a row reaches through `prefix`, e.g. "board__"."""
    if is_person(actor) and actor.is_steward:
        return Q()
    condition = Q(**{f"{prefix}read_from": Level.READERS}) & readable_community(
        actor, prefix=f"{prefix}community__"
    )
    for role in (Role.GUEST, Role.MEMBER, Role.MODERATOR):
        here = communities_where(actor, role)
        if here:
            condition |= Q(**{f"{prefix}read_from": int(role), f"{prefix}community__in": here})
    return condition


def board_at(community_slug: str, board_slug: str, reader: Person | None = None) -> Board | None:
    """The board at an address with its community, for `may_read_board` to decide on.

    With a `reader`, `board.caught_up_at` is when they last called it read (None where they never did).
    """
    if reader is None:
        return next(iter(_board_at(community_slug, board_slug)), None)
    for board in _board_of_reader(community_slug, board_slug, reader.pk):
        board.caught_up_at = board.own_caught_up_at  # type: ignore[attr-defined]  # annotated below
        return board
    return None


def _at_address(community_slug: str, board_slug: str) -> QuerySet[Board]:
    rows = Board.objects.filter(community__slug=community_slug, slug=board_slug)
    return rows.select_related("community")


def _at_address_for(community_slug: str, board_slug: str, reader_id: int) -> QuerySet[Board]:
    own = FilteredRelation("readings", condition=Q(readings__person=reader_id))
    return _at_address(community_slug, board_slug).annotate(own=own, own_caught_up_at=F("own__caught_up_at"))


_board_at = KnownQuery(_at_address)
_board_of_reader = KnownQuery(_at_address_for)


def boards_readable_by(actor: Actor) -> QuerySet[Board]:
    """Every board the actor may read, archived ones too, with its community."""
    return Board.objects.filter(readable_board(actor)).select_related("community")


def boards_of(community: Community, actor: Actor) -> QuerySet[Board]:
    """The community's boards that the actor may read, in their order, those in use first."""
    return boards_readable_by(actor).filter(community=community).order_by("archived_at", "position", "name")
