"""Who asks elsewhere, in words of their own, what a topic is about that cannot be carried there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import YES, Verdict, no
from forum.discussions.models import Board, Topic
from forum.discussions.policies.boards import may_start_topic, may_take_from
from forum.discussions.policies.topics import may_read_topic
from forum.discussions.readers import is_read_by_more
from forum.people.actors import Actor, is_person


def may_ask_elsewhere(actor: Actor, topic: Topic) -> Verdict:
    """Starting a topic elsewhere out of this one: whoever reads it and is not silenced at its home. No query."""
    if not is_person(actor):
        return no(_("Sign in to ask elsewhere."))
    if not may_read_topic(actor, topic):
        return may_read_topic(actor, topic)
    return may_take_from(actor, topic.home_board)


def may_ask_there(actor: Actor, topic: Topic, board: Board) -> Verdict:
    """Asking on one board: where the actor may start topics, and where more people read than this topic."""
    for verdict in (may_ask_elsewhere(actor, topic), may_start_topic(actor, board)):
        if not verdict:
            return verdict
    if board.pk == topic.home_board_id:
        return no(_("The topic is at home there."))
    if not is_read_by_more(board, than=topic.home_board):
        return no(
            _("Everybody who reads %(board)s may read that topic: it can be carried there as it is.")
            % {"board": board.name}
        )
    return YES
