"""Whose words wait for a moderator, who decides on them, and how soon one may write again where a board is slow."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil

from django.utils.translation import gettext_lazy as _

from forum.core.durations import duration_in_words
from forum.core.verdicts import YES, Verdict, no
from forum.discussions.models import Board, HeldPost
from forum.discussions.policies.boards import moderates
from forum.discussions.selectors.holding import last_written_on, posts_standing_in
from forum.people.actors import Actor, is_person


def may_appear_at_once(actor: Actor, boards: Iterable[Board]) -> Verdict:
    """Whether words for these boards are a post at once: the home of a topic, and the board they come through."""
    board = board_that_holds(actor, boards)
    if board is None:
        return YES
    if board.approval == Board.Approval.NEWCOMERS:
        return no(_("A moderator looks at first posts here before they appear."))
    return no(_("A moderator looks at every post here before it appears."))


def board_that_holds(actor: Actor, boards: Iterable[Board]) -> Board | None:
    """The first of the boards on which the actor's words wait; None where they appear at once."""
    return next((board for board in boards if _holds(actor, board)), None)


def _holds(actor: Actor, board: Board) -> bool:
    if board.approval == Board.Approval.NONE or moderates(actor, board):
        return False
    if board.approval == Board.Approval.EVERYTHING or not is_person(actor):
        return True
    most = board.approval_first
    return posts_standing_in(actor, board.community_id, most=most) < most


def may_post_again(actor: Actor, board: Board, *, now: datetime) -> Verdict:
    """Whether the slow mode of a board lets the actor write there already."""
    if not board.slow_seconds or not is_person(actor) or moderates(actor, board):
        return YES
    pause = timedelta(seconds=board.slow_seconds)
    last = last_written_on(actor, board, since=now - pause)
    if last is None:
        return YES
    left = ceil((last + pause - now).total_seconds())
    return no(
        _("This board is in slow mode. You can post again in %(time)s.")
        % {"time": duration_in_words(max(left, 1))}
    )


def may_decide_on(actor: Actor, held: HeldPost) -> Verdict:
    """Letting words through or declining them. The row-wise twin is `selectors.holding.waiting_for`."""
    if moderates(actor, held.board):
        return YES
    return no(_("Only moderators of this board decide what waits there."))


def may_change_held(actor: Actor, held: HeldPost) -> Verdict:
    """Changing words that wait, or taking them back: their author, for as long as they wait."""
    if not is_person(actor) or held.author_id != actor.pk:
        return no(_("Only its author can change this."))
    if held.state == HeldPost.State.WAITING:
        return YES
    return no(
        {
            HeldPost.State.APPROVED: _("A moderator has let this through in the meantime."),
            HeldPost.State.DECLINED: _("A moderator has declined this in the meantime."),
            HeldPost.State.WITHDRAWN: _("You have taken this back already."),
        }[HeldPost.State(held.state)]
    )
