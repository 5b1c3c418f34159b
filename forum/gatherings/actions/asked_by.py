"""Questions and votes of somebody who leaves or is called otherwise, and questions that repeat what is purged."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.core.passages import Passages
from forum.gatherings.actions.counting import count_anew, tell_sums
from forum.gatherings.actions.counting_polls import sum_poll
from forum.gatherings.actions.polls import sums_of_poll
from forum.gatherings.actions.questions import (
    empty_question,
    say_asker_anew,
    say_question_anew,
    tell_question,
)
from forum.gatherings.models import Gathering, Poll, PollVote, Question, QuestionVote
from forum.gatherings.models.questions import LONGEST_DECLINE, LONGEST_QUESTION
from forum.people.models import Person

AT_ONCE = 50
State = Question.State


@transaction.atomic
def forget_votes_of(*, person_id: int, now: datetime | None = None) -> None:
    """Let the person's votes go, and sum anew what they voted for. Part of leaving."""
    forget_answers_of(person_id=person_id, now=now)
    mine = QuestionVote.objects.filter(person=person_id)
    rows = Question.objects.filter(pk__in=mine.values("question")).order_by("pk")
    held = list(rows.select_for_update(no_key=True).values_list("pk", "gathering"))
    mine.delete()
    sums = count_anew([key for key, _gathering in held])
    by_session: dict[int, dict[int, int]] = defaultdict(dict)
    for key, gathering_id in held:
        by_session[gathering_id][key] = sums[key]
    for gathering in Gathering.objects.filter(pk__in=by_session).order_by("room"):
        tell_sums(gathering, by_session[gathering.pk], now or timezone.now())


def forget_answers_of(*, person_id: int, now: datetime | None = None) -> None:
    """The same of what they answered to polls."""
    mine = PollVote.objects.filter(person=person_id)
    rows = Poll.objects.filter(pk__in=mine.values("poll")).order_by("pk").select_for_update(no_key=True)
    polls = list(rows)
    mine.delete()
    for poll in polls:
        sum_poll(poll)
        told = {poll.pk: sums_of_poll(poll)}
        tell_sums(Gathering.objects.get(pk=poll.gathering_id), {}, now or timezone.now(), polls=told)


@transaction.atomic
def take_back_some_questions(*, person: Person, now: datetime | None = None) -> int:
    """Empty up to `AT_ONCE` of the person's questions, all in one session. Returns how many; 0 when none is left.

    Part of leaving, which has asked whether they may.
    """
    own = Question.objects.filter(asker=person).exclude(state=State.GONE)
    first = own.order_by("gathering_id").values_list("gathering_id", flat=True).first()
    if first is None:
        return 0
    rows = own.filter(gathering=first).order_by("pk").select_for_update(of=("self",), no_key=True)
    found = list(rows.select_related("gathering", "asker")[:AT_ONCE])
    for question in found:
        empty_question(question, by=person, why="", moment=now or timezone.now())
    return len(found)


@transaction.atomic
def renew_asker(*, person_id: int) -> None:
    """Let logs of sessions name the person as they are called now. Part of an action that has asked who may do so."""
    rows = Question.objects.filter(asker=person_id, is_nameless=False).exclude(gathering__room=None)
    for question in rows.select_related("gathering", "asker").order_by("pk"):
        say_asker_anew(question)


def clean_questions(passages: Passages) -> int:
    """Put a sentence in place of what questions, and reasons about them, repeat; how many held some. Whoever listens is
    told. Part of an action that purges.
    """
    columns = Question.objects.order_by("pk").values_list("pk", "words", "reason", "asked_at", "changed_at")
    found = [
        key
        for key, words, reason, asked_at, changed_at in columns.iterator()
        if (passages.without(words, asked_at), passages.without(reason, changed_at)) != (words, reason)
    ]
    for key in found:
        rows = Question.objects.select_for_update(of=("self",), no_key=True)
        row = rows.select_related("gathering", "asker").get(pk=key)
        row.words = passages.without(row.words, row.asked_at)[:LONGEST_QUESTION]
        row.reason = passages.without(row.reason, row.changed_at)[:LONGEST_DECLINE]
        tell_question(row, by=None, moment=row.changed_at)
        say_question_anew(row)
    return len(found)
