"""Who may do what on a board."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.communities.models import Role
from forum.communities.policies.communities import may_read_community
from forum.communities.policies.standing import may_be_heard_on, may_speak_on
from forum.communities.selectors.standing import boards_moderated_by, role_in
from forum.core.verdicts import YES, Verdict, no
from forum.discussions.models import Board, Level
from forum.discussions.selectors.boards import boards_in_use
from forum.people.actors import Actor, is_person


def may_read_board(actor: Actor, board: Board) -> Verdict:
    """Reading a board. The row-wise twin is `selectors.boards.boards_readable_by`."""
    if board.read_from == Level.READERS:
        return may_read_community(actor, board.community)
    if role_in(actor, board.community_id) >= board.read_from or moderates(actor, board):
        return YES
    return no(_("You cannot read this board."))


def may_start_topic(actor: Actor, board: Board) -> Verdict:
    """Opening a conversation on a board."""
    return _may_write(actor, board, board.start_from, _("to start a topic"))


def may_reply_through(actor: Actor, board: Board) -> Verdict:
    """Answering a topic through one board on which it stands."""
    return _may_write(actor, board, board.reply_from, _("to reply"))


def may_moderate_board(actor: Actor, board: Board) -> Verdict:
    """Pinning on a board, and the like."""
    return YES if moderates(actor, board) else no(_("Only moderators of this board can do that."))


def may_import_into(actor: Actor, board: Board) -> Verdict:
    """Bringing conversations from elsewhere onto a board, under the names and dates they had there."""
    if not moderates(actor, board):
        return no(_("Only moderators of this board can import into it."))
    if not board.is_in_use:
        return no(_("This board is archived. It can be read, not added to."))
    return YES


def boards_to_start_on(actor: Actor) -> list[Board]:
    """The boards on which the actor may start a topic, by community and order."""
    if not is_person(actor):
        return []
    return [board for board in boards_in_use(actor) if may_start_topic(actor, board)]


def moderates(actor: Actor, board: Board) -> bool:
    """True for moderators of the board, moderators and facilitators of its community, and for stewards."""
    return role_in(actor, board.community_id) >= Role.MODERATOR or board.pk in boards_moderated_by(actor)


def may_write_on(actor: Actor, board: Board) -> Verdict:
    """Writing anything on a board, as far as one's standing there and in its community decides it."""
    return may_speak_on(actor, board.community, board.pk, board.name)


def may_take_from(actor: Actor, board: Board) -> Verdict:
    """Taking what stands on a board elsewhere, as far as standing there decides it: nobody who is silenced there."""
    return may_be_heard_on(actor, board.community, board.pk, board.name)


def _may_write(actor: Actor, board: Board, least: int, purpose: object) -> Verdict:
    if not is_person(actor):
        return no(_("Sign in %(purpose)s.") % {"purpose": purpose})
    if not may_read_board(actor, board):
        return no(_("You cannot read this board."))
    standing = may_write_on(actor, board)
    if not standing:
        return standing
    if board.merged_into_id is not None:
        return no(_("This board was merged into another one. Open it once more to write there."))
    if board.archived_at is not None:
        return no(_("This board is archived. It can be read, not added to."))
    role = role_in(actor, board.community_id)
    if role >= least or moderates(actor, board):
        return YES
    if role == 0:
        return no(
            _("Join %(community)s %(purpose)s.") % {"community": board.community.name, "purpose": purpose}
        )
    if least >= Level.MODERATORS:
        return no(_("Only moderators may write here: %(board)s.") % {"board": board.name})
    return no(
        _("Guests read along in %(community)s. Ask a facilitator to make you a member %(purpose)s.")
        % {"community": board.community.name, "purpose": purpose}
    )
