"""A question is removed, taken back, brought back and forgotten at the same moment; votes and a purge meet that."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from forum.chat.models import RoomEvent
from forum.communities.models import KEPT_DAYS, Change
from forum.core.passages import Passages
from forum.core.verdicts import Refused
from forum.gatherings.actions.answering import merge_question
from forum.gatherings.actions.counting import count_votes
from forum.gatherings.actions.leaving import let_go_of_sessions
from forum.gatherings.actions.purging import clean_words_of_sessions
from forum.gatherings.actions.questions import take_question_away
from forum.gatherings.actions.taking_down import (
    clear_removed_questions,
    restore_question,
    take_question_down,
)
from forum.gatherings.actions.voting import vote_for_question
from forum.gatherings.models import Question, QuestionRemoval, Stage
from forum.invariants.selectors import breaches
from forum.notifications.models import Notice
from forum.people.models import Person
from tests.factories import make_member
from tests.races.test_sessions import asked, count_until_done, failures, led
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]
ROUNDS = 10
WHY = "It names a bed."


def removal_of(question: Question) -> QuestionRemoval | None:
    return QuestionRemoval.objects.filter(question=question).first()


def test_it_is_removed_once_or_taken_back_and_never_both() -> None:
    hosts, gathering = led()
    for _round in range(ROUNDS):
        cache.clear()
        asker = make_member(gathering.community)
        question = asked(asker, gathering)
        taking = [
            partial(take_question_down, moderator=each, question=question, reason=WHY) for each in hosts * 2
        ]
        before = Change.objects.filter(verb="question-taken").count()
        found = together([*taking, partial(take_question_away, person=asker, question=question)])
        assert failures(found) == []
        question.refresh_from_db()
        lines = Change.objects.filter(verb="question-taken").count() - before
        is_kept = removal_of(question) is not None
        told = Notice.objects.filter(recipient=asker, kind="question-removed").count()
        assert (question.state, lines, told) == ("gone", int(is_kept), int(is_kept))
    assert breaches() == []


def test_it_comes_back_once_or_its_words_go_while_others_vote_and_merge() -> None:
    hosts, gathering = led()
    voters = [make_member(gathering.community) for _number in range(3)]
    for _round in range(ROUNDS):
        cache.clear()
        asker = make_member(gathering.community)
        stands, question, top = (
            asked(voters[0], gathering),
            asked(asker, gathering),
            asked(voters[1], gathering),
        )
        for each in voters:
            vote_for_question(person=each, question=question)
        merge_question(host=hosts[0], question=question, into_id=stands.pk)
        take_question_down(moderator=hosts[0], question=question, reason=WHY)
        Stage.objects.update(counted_at=None)
        found = together([
            *(partial(restore_question, moderator=each, question=question) for each in hosts * 2),
            partial(clear_removed_questions, timezone.now() + timedelta(days=KEPT_DAYS + 1)),
            partial(merge_question, host=hosts[1], question=stands, into_id=top.pk),
            partial(vote_for_question, person=voters[2], question=stands),
            count_votes,
        ])  # fmt: skip
        assert failures(found) == []
        back = [each for each in found[:4] if not isinstance(each, Exception)]
        question.refresh_from_db()
        removal = removal_of(question)
        if back:
            assert (len(back), question.state, question.words, removal) == (1, "merged", "How long?", None)
            assert all(isinstance(each, Refused) for each in found[:4] if each not in back)
        else:
            assert question.state == "gone" and removal is not None and removal.source == ""
        count_until_done()
    assert breaches() == []


def test_who_leaves_and_a_purge_meet_what_comes_back_and_nobody_waits_for_ever() -> None:
    hosts, gathering = led()
    secret = "Ada Byrne of Harbour Street came to us with a broken wrist."
    since = timezone.now() - timedelta(hours=1)
    for _round in range(ROUNDS):
        cache.clear()
        askers = [make_member(gathering.community) for _number in range(3)]
        questions = [asked(each, gathering) for each in askers]
        Question.objects.filter(pk__in=[each.pk for each in questions]).update(words=secret)
        RoomEvent.objects.filter(kind="asked").update(
            data={}
        )  # they say nothing, rather than what it said before
        for each in questions[:2]:
            take_question_down(moderator=hosts[0], question=each, reason=WHY)
        found = together([
            *(partial(restore_question, moderator=hosts[1], question=each) for each in questions[:2]),
            partial(let_go_of_sessions, person_id=askers[0].pk),
            partial(purged, Passages([(secret, since)])),
            partial(take_question_down, moderator=hosts[1], question=questions[2], reason=WHY),
            count_votes,
        ])  # fmt: skip
        assert failures(found) == []
        for each in questions:
            each.refresh_from_db()
            removal = removal_of(each)
            assert "Harbour" not in each.words + (removal.source if removal else "")
        assert (
            removal_of(questions[0]) is None or not QuestionRemoval.objects.get(question=questions[0]).source
        )


def purged(passages: Passages) -> Any:
    with transaction.atomic():
        return clean_words_of_sessions(passages)


def test_two_who_leave_at_once_let_go_of_what_was_removed_of_both() -> None:
    hosts, gathering = led()
    for _round in range(ROUNDS):
        cache.clear()
        leavers: list[Person] = [make_member(gathering.community) for _number in range(3)]
        questions = [asked(each, gathering) for each in leavers]
        for voter, question in zip(leavers, questions[1:] + questions[:1], strict=True):
            vote_for_question(person=voter, question=question)
        for each in questions:
            take_question_down(moderator=hosts[0], question=each, reason=WHY)
        found = together([partial(let_go_of_sessions, person_id=each.pk) for each in leavers])
        assert failures(found) == []
        assert not QuestionRemoval.objects.exclude(source="").exists()
    assert breaches() == []
