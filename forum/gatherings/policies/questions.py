"""Who asks in a live session, votes for questions of others, and sees to it that they are answered."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from forum.communities.models import Role
from forum.communities.selectors.standing import role_in
from forum.core.verdicts import YES, Verdict, no
from forum.gatherings.models import Gathering, Question, questions
from forum.gatherings.policies.gatherings import may_prepare
from forum.gatherings.policies.talk import is_over, may_take_part
from forum.people.actors import Actor, is_person

State = Question.State
WAITING = questions.WAITING
_OVER = _("This session is over. It can be read, not added to.")
_GONE = _("This question was removed or taken back in the meantime.")


def may_ask(actor: Actor, session: Gathering, *, now: datetime) -> Verdict:
    """Asking something: who takes part, before, during, and for a while after."""
    takes_part = may_take_part(actor, session)
    if not takes_part:
        return takes_part
    return no(_OVER) if is_over(session, now) else YES


def may_vote_for(actor: Actor, session: Gathering, question: Question, *, now: datetime) -> Verdict:
    """Wishing for an answer to what somebody else asks, and taking that back, while it waits for one."""
    asks = may_ask(actor, session, now=now)
    if not asks:
        return asks
    if is_person(actor) and question.asker_id == actor.pk:
        return no(_("This is your own question."))
    if question.state in WAITING:
        return YES
    return no(
        _GONE if question.state == State.GONE else _("This question is not waiting for an answer any more.")
    )


def may_steer_questions(actor: Actor, session: Gathering, *, now: datetime) -> Verdict:
    """Taking questions up, answering, declining, merging and pinning them: those who lead it, until it can be added to
    no more.
    """
    prepares = may_prepare(actor, session)
    if not prepares:
        return prepares
    return no(_OVER) if is_over(session, now) else YES


def may_take_question_away(actor: Actor, session: Gathering, question: Question) -> Verdict:
    """Taking a question away: one's own back, or that of somebody else down."""
    if is_person(actor) and question.asker_id == actor.pk:
        return may_take_question_back(actor, question)
    return may_take_question_down(actor, session, question)


def may_take_question_back(actor: Actor, question: Question) -> Verdict:
    """Emptying a question of one's own, for good."""
    if question.state == State.GONE:
        return no(_GONE)
    if is_person(actor) and question.asker_id == actor.pk:
        return YES
    return no(
        _("Only who asked a question takes it back. Those who lead the session remove it with a reason.")
    )


def may_take_question_down(actor: Actor, session: Gathering, question: Question) -> Verdict:
    """Removing what somebody else asks, with a reason: those who look after the questions of the session."""
    if question.state == State.GONE:
        return no(_GONE)
    if is_person(actor) and question.asker_id == actor.pk:
        return no(_("This is your own. You can take it back without a reason."))
    return may_look_after_questions(actor, session)


def may_look_after_questions(actor: Actor, session: Gathering) -> Verdict:
    """Removing what others ask in a session, and bringing that back: those who lead it, and moderators of its
    community.
    """
    if role_in(actor, session.community_id) >= Role.MODERATOR:
        return YES
    return may_prepare(actor, session)


def may_know_asker(actor: Actor, session: Gathering, question: Question) -> bool:
    """Whether a question without a name shows its asker: to themselves, and to those who lead the session."""
    if not question.is_nameless:
        return True
    return (is_person(actor) and question.asker_id == actor.pk) or bool(may_prepare(actor, session))
