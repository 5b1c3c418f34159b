"""What those who lead a session do with questions: take up, answer, decline, merge, pin."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.chat.models import Message
from forum.communities.actions.guarding import ask_in
from forum.core.editions import ChangedMeanwhile
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Invalid, Refused, require
from forum.core.words import one_line
from forum.gatherings.actions.questions import held_session, locked_question
from forum.gatherings.actions.telling_questions import tell_question
from forum.gatherings.actions.votes_along import carry_votes
from forum.gatherings.actions.voting import hold_votes_alone
from forum.gatherings.models import Question
from forum.gatherings.models.questions import LONGEST_DECLINE
from forum.gatherings.policies.gatherings import taking_part
from forum.gatherings.policies.questions import WAITING, may_steer_questions
from forum.people.models import Person

State = Question.State


@transaction.atomic
def take_question_up(*, host: Person, question: Question, seen: str, now: datetime | None = None) -> Question:
    """Say that it is being answered now. `seen` is the state in which the host saw it; who was overtaken by another
    host is told so, and who presses twice has done it once. Raises ChangedMeanwhile, Refused or TooMany.
    """
    held, moment = _held(host, question, now)
    if held.state == State.TAKEN:
        return held
    return _become(held, State.TAKEN, seen, host, moment)


@transaction.atomic
def put_question_back(
    *, host: Person, question: Question, seen: str, now: datetime | None = None
) -> Question:
    """Let it wait for an answer, again. Raises as above."""
    held, moment = _held(host, question, now)
    if held.state == State.OPEN:
        return held
    return _become(held, State.OPEN, seen, host, moment)


@transaction.atomic
def answer_question(
    *, host: Person, question: Question, seen: str, message_id: int | None = None, now: datetime | None = None
) -> Question:
    """Say that it is answered: by a message of the room, or aloud where none is named. Raises as above, or Invalid."""
    held, moment = _held(host, question, now)
    message = None
    if message_id is not None:
        rows = Message.objects.filter(room=held.gathering.room_id, removed_at=None)
        message = rows.filter(pk=message_id).first()
        if message is None:
            raise Invalid(
                _("The message that answers is no longer there. Choose another one."), field="message"
            )
    if held.state == State.ANSWERED and held.answer_id == message_id:
        return held
    return _become(held, State.ANSWERED, seen, host, moment, answer=message)


@transaction.atomic
def decline_question(
    *, host: Person, question: Question, seen: str, reason: str, now: datetime | None = None
) -> Question:
    """Do not take it up, and say why to all. Raises as above, or Invalid (of field "reason")."""
    held, moment = _held(host, question, now)
    why = one_line(reason)[:LONGEST_DECLINE]
    if not why:
        raise Invalid(_("Say why, in a sentence: everybody reads it."), field="reason")
    if held.state == State.DECLINED and held.reason == why:
        return held
    ask_in(taking_part(held.gathering), [why])
    return _become(held, State.DECLINED, seen, host, moment, reason=why)


@transaction.atomic
def pin_question(*, host: Person, question: Question, now: datetime | None = None) -> Question:
    """Let it stand first. There already, it stays. Raises Refused or TooMany."""
    held, moment = _held(host, question, now)
    if held.pinned_at is None:
        held.pinned_at = moment
        tell_question(held, by=host, moment=moment)
    return held


@transaction.atomic
def unpin_question(*, host: Person, question: Question, now: datetime | None = None) -> Question:
    """Let it stand among the others. Raises Refused or TooMany."""
    held, moment = _held(host, question, now)
    if held.pinned_at is not None:
        held.pinned_at = None
        tell_question(held, by=host, moment=moment)
    return held


@transaction.atomic
def merge_question(
    *, host: Person, question: Question, into_id: int, now: datetime | None = None
) -> Question:
    """Ask it together with another one that waits: who voted for it, or asked it, has voted for that one. What was
    merged into it before goes along. There already, it stays. Raises ChangedMeanwhile, Refused, Invalid or TooMany.
    """
    moment = now or timezone.now()
    session = held_session(host, question.gathering)
    require(may_steer_questions(host, session, now=moment))
    spend(TENDING, host.pk)
    if into_id == question.pk or not Question.objects.filter(gathering=session, pk=into_id).exists():
        raise Invalid(_("Choose another question."), field="into")
    hold_votes_alone([question.pk, into_id])
    rows = Question.objects.filter(
        Q(pk__in=[question.pk, into_id]) | Q(merged_into=question.pk), gathering=session
    )
    held = {
        row.pk: row  # all of them by id, and before the room is held, as everywhere
        for row in rows.select_for_update(of=("self",), no_key=True).select_related("asker").order_by("pk")
    }
    one, other = held.pop(question.pk), held.pop(into_id)
    if one.state == State.MERGED and one.merged_into_id == other.pk:
        return one
    if one.state not in WAITING or other.state not in WAITING:
        raise ChangedMeanwhile(_("One of the two waits no longer. See how they stand now."))
    one.state, one.pinned_at = State.MERGED, None
    for each in (one, *held.values()):
        each.gathering, each.merged_into = session, other
        tell_question(each, by=host, moment=moment)
    carry_votes(one, other, held, moment)
    return one


def _held(host: Person, question: Question, now: datetime | None) -> tuple[Question, datetime]:
    moment = now or timezone.now()
    session = held_session(host, question.gathering)
    require(may_steer_questions(host, session, now=moment))
    held = locked_question(session, question.pk)
    if held.state == State.GONE:
        raise Refused(_("This question was removed or taken back in the meantime."))
    if held.state == State.MERGED:
        raise Refused(_("It is asked together with another one. Ask it apart again first."))
    spend(TENDING, host.pk)
    return held, moment


def _become(
    held: Question, state: State, seen: str, host: Person, moment: datetime,
    *, answer: Message | None = None, reason: str = "",
) -> Question:  # fmt: skip
    """Of an answer or a reason that it had before nothing is left."""
    if held.state != seen:
        raise ChangedMeanwhile(_("Another host was faster with this question. See how it stands now."))
    held.state, held.answer, held.reason = state, answer, reason
    tell_question(held, by=host, moment=moment)
    return held
