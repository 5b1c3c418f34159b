"""Who offers a topic a home in another community, who asks for one, and who agrees."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from forum.communities.policies.ranks import may_bring_back_of
from forum.core.verdicts import YES, Verdict, no
from forum.crossposting.models import HomeChange
from forum.discussions.models import Board, Placement, Topic
from forum.discussions.policies.boards import may_read_board, moderates
from forum.discussions.readers import is_read_by_more
from forum.people.actors import Actor, is_person


def may_be_at_home(topic: Topic, to: Board) -> Verdict:
    """Whether a topic may have its home on a board of another community, whoever wishes it.

    Moderators of its home are told why not, who may not read the board: so it is not named.
    """
    home = topic.home_board
    if to.community_id == home.community_id:
        return no(_("Within a community topics are moved by its moderators; nobody has to be asked."))
    if not to.is_in_use:
        return no(_("That board is archived. It can be read, not added to."))
    if is_read_by_more(to, than=home):
        return no(
            _("More people read that board than this topic was written for; it cannot be at home there.")
        )
    if not may_read_board(topic.author, to):
        return no(_("Its author could not read it any more on that board."))
    return YES


def may_be_offered_to(topic: Topic, to: Board) -> Verdict:
    """Whether a topic may be offered to a board, whoever offers it: one that takes topics from elsewhere at all."""
    verdict = may_be_at_home(topic, to)
    if verdict and to.inbound == Board.Inbound.CLOSED:
        return no(_("That board takes no topics from elsewhere."))
    return verdict


def may_be_asked(actor: Actor, topic: Topic, to: Board, known: Collection[HomeChange]) -> Verdict:
    """Whether the actor may ask for a home on that board; `known` is what was ever asked for the topic."""
    if any(change.state == HomeChange.State.WAITING for change in known):
        return no(_("Somebody asks for another home for this topic already; that has to be answered first."))
    is_unwanted = any(change.to_id == to.pk and change.state == HomeChange.State.OBJECTED for change in known)
    if is_unwanted and not (is_person(actor) and actor.pk == topic.author_id):
        return no(_("Its author did not want it to be at home there."))
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
    if change.awaits == HomeChange.Awaits.BOARD:
        return no(_("This topic was removed in the meantime.")) if topic.removed_at else YES
    place = (change.home.community, change.home.pk)
    return may_bring_back_of(actor, topic.removed_by, [place], author_id=topic.author_id)


def may_take_back_change(actor: Actor, change: HomeChange) -> Verdict:
    """Taking an offer or a request back: moderators of the side that made it."""
    if change.state != HomeChange.State.WAITING:
        return no(_("This was answered or taken back in the meantime."))
    if moderates(actor, board_asking(change)):
        return YES
    return no(_("Only moderators of the board that asked can take this back."))


def may_object_to_change(actor: Actor, change: HomeChange) -> Verdict:
    """Letting a topic stay where it is: its author, as long as nobody has answered."""
    if change.state != HomeChange.State.WAITING:
        return no(_("This was answered or taken back in the meantime."))
    if is_person(actor) and actor.pk == change.topic.author_id:
        return YES
    return no(_("Only its author can do that."))


def may_see_change(actor: Actor, change: HomeChange) -> bool:
    """Whether it is of the actor's concern: moderators of both sides, whoever asked, and the topic's author."""
    sides = (change.to, change.home)
    if is_person(actor) and actor.pk in {change.topic.author_id, change.asked_by_id}:
        return True
    return any(moderates(actor, board) for board in sides)


def may_name_topic(actor: Actor, change: HomeChange, *, reads: bool) -> bool:
    """Whether the actor, whom it concerns, is told which topic it is; `reads` says whether they read it.

    Of one that is removed, whoever may bring it back, its author, and a board that asks for it as long as it does.
    """
    topic = change.topic
    if topic.removed_at is None or topic.post_count == 0:
        return reads
    home = topic.home_board
    if is_person(actor) and actor.pk == topic.author_id and may_read_board(actor, home):
        return True
    asks = change.state == HomeChange.State.WAITING and moderates(actor, board_asking(change))
    return asks or moderates(actor, home)


def may_read_words(actor: Actor, change: HomeChange) -> bool:
    """Whether the actor is told what one side has written to the other: moderators of both."""
    return moderates(actor, change.to) or moderates(actor, change.home)


def may_read_why_removed(actor: Actor, change: HomeChange) -> bool:
    """Whether the actor is told why its home removed what is asked for: moderators of both, and its author as long as
    they read that home. Of that removal alone, and of none that came later.
    """
    topic = change.topic
    if change.awaits != HomeChange.Awaits.HOME or topic.removed_at is None:
        return False
    is_author = is_person(actor) and actor.pk == topic.author_id and bool(may_read_board(actor, change.home))
    return topic.removed_at <= change.created_at and (is_author or may_read_words(actor, change))


def board_asked(change: HomeChange) -> Board:
    """The board whose moderators are asked."""
    return change.to if change.awaits == HomeChange.Awaits.BOARD else change.home


def board_asking(change: HomeChange) -> Board:
    """The board whose moderators have asked."""
    return change.home if change.awaits == HomeChange.Awaits.BOARD else change.to
