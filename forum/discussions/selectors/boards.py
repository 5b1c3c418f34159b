"""Boards, and what a community's page shows of them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from forum.communities.models import Community, Role
from forum.communities.selectors import communities_where, readable_community
from forum.core.known_queries import KnownQuery
from forum.discussions.models import Board, Level
from forum.people.actors import Actor, is_person


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


def board_at(community_slug: str, board_slug: str) -> Board | None:
    """The board at an address with its community, for `may_read_board` to decide on."""
    found = _board_at(community_slug, board_slug)
    return found[0] if found else None


_board_at = KnownQuery(
    lambda community_slug, board_slug: Board.objects.filter(
        community__slug=community_slug, slug=board_slug
    ).select_related("community")
)


def boards_readable_by(actor: Actor) -> QuerySet[Board]:
    """Every board the actor may read, archived ones too, with its community."""
    return Board.objects.filter(readable_board(actor)).select_related("community")


def boards_of(community: Community, actor: Actor) -> QuerySet[Board]:
    """The community's boards that the actor may read, in their order, those in use first."""
    return boards_readable_by(actor).filter(community=community).order_by("archived_at", "position", "name")
