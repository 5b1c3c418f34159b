"""Who may carry a topic to another board, and whose word that takes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import YES, Verdict, no
from forum.discussions.models import Board, Placement, Topic
from forum.discussions.models.placements import MOST_ELSEWHERE
from forum.discussions.policies.boards import may_start_topic, may_take_from, moderates
from forum.discussions.policies.topics import live_placements_of, may_read_topic
from forum.discussions.readers import is_read_by_members_alone, is_read_by_more
from forum.people.actors import Actor, is_person

Side = Placement.Side


@dataclass(frozen=True, slots=True)
class Missing:
    """Whose word is missing before a topic stands on a board: its moderators', those of the topic's home."""

    board: bool = False
    home: bool = False

    def __bool__(self) -> bool:
        return self.board or self.home


def may_carry(actor: Actor, topic: Topic) -> Verdict:
    """Carrying a topic anywhere at all: whoever reads it and is not silenced at its home, where that lets it go. No
    query.
    """
    if not is_person(actor):
        return no(_("Sign in to carry a topic to another board."))
    if not may_read_topic(actor, topic):
        return may_read_topic(actor, topic)
    if not may_take_from(actor, topic.home_board):
        return may_take_from(actor, topic.home_board)
    return may_leave_home(topic)


def may_leave_home(topic: Topic) -> Verdict:
    """Whether a topic may stand beside its home at all, and on one board more."""
    if not _is_let_go(topic.home_board):
        return _is_let_go(topic.home_board)
    if len(live_placements_of(topic)) > MOST_ELSEWHERE:
        return no(_("This topic stands on as many boards beside its home as a topic can."))
    return YES


def may_stand_on(topic: Topic, board: Board) -> Verdict:
    """Whether a topic may come to stand on a board, whoever wishes it: nobody is to read there what they do
    not read at home.
    """
    home = topic.home_board
    if topic.removed_at is not None:
        return no(_("This topic was removed in the meantime."))
    if board.pk == home.pk:
        return no(_("The topic is at home there."))
    if not board.is_in_use:
        return no(_("This board is archived. It can be read, not added to."))
    verdict = _is_read_by_no_more(home, board)
    return may_leave_home(topic) if verdict else verdict


def _is_let_go(home: Board) -> Verdict:
    if home.outbound == Board.Outbound.CLOSED:
        return no(_("Topics of %(board)s stay there.") % {"board": home.name})
    return YES


def _is_taken_in(board: Board) -> Verdict:
    if board.inbound == Board.Inbound.CLOSED:
        return no(_("%(board)s takes no topics from other boards.") % {"board": board.name})
    return YES


def _is_read_by_no_more(home: Board, board: Board) -> Verdict:
    if not is_read_by_more(board, than=home):
        return YES
    if is_read_by_members_alone(home):
        return no(
            _("Members alone read this topic in %(community)s. Ask there in words of your own instead.")
            % {"community": home.community.name}
        )
    return no(
        _("More people read %(board)s than read this topic now. Ask there in words of your own instead.")
        % {"board": board.name}
    )


def may_carry_to(actor: Actor, topic: Topic, board: Board, known: Placement | None) -> Verdict:
    """Carrying a topic to one board: whoever may start topics there. `known` is how it stood there before."""
    for verdict in (may_carry(actor, topic), may_start_topic(actor, board), may_stand_on(topic, board)):
        if not verdict:
            return verdict
    if known is not None and known.state == Placement.State.LIVE:
        return no(_("The topic stands on %(board)s already.") % {"board": board.name})
    if known is not None and known.state == Placement.State.PENDING:
        return no(_("The topic is proposed for %(board)s already.") % {"board": board.name})
    if not _is_taken_in(board):
        return _is_taken_in(board)
    return YES if known is None else _may_bring_back(actor, topic, known)


def _may_bring_back(actor: Actor, topic: Topic, known: Placement) -> Verdict:
    """What one side has ended, that side alone may begin again."""
    board = known.board
    match known.ended_by:
        case Side.BOARD if not moderates(actor, board):
            return no(
                _("The moderators of %(board)s did not want it there. They alone can take it now.")
                % {"board": board.name}
            )
        case Side.HOME if not moderates(actor, topic.home_board):
            return no(_("The moderators of its home ended it there. They alone can carry it there again."))
        case Side.AUTHOR if not (is_person(actor) and actor.pk == topic.author_id):
            return no(_("Its author did not want it there. They alone can carry it there again."))
    return YES


def may_go_along(actor: Actor, home: Board, board: Board) -> Verdict:
    """Whether a topic that the actor starts on `home` may be carried to `board` as well, as far as boards say."""
    if board.pk == home.pk:
        return no(_("The topic is at home there."))
    asked = (
        may_start_topic(actor, board),
        _is_let_go(home),
        _is_taken_in(board),
        _is_read_by_no_more(home, board),
    )
    return next((verdict for verdict in asked if not verdict), YES)


def missing_words(actor: Actor, home: Board, board: Board, trusting: Collection[int]) -> Missing:
    """Whose word is missing if this actor carries a topic from its home there: who moderates a side gives its word.

    `trusting` are ids of the communities that trust that of its home.
    """
    asks_home = home.outbound == Board.Outbound.ASK
    return Missing(
        board=not comes_at_once(board, trusting) and not moderates(actor, board),
        home=asks_home and not moderates(actor, home),
    )


def comes_at_once(board: Board, trusting: Collection[int]) -> bool:
    """Whether topics come onto `board` without its moderators' word; `trusting` as above."""
    if board.inbound == Board.Inbound.OPEN:
        return True
    return board.inbound == Board.Inbound.TRUSTED and board.community_id in trusting
