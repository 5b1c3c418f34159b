"""Who may change boards themselves and move topics from one to another."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community
from forum.communities.policies.communities import may_shape_community
from forum.core.verdicts import YES, Verdict, no
from forum.discussions.models import Board, Topic
from forum.discussions.policies.boards import moderates
from forum.discussions.selectors.boards import boards_in_use_beside
from forum.people.actors import Actor


def may_manage_boards(actor: Actor, community: Community) -> Verdict:
    """Seeing and changing how the boards of a community stand."""
    return may_shape_community(actor, community)


def may_manage_board(actor: Actor, board: Board) -> Verdict:
    """Whatever is done to a board itself: its words, who reads and writes there, who looks after it."""
    return may_shape_community(actor, board.community)


def may_change_board(actor: Actor, board: Board) -> Verdict:
    """Giving a board that is still one other words and rules."""
    if not may_manage_board(actor, board):
        return may_manage_board(actor, board)
    if board.merged_into_id is not None:
        return no(_("This board was merged into another one. Change that one instead."))
    return YES


def may_restore_board(actor: Actor, board: Board) -> Verdict:
    """Taking an archived board back into use."""
    if not may_manage_board(actor, board):
        return may_manage_board(actor, board)
    if board.merged_into_id is not None:
        return no(
            _("This board was merged into another one; its topics stand there. Open a new board instead.")
        )
    return YES


def may_merge(actor: Actor, board: Board, into: Board) -> Verdict:
    """Letting everything on a board go on on another one of its community."""
    if not may_manage_board(actor, board):
        return may_manage_board(actor, board)
    if board.pk == into.pk or board.community_id != into.community_id:
        return no(_("Choose another board of this community."))
    if board.merged_into_id is not None:
        return no(_("This board was merged into another one already."))
    if into.merged_into_id is not None:
        return no(_("%(board)s was itself merged into another one. Choose that one.") % {"board": into.name})
    if into.archived_at is not None:
        return no(_("%(board)s is archived. Take it back into use first.") % {"board": into.name})
    return YES


def may_move_onto(actor: Actor, board: Board) -> Verdict:
    """Bringing topics onto a board from another one of its community."""
    if not moderates(actor, board):
        return no(_("Only moderators of %(board)s can move topics there.") % {"board": board.name})
    if not board.is_in_use:
        return no(_("%(board)s is archived. It can be read, not added to.") % {"board": board.name})
    return YES


def may_move_from(actor: Actor, board: Board) -> Verdict:
    """Taking topics off a board that is their home."""
    if board.community.archived_at is not None:
        return no(_("This community is archived. It can be read, not added to."))
    return YES if moderates(actor, board) else no(_("Only moderators of this board can move its topics."))


def may_move_topic(actor: Actor, topic: Topic, to: Board) -> Verdict:
    """Giving one topic another home, by those who may bring topics there."""
    if topic.removed_at is not None:
        return no(_("It was removed in the meantime."))
    if topic.home_board_id == to.pk:
        return no(_("It is at home there already."))
    if topic.home_board.community_id != to.community_id:
        return no(_("It belongs to another community."))
    if not moderates(actor, topic.home_board):
        return no(_("Only moderators of its home board can move it."))
    return YES


def may_open_board(actor: Actor, community: Community) -> Verdict:
    """Adding a board to a community."""
    if community.archived_at is not None:
        return no(_("This community is archived. It can be read, not added to."))
    return may_shape_community(actor, community)


def boards_to_move_to(actor: Actor, home: Board) -> list[Board]:
    """The boards of the same community to which the actor may move topics from `home`, in order."""
    return [board for board in boards_in_use_beside(home, actor) if may_move_onto(actor, board)]
