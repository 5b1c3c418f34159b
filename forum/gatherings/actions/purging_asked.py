"""A question of a live session that is deleted everywhere: it loses its words, and so does what is kept of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from forum.communities.actions.removals import reason_of_purged
from forum.core.passages import Passages
from forum.gatherings.actions.emptying import empty_question, hold_to_empty
from forum.gatherings.actions.purging_polls import polls_repeating
from forum.gatherings.actions.purging_removed import held_questions_repeating
from forum.gatherings.actions.questions import held_session, locked_question
from forum.gatherings.actions.telling_questions import say_question_anew, tell_question
from forum.gatherings.models import Question, QuestionRemoval
from forum.people.models import Person

State = Question.State


def words_of_question(question: Question) -> Passages:
    """What it asks, or asked until somebody removed it."""
    removed = QuestionRemoval.objects.filter(question=question).values_list("source", flat=True)
    return Passages([(words, question.asked_at) for words in (question.words, *removed) if words])


def hold_to_purge(purger: Person, question: Question, passages: Passages) -> dict[int, Question]:
    """The question as it is now, what is asked together with it, and all that repeats it in sessions, held before any
    room, as by the tick; by id. Part of the action that purges. Raises Refused.
    """
    session = held_session(purger, question.gathering)
    held_questions_repeating(passages, to_empty=[question.pk])
    polls_repeating(passages)
    held = hold_to_empty([question.pk])  # all of it is held by now
    held[question.pk] = locked_question(session, question.pk)
    return held


def purge_words_of_question(
    question: Question, held: Mapping[int, Question], *, by: Person, why: str, moment: datetime
) -> Counter[str]:
    """Let go of all that it said, in every place of its own; how many there were, by what they are.

    Part of the action that purges, which has asked who may, and has held it. `why` is a sentence for its asker.
    """
    removed = QuestionRemoval.objects.filter(question=question)
    removed.update(
        source="", html="", declined_why="", answer=None, pinned_at=None, reason=reason_of_purged()
    )
    if question.state != State.GONE:
        empty_question(question, held, by=by, moment=moment)
        if question.asker_id != by.pk:
            QuestionRemoval.objects.create(
                question=question, removed_by=by, removed_at=moment, reason=why, stood=State.OPEN
            )
    elif question.reason:  # gone since before removals were kept
        question.reason = ""
        tell_question(question, by=by, moment=moment)
        say_question_anew(question)
    return Counter(questions=1)
