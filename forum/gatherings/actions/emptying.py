"""Emptying a question; what was asked together with it waits by itself again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Q

from forum.core.events import publish
from forum.gatherings.actions.telling_questions import say_question_anew, tell_question
from forum.gatherings.actions.votes_along import give_votes_back
from forum.gatherings.actions.voting import hold_votes_alone
from forum.gatherings.events import QuestionEmptied
from forum.gatherings.models import Question
from forum.people.models import Person

State = Question.State


def hold_to_empty(question_ids: Iterable[int]) -> dict[int, Question]:
    """These questions and what is asked together with them, by id, held until the transaction ends, before any room;
    nobody votes for these, or asks something together with them, meanwhile.
    """
    keys = list(question_ids)
    hold_votes_alone(keys)
    rows = Question.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys)).order_by("pk")
    held = rows.select_for_update(of=("self",), no_key=True).select_related("gathering", "asker")
    return {row.pk: row for row in held}


def empty_question(
    question: Question, held: Mapping[int, Question], *, by: Person | None, moment: datetime
) -> None:
    """Let its words go, in the log as well, and tell so. Part of actions that hold it as above, and keep what it said
    where somebody else removes it.
    """
    stood = _Stood(question)
    question.state, question.words, question.reason, question.pinned_at = State.GONE, "", "", None
    question.answer = None
    tell_question(question, by=by, moment=moment)
    say_question_anew(question)
    _give_back(question, stood, held.values(), moment)
    publish(QuestionEmptied(question_id=question.pk))


class _Stood:
    """How a question stood before it was emptied, and with it what was asked together with it: settled, or waiting."""

    def __init__(self, question: Question) -> None:
        is_settled = question.state in {State.ANSWERED, State.DECLINED}
        self.state = question.state if is_settled else State.OPEN
        self.answer, self.reason = (question.answer, question.reason) if is_settled else (None, "")


def _give_back(question: Question, stood: _Stood, held: Iterable[Question], moment: datetime) -> None:
    """Otherwise nobody would find what was asked together with it: it stands beside the one that stands for both."""
    found = [each for each in held if each.state == State.MERGED and each.merged_into_id == question.pk]
    for each in found:
        each.state, each.answer, each.reason = stood.state, stood.answer, stood.reason
        each.merged_into = None
        tell_question(each, by=None, moment=moment)  # or it would tell who asked the other one without a name
    if found:
        give_votes_back([each.pk for each in found], question)
