"""Questions and votes of somebody who leaves or is called otherwise, and questions that repeat what is purged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from forum.core.passages import Passages
from forum.gatherings.actions.counting import count_anew, tell_sums
from forum.gatherings.actions.counting_polls import sum_poll
from forum.gatherings.actions.emptying import empty_question, hold_to_empty
from forum.gatherings.actions.telling_polls import sums_of_poll
from forum.gatherings.actions.telling_questions import say_asker_anew, say_question_anew, tell_question
from forum.gatherings.models import Gathering, Poll, PollVote, Question, QuestionVote
from forum.gatherings.models.questions import LONGEST_DECLINE, LONGEST_QUESTION
from forum.people.models import Person

AT_ONCE = 50
State = Question.State


@transaction.atomic
def forget_votes_of(*, person_id: int, now: datetime | None = None) -> None:
    """Let go of what the person voted for and answered, and sum it anew. Part of leaving: questions and polls are held
    before any room, as by the tick.
    """
    votes, answers = QuestionVote.objects.filter(person=person_id), PollVote.objects.filter(person=person_id)
    rows = Question.objects.filter(pk__in=votes.values("question")).order_by("pk")
    questions = list(rows.select_for_update(no_key=True).values_list("pk", "gathering"))
    asked = Poll.objects.filter(pk__in=answers.values("poll")).order_by("pk").select_related("gathering")
    polls = list(asked.select_for_update(no_key=True, of=("self",)))
    votes.delete()
    answers.delete()
    sums = count_anew([key for key, _gathering in questions])
    voted: dict[int, dict[int, int]] = defaultdict(dict)
    for key, gathering_id in questions:
        voted[gathering_id][key] = sums[key]
    answered: dict[int, dict[int, dict[str, Any]]] = defaultdict(dict)
    for poll in polls:
        sum_poll(poll)
        answered[poll.gathering_id][poll.pk] = sums_of_poll(poll)
    for each in Gathering.objects.filter(pk__in={*voted, *answered}).order_by("room"):
        tell_sums(each, voted.get(each.pk, {}), now or timezone.now(), polls=answered.get(each.pk))


@transaction.atomic
def take_back_some_questions(*, person: Person, now: datetime | None = None) -> int:
    """Empty up to `AT_ONCE` of the person's questions, all in one session. Returns how many; 0 when none is left.

    Part of leaving, which has asked whether they may.
    """
    own = Question.objects.filter(asker=person).exclude(state=State.GONE)
    first = own.order_by("gathering_id").values_list("gathering_id", flat=True).first()
    if first is None:
        return 0
    keys = list(own.filter(gathering=first).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    held = hold_to_empty(keys)
    for question in [held[key] for key in keys if held[key].state != State.GONE]:
        empty_question(question, held, by=person, moment=now or timezone.now())
    return len(keys)


@transaction.atomic
def renew_asker(*, person_id: int) -> None:
    """Let logs of sessions name the person as they are called now. Part of an action that has asked who may do so."""
    rows = Question.objects.filter(asker=person_id, is_nameless=False).exclude(gathering__room=None)
    for question in rows.select_related("gathering", "asker").order_by("pk"):
        say_asker_anew(question)


def questions_repeating(passages: Passages, *, among: Q) -> list[Question]:
    """Those that hold some of it, or about which a reason does, and those of `among`, held by id. Part of an action
    that purges.
    """
    columns = Question.objects.order_by("pk").values_list("pk", "words", "reason", "asked_at", "changed_at")
    found = [
        key
        for key, words, reason, asked_at, changed_at in columns.iterator()
        if (passages.without(words, asked_at), passages.without(reason, changed_at)) != (words, reason)
    ]
    rows = Question.objects.select_for_update(of=("self",), no_key=True).filter(among | Q(pk__in=found))
    return list(rows.select_related("gathering", "asker").order_by("pk"))


def clean_questions(questions: Iterable[Question], passages: Passages) -> int:
    """Put a sentence in place of what these repeat, which are held; how many there were. Whoever listens is told."""
    cleaned = 0
    for row in questions:
        row.words = passages.without(row.words, row.asked_at)[:LONGEST_QUESTION]
        row.reason = passages.without(row.reason, row.changed_at)[:LONGEST_DECLINE]
        tell_question(row, by=None, moment=row.changed_at)
        say_question_anew(row)
        cleaned += 1
    return cleaned
