"""Who offers a topic a home in another community, who asks for one, and who agrees."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import YES, Verdict, no
from forum.crossposting.models import HomeChange
from forum.discussions.models import Board, Placement, Topic
from forum.discussions.policies.boards import may_read_board, moderates
from forum.discussions.readers import is_read_by_more
from forum.people.actors import Actor, is_person


def may_be_at_home(topic: Topic, to: Board) -> Verdict:
    """Whether a topic may have its home on a board of another community, whoever wishes it."""
    home = topic.home_board
    if to.community_id == home.community_id:
        return no(_("Within a community topics are moved by its moderators; nobody has to be asked."))
    if not to.is_in_use:
        return no(_("%(board)s is archived. It can be read, not added to.") % {"board": to.name})
    if is_read_by_more(to, than=home):
        return no(
            _("More people read %(board)s than this topic was written for; it cannot be at home there.")
            % {"board": to.name}
        )
    if not may_read_board(topic.author, to):
        return no(_("Its author could not read it any more on %(board)s.") % {"board": to.name})
    return YES


def may_offer_home(actor: Actor, topic: Topic) -> Verdict:
    """Offering a topic that stands to boards of other communities: moderators of its home."""
    if not moderates(actor, topic.home_board):
        return no(_("Only moderators of its home board can do that."))
    if topic.home_board.community.archived_at is not None:
        return no(_("This community is archived. It can be read, not added to."))
    return no(_("This topic was removed in the meantime.")) if topic.removed_at else YES


def may_ask_to_adopt(actor: Actor, topic: Topic, board: Board, known: Placement | None) -> Verdict:
    """Asking for a topic that its home has removed, on a board where it stood until then. `known` is how it did."""
    if not is_person(actor) or not moderates(actor, board):
        return no(_("Only moderators of this board can do that."))
    if topic.removed_at is None:
        return no(_("This topic stands at its home."))
    if topic.post_count == 0:
        return no(_("Nothing is left of this topic that could be brought back."))
    if known is None or not _ended_with(topic, known):
        return no(_("It did not stand on this board when its home removed it."))
    return YES


def _ended_with(topic: Topic, placement: Placement) -> bool:
    is_by_home = placement.state == Placement.State.REMOVED and placement.ended_by == Placement.Side.HOME
    return is_by_home and placement.decided_at == topic.removed_at


def may_answer_change(actor: Actor, change: HomeChange) -> Verdict:
    """Agreeing or declining: moderators of the side that is asked."""
    if change.state != HomeChange.State.WAITING:
        return no(_("This was answered or taken back in the meantime."))
    if moderates(actor, board_asked(change)):
        return YES
    return no(_("Only moderators of the board that is asked can answer this."))


def may_accept_change(actor: Actor, change: HomeChange) -> Verdict:
    """Agreeing: as long as the topic may be at home there, and is as it was when that was asked."""
    for verdict in (may_answer_change(actor, change), may_be_at_home(change.topic, change.to)):
        if not verdict:
            return verdict
    topic = change.topic
    if change.awaits == HomeChange.Awaits.HOME and (topic.removed_at is None or topic.post_count == 0):
        return no(_("Its home has brought it back, or nothing is left of it."))
    if change.awaits == HomeChange.Awaits.BOARD and topic.removed_at is not None:
        return no(_("This topic was removed in the meantime."))
    return YES


def may_take_back_change(actor: Actor, change: HomeChange) -> Verdict:
    """Taking an offer or a request back: moderators of the side that made it."""
    if change.state != HomeChange.State.WAITING:
        return no(_("This was answered or taken back in the meantime."))
    if moderates(actor, board_asking(change)):
        return YES
    return no(_("Only moderators of the board that asked can take this back."))


def may_see_change(actor: Actor, change: HomeChange) -> bool:
    """Whether it is of the actor's concern: moderators of both sides, and its author."""
    sides = (change.to, change.home)
    if is_person(actor) and actor.pk == change.topic.author_id:
        return True
    return any(moderates(actor, board) for board in sides)


def may_see_what_changes(actor: Actor, change: HomeChange, *, reads: bool) -> bool:
    """Being told which topic it is: who `reads` it; of one that was removed, who is asked for it or asks."""
    waits = change.state == HomeChange.State.WAITING and change.topic.removed_at is not None
    return reads or (waits and (moderates(actor, change.home) or moderates(actor, change.to)))


def board_asked(change: HomeChange) -> Board:
    """The board whose moderators are asked."""
    return change.to if change.awaits == HomeChange.Awaits.BOARD else change.home


def board_asking(change: HomeChange) -> Board:
    """The board whose moderators have asked."""
    return change.home if change.awaits == HomeChange.Awaits.BOARD else change.to
