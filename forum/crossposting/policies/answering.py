"""Who answers a proposal, who may end how a topic stands, and who looks after it on a board."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import YES, Verdict, no
from forum.discussions.models import Placement, Post, Topic
from forum.discussions.policies.boards import may_read_board, moderates
from forum.discussions.policies.topics import live_placements_of
from forum.people.actors import Actor, is_person

OPEN_STATES = {Placement.State.PENDING, Placement.State.LIVE}


def sides_asked(actor: Actor, placement: Placement) -> list[Placement.Side]:
    """For which of the sides that are asked the actor may speak."""
    asked = [
        (placement.awaits_board, placement.board, Placement.Side.BOARD),
        (placement.awaits_home, placement.topic.home_board, Placement.Side.HOME),
    ]
    return [side for awaits, board, side in asked if awaits and moderates(actor, board)]


def may_answer(actor: Actor, placement: Placement) -> Verdict:
    """Agreeing or declining, for a side that is asked. The row-wise twin is `selectors.placements.waiting_for`."""
    if placement.state != Placement.State.PENDING:
        return no(_("This was answered or taken back in the meantime."))
    if sides_asked(actor, placement):
        return YES
    return no(_("Only moderators of a board that is asked can answer this."))


def side_that_ends(actor: Actor, placement: Placement) -> Placement.Side | None:
    """As whom the actor would end how the topic stands there, or what it waits for; None where they may not.

    An author who looks after a board as well objects as the author: nobody else brings it back.
    """
    topic = placement.topic
    if (
        placement.state not in OPEN_STATES
        or placement.board_id == topic.home_board_id
        or not is_person(actor)
    ):
        return None
    if placement.state == Placement.State.PENDING and placement.proposed_by_id == actor.pk:
        return Placement.Side.BROKER
    if topic.author_id == actor.pk:
        return Placement.Side.AUTHOR
    if moderates(actor, placement.board):
        return Placement.Side.BOARD
    return Placement.Side.HOME if moderates(actor, topic.home_board) else None


def may_end(actor: Actor, placement: Placement) -> Verdict:
    """Taking a topic off a board, or a proposal back."""
    if placement.board_id == placement.topic.home_board_id:
        return no(_("The topic is at home there."))
    if placement.state not in OPEN_STATES:
        return no(_("This was answered or taken back in the meantime."))
    if side_that_ends(actor, placement) is not None:
        return YES
    return no(
        _("Only moderators of either board, its author and, before an answer, who carried it can do that.")
    )


def may_see(actor: Actor, placement: Placement) -> Verdict:
    """Seeing that a topic was carried to a board and what became of it: who did, both sides, its author."""
    if not is_person(actor):
        return no(_("Sign in to see this."))
    topic = placement.topic
    concerned = {placement.proposed_by_id, topic.author_id}
    if actor.pk in concerned or moderates(actor, placement.board) or moderates(actor, topic.home_board):
        return YES
    return no(_("This is for those whom it concerns."))


def may_name_board(actor: Actor, placement: Placement) -> bool:
    """Whether the actor may be told which board it is: a board is named to those alone who read it."""
    return bool(may_read_board(actor, placement.board))


def may_look_before(actor: Actor, placement: Placement) -> bool:
    """Whether the actor, who does not read the topic, sees its first words all the same: to answer for the board."""
    is_open = placement.state == Placement.State.PENDING and placement.topic.removed_at is None
    return is_open and moderates(actor, placement.board)


def may_tend(actor: Actor, placement: Placement) -> Verdict:
    """Locking, tagging and hiding on one board that received a topic: its moderators."""
    if placement.state != Placement.State.LIVE:
        return no(_("This topic no longer stands on this board."))
    if placement.board_id == placement.topic.home_board_id:
        return no(_("The topic is at home there: what is done to it holds everywhere."))
    if not moderates(actor, placement.board):
        return no(_("Only moderators of this board can do that."))
    return YES


def may_hide(actor: Actor, placement: Placement, post: Post) -> Verdict:
    """Not showing a post on one board."""
    verdict = may_tend(actor, placement)
    if verdict and post.is_opening:
        return no(_("Without its first post a topic makes no sense. Take the topic off the board instead."))
    if verdict and post.removed_at is not None:
        return no(_("This post was removed in the meantime."))
    return verdict


def where_to_hide(actor: Actor, post: Post) -> list[Placement]:
    """Where the topic of a post stands as a guest and the actor could keep the post from being shown. No query."""
    if not is_person(actor):
        return []
    return [row for row in live_placements_of(post.topic) if may_hide(actor, row, post)]


def may_hide_somewhere(actor: Actor, post: Post) -> Verdict:
    """Hiding a post on any board: why not is said of the one that the actor looks after, where there is one."""
    if where_to_hide(actor, post):
        return YES
    verdicts = [
        may_hide(actor, row, post) for row in live_placements_of(post.topic) if moderates(actor, row.board)
    ]
    nothing = no(_("You look after no board on which this topic stands as a guest."))
    return next(iter(verdicts), nothing)


def tends_somewhere(actor: Actor, topic: Topic) -> bool:
    """Whether there is something the actor can do about how the topic stands. No query."""
    if not is_person(actor):
        return False
    if moderates(actor, topic.home_board):
        return True
    elsewhere = [row for row in live_placements_of(topic) if row.board_id != topic.home_board_id]
    return any(moderates(actor, row.board) or topic.author_id == actor.pk for row in elsewhere)
