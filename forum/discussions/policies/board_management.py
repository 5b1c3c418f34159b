"""Who may change boards themselves, and carry topics from one to another."""

from __future__ import annotations

from forum.communities.models import Community
from forum.communities.policies.communities import may_shape_community
from forum.core.verdicts import Verdict
from forum.discussions.models import Board
from forum.people.actors import Actor


def may_manage_boards(actor: Actor, community: Community) -> Verdict:
    """Seeing and changing how the boards of a community stand."""
    return may_shape_community(actor, community)


def may_manage_board(actor: Actor, board: Board) -> Verdict:
    """Changing a board: its words, who reads and writes there, who looks after it."""
    return may_shape_community(actor, board.community)
