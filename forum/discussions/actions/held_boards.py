"""Boards while they are changed: nobody writes in their community, and whoever changes them keeps their standing.

Locks come in one order everywhere: the community, its row, topics, memberships, posts, placements, boards by id.
"""

from __future__ import annotations

from forum.communities.models import Community
from forum.communities.selectors.standing import hold_community_alone, hold_standing
from forum.core.verdicts import require
from forum.discussions.models import Board
from forum.discussions.policies.board_management import may_manage_board, may_manage_boards
from forum.people.models import Person


def community_to_arrange(person: Person, community: Community) -> Community:
    """The community as it stands, held alone until the transaction ends. Raises Refused for who may not manage boards.

    Its row is locked as well, as it is while roles are given: memberships of several people can then be changed.
    """
    hold_community_alone(community.pk)
    held = Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    hold_standing(person, [community.pk])
    require(may_manage_boards(person, held))
    return held


def board_to_change(person: Person, board: Board) -> Board:
    """The board as it stands, held in the same way. Raises Refused for who may not manage it."""
    community = community_to_arrange(person, board.community)
    held = Board.objects.get(pk=board.pk)
    held.community = community
    require(may_manage_board(person, held))
    return held
