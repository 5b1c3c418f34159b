"""Asking a question of a session apart again that was asked together with another; whose votes stand where."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.editions import ChangedMeanwhile
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Refused, require
from forum.gatherings.actions.questions import held_session, locked_question, tell_question
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
        raise Refused(_("This question was taken away in the meantime."))
    if one.merged_into_id != into_id:
        raise ChangedMeanwhile(_("Another host was faster with this question. See how it stands now."))
    if one.state != State.MERGED or into_id is None:
        return one
    one.state, one.merged_into = State.OPEN, None
    tell_question(one, by=host, moment=moment)
    _give_votes_back(one.pk, into_id)
    return one


# Whoever took back what had come along wants neither. Then: what came along with others to the first goes, since they
# are with the second; and with the second stays what was its own, or came along with what is still asked with it.
_GIVE_BACK = """
UPDATE forum_questionvote AS vote SET is_on = false, is_counted = false, is_carried = false
WHERE vote.question_id = %(one)s AND vote.is_on AND (vote.is_carried OR EXISTS (
    SELECT FROM forum_questionvote AS there WHERE there.question_id = %(other)s
        AND there.person_id = vote.person_id AND there.is_carried AND NOT there.is_on));
UPDATE forum_questionvote AS vote SET is_on = false, is_counted = false, is_carried = false
WHERE vote.question_id = %(other)s AND vote.is_on AND vote.is_carried AND NOT EXISTS (
    SELECT FROM forum_question AS along WHERE along.merged_into_id = %(other)s AND (
        along.asker_id = vote.person_id OR EXISTS (SELECT FROM forum_questionvote AS cast_
            WHERE cast_.question_id = along.id AND cast_.person_id = vote.person_id
                AND cast_.is_on AND NOT cast_.is_carried)));
"""


def _give_votes_back(one_id: int, other_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, {"one": one_id, "other": other_id})
