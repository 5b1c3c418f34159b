"""Who writes the recap of a live session, and lets its questions go on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import YES, Verdict, no
from forum.discussions.models import Board
from forum.discussions.policies.boards import boards_to_start_on, may_start_topic
from forum.discussions.policies.holding import may_appear_at_once
from forum.gatherings.models import Gathering, Question
from forum.gatherings.policies.gatherings import may_prepare, named_to, taking_part
from forum.people.actors import Actor
from forum.recaps.models.going_on import MAY_GO_ON

State = Gathering.State
OVER = (State.CLOSED, State.ARCHIVED)


def may_sum_up(actor: Actor, session: Gathering) -> Verdict:
    """Writing its recap and letting questions go on: those who prepare it, once it is over."""
    prepares = may_prepare(actor, session)
    if not prepares:
        return prepares
    return YES if session.state in OVER else no(_("This can be done once the session is over."))


def may_go_on(actor: Actor, session: Gathering, question: Question) -> Verdict:
    """Letting one of its questions become a topic: not what was declined, merged or taken away."""
    sums_up = may_sum_up(actor, session)
    if not sums_up:
        return sums_up
    if question.state in MAY_GO_ON:
        return YES
    return no(_("Only questions that were answered or still wait can go on."))


def may_stand_on(actor: Actor, session: Gathering, board: Board) -> Verdict:
    """Whether what remains of a session may stand on a board: one of a community that takes part, where the actor
    may start topics and their words appear at once. Who reads such a board sees the session.
    """
    if board.community_id not in {each.pk for each in taking_part(session)}:
        return no(_("Choose a board of a community that takes part in the session."))
    starts = may_start_topic(actor, board)
    return may_appear_at_once(actor, [board]) if starts else starts


def boards_for(actor: Actor, session: Gathering) -> list[Board]:
    """Those boards, of communities that the actor may know of: of the one that holds the session first."""
    known = {each.pk for each in named_to(actor, session)}
    there = [board for board in boards_to_start_on(actor) if board.community_id in known]
    found = [board for board in there if may_appear_at_once(actor, [board])]
    return sorted(found, key=lambda board: board.community_id != session.community_id)
