"""What communities ask of boards where somebody is warned or muted: whose they are, and what they are called."""

from __future__ import annotations

from django.db.models import Q

from forum.communities.models import Community
from forum.discussions.models import Board, Post
from forum.discussions.policies.boards import may_read_board, moderates
from forum.people.actors import Actor
from forum.people.models import Person


def boards_moderated_in(actor: Actor, community: Community) -> list[tuple[int, str]]:
    """Ids and names of the boards in use of a community that the actor moderates, in their order."""
    rows = Board.objects.filter(community=community, archived_at=None).order_by("position", "name")
    found = []
    for board in rows:
        board.community = community
        if moderates(actor, board):
            found.append((board.pk, board.name))
    return found


def names_read(actor: Actor, board_keys: set[int]) -> dict[int, str]:
    """The names of those of these boards that the actor reads, by id."""
    rows = Board.objects.filter(pk__in=board_keys).select_related("community") if board_keys else []
    return {board.pk: board.name for board in rows if may_read_board(actor, board)}


def has_posted_in(person: Person, community: Community) -> bool:
    """True for who has written on a board of the community, or through one."""
    here = Q(via_board__community=community) | Q(topic__home_board__community=community)
    return Post.objects.filter(here, author=person).exists()
