"""What those who look after questions do with one of somebody else: remove it with a reason, and bring it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.chat.models import Room
from forum.communities.actions.guarding import ask_in
from forum.communities.actions.removals import KeptWords, reason_of_removal
from forum.communities.models import Verb
from forum.core.editions import ChangedMeanwhile
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.markup import typed_html
from forum.core.verdicts import require
from forum.gatherings.actions.emptying import empty_question, hold_to_empty
from forum.gatherings.actions.log import note_gathering
from forum.gatherings.actions.questions import held_session, locked_question
from forum.gatherings.actions.telling_questions import say_question_anew, tell_question
from forum.gatherings.actions.votes_along import give_votes_back
from forum.gatherings.actions.voting import hold_votes_alone
from forum.gatherings.events import QuestionRestored, QuestionTakenDown
from forum.gatherings.models import Gathering, Question, QuestionRemoval
from forum.gatherings.policies.gatherings import taking_part
from forum.gatherings.policies.questions import WAITING, may_take_question_down
from forum.gatherings.policies.removals import may_forget_removed_question, may_restore_question
from forum.people.models import Person

State = Question.State


@transaction.atomic
def take_question_down(
    *, moderator: Person, question: Question, reason: str, now: datetime | None = None
) -> Question:
    """Remove what somebody else asks. Its asker reads why; its words are kept for `KEPT_DAYS`, for nobody but them and
    those who may bring it back. What was asked together with it waits by itself again. Away already, it stays so.
    Raises Refused, Invalid (of field "reason") or TooMany.
    """
    moment = now or timezone.now()
    session = held_session(moderator, question.gathering)
    held = hold_to_empty([question.pk])
    question = locked_question(session, question.pk)
    if question.state == State.GONE:
        return question
    require(may_take_question_down(moderator, session, question))
    why = reason_of_removal(reason)
    ask_in(taking_part(session), [why])
    spend(TENDING, moderator.pk)
    QuestionRemoval.objects.create(
        question=question, removed_by=moderator, removed_at=moment, reason=why, source=question.words,
        html=typed_html(question.words), stood=State.OPEN if question.state in WAITING else question.state,
        answer=question.answer, declined_why=question.reason, pinned_at=question.pinned_at,
    )  # fmt: skip
    _KEPT.keep_none_of_former(author_id=question.asker_id, thing_id=question.pk)
    note_gathering(Verb.QUESTION_TAKEN_AWAY, session, by=moderator, reason=why, question=question, now=now)
    empty_question(question, held, by=moderator, moment=moment)
    publish(QuestionTakenDown(question_id=question.pk))
    return question


@transaction.atomic
def restore_question(*, moderator: Person, question: Question, now: datetime | None = None) -> Question:
    """Let a removed question stand as it stood, with its votes: settled, or waiting, or asked together with another one
    that stands still. What was asked together with it stays by itself. Raises ChangedMeanwhile, Refused or TooMany.
    """
    session = held_session(moderator, question.gathering)
    removal, held = _held_to_restore(session, question.pk)
    one = held[question.pk]
    require(may_restore_question(moderator, session, one))
    assert removal is not None
    spend(TENDING, moderator.pk)
    _stand_again(one, removal, held)
    removal.delete()
    tell_question(one, by=moderator, moment=now or timezone.now())
    say_question_anew(one)
    note_gathering(Verb.QUESTION_RESTORED, session, by=moderator, question=one, now=now)
    publish(QuestionRestored(question_id=one.pk))
    return one


def _held_to_restore(
    session: Gathering, question_id: int
) -> tuple[QuestionRemoval | None, dict[int, Question]]:
    """The removal, held before all else of the question, or its words could go in between; then the question, and what
    it was asked together with.
    """
    removal = QuestionRemoval.objects.select_for_update().filter(question=question_id).first()
    seen = Question.objects.filter(gathering=session, pk=question_id).values_list("merged_into", flat=True)
    into_id = seen.first()
    keys = sorted({question_id, into_id or question_id})
    hold_votes_alone(keys)
    held = {key: locked_question(session, key) for key in keys}
    if held[question_id].merged_into_id != into_id:
        raise ChangedMeanwhile(_("What it was asked together with has changed at this moment. Try again."))
    return removal, held


def hold_removal_of_question(question_id: int) -> None:
    """Nobody brings a question back, or lets go of its words, until the transaction ends. Part of asking about it."""
    QuestionRemoval.objects.select_for_update().filter(question=question_id).first()


def hold_removed_question(person: Person, question: Question) -> None:
    """The same, with all that bringing it back holds, and the room in which that is told. Part of the decision about
    an appeal, which is held after the room, as by whoever purges.
    """
    session = held_session(person, question.gathering)
    _held_to_restore(session, question.pk)
    assert session.room_id is not None  # or it is not held
    Room.objects.select_for_update(no_key=True).get(pk=session.room_id)


def _stand_again(one: Question, removal: QuestionRemoval, held: Mapping[int, Question]) -> None:
    """Where it stood for nothing but another one, and that is away by now, it waits by itself, with its own votes."""
    one.state, one.words = State(removal.stood), removal.source
    one.answer, one.reason, one.pinned_at = removal.answer, removal.declined_why, removal.pinned_at
    if one.state != State.MERGED:
        return
    other = held.get(one.merged_into_id or 0)
    if other is not None and other.state != State.GONE:
        return
    one.state, one.merged_into = State.OPEN, None
    if other is not None:
        one.save(update_fields=["merged_into"])  # or what came along from it would stay with the other one
        give_votes_back([one.pk], other)


def forget_removed_question(*, asker: Person, question: Question) -> None:
    """Let the words of one's own removed question go at once; the reason stays. Raises Refused or TooMany."""
    session = question.gathering
    _KEPT.forget_own(
        author=asker, thing_id=question.pk, may=lambda: may_forget_removed_question(asker, session, question)
    )


def clear_removed_questions(now: datetime) -> int:
    """Let words of questions go that were removed a month ago. Returns how many there were."""
    return _KEPT.clear_old(now)


def forget_removed_questions_of(*, person_id: int) -> None:
    """Nothing that others removed of what a person asked is kept once they leave. Part of leaving, before questions are
    held.
    """
    _KEPT.forget_of(author_id=person_id)


def _drop_rest(removals: Sequence[QuestionRemoval]) -> None:
    """Why it was not taken up was said of its words."""
    keys = [removal.pk for removal in removals]
    QuestionRemoval.objects.filter(pk__in=keys).update(declined_why="", answer=None, pinned_at=None)


_KEPT = KeptWords(QuestionRemoval, "question", _drop_rest, author="asker")
