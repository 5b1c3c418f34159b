"""Asking a question of a session apart again that was asked together with another; whose votes stand where."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.editions import ChangedMeanwhile
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Refused, require
from forum.gatherings.actions.questions import held_session, locked_question
from forum.gatherings.actions.telling_questions import tell_question
from forum.gatherings.actions.votes_along import give_votes_back
from forum.gatherings.actions.voting import hold_votes_alone
from forum.gatherings.models import Question
from forum.gatherings.policies.questions import may_steer_questions
from forum.people.models import Person

State = Question.State


@transaction.atomic
def take_merge_back(*, host: Person, question: Question, now: datetime | None = None) -> Question:
    """Ask it apart again: it waits, with the votes that it had, and the other one keeps those that were its own, or
    that came with what is asked together with it still. Whoever has wanted neither any more since wants neither. What
    was merged into it before stays where it is. Apart already, it stays so. Raises ChangedMeanwhile, Refused or
    TooMany.
    """
    moment = now or timezone.now()
    session = held_session(host, question.gathering)
    require(may_steer_questions(host, session, now=moment))
    spend(TENDING, host.pk)
    seen = Question.objects.filter(gathering=session, pk=question.pk).values_list("merged_into", flat=True)
    into_id = seen.first()
    hold_votes_alone([question.pk, *([into_id] if into_id else [])])
    held = {key: locked_question(session, key) for key in sorted({question.pk, into_id or question.pk})}
    one = held[question.pk]
    if one.state == State.GONE:
        raise Refused(_("This question was removed or taken back in the meantime."))
    if one.merged_into_id != into_id:
        raise ChangedMeanwhile(_("Another host was faster with this question. See how it stands now."))
    if one.state != State.MERGED or into_id is None:
        return one
    one.state, one.merged_into = State.OPEN, None
    tell_question(one, by=host, moment=moment)
    give_votes_back([one.pk], held[into_id])
    return one
