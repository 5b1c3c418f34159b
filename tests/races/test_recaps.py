"""Hosts who sum up the same session at the same moment do not collide, and of two first answers one is told of."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache

from forum.communities.models import Role
from forum.core.verdicts import Refused
from forum.discussions.actions.replies import post_reply
from forum.discussions.models import Board, Topic
from forum.gatherings.actions.leading import end_gathering
from forum.gatherings.actions.questions import ask_question
from forum.gatherings.models import Gathering, Question
from forum.invariants.selectors import breaches
from forum.notifications import kinds
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.recaps.actions.carrying import let_question_go_on
from forum.recaps.actions.recaps import RecapWords, draft_anew, keep_recap, sign_recap
from forum.recaps.models import Recap
from tests.factories import make_board, make_community, make_member
from tests.forum.gatherings.going_on import begun
from tests.forum.gatherings.meeting import again
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]
ROUNDS = 6


def over() -> tuple[list[Person], Gathering, Question, Board]:
    """Two hosts, a session that is over with a question, and a board."""
    cache.clear()
    community = make_community(visibility="private")
    hosts = [make_member(community, role=Role.FACILITATOR) for _number in range(2)]
    gathering = begun(hosts[0], community)
    question = ask_question(
        asker=make_member(community), gathering=again(gathering), words="How long?", client_id=uuid4()
    )
    end_gathering(host=hosts[0], gathering=again(gathering))
    question = Question.objects.select_related("gathering").get(pk=question.pk)
    return hosts, again(gathering), question, make_board(community)


def words(board: Board | None, seen: int = 0) -> RecapWords:
    return RecapWords("What we learned", "We wait.", board, seen)


def failures(found: list[Any]) -> list[Any]:
    return [each for each in found if isinstance(each, Exception) and not isinstance(each, Refused)]


def test_two_hosts_sign_one_topic() -> None:
    for _round in range(ROUNDS):
        hosts, gathering, _question, board = over()
        found = together(
            [partial(sign_recap, host=each, gathering=gathering, words=words(board)) for each in hosts]
        )
        assert failures(found) == []
        (topic,) = Topic.objects.filter(home_board=board)
        assert [each for each in found if isinstance(each, Topic)] == [topic, topic]
    assert breaches() == []


def test_keeping_and_drafting_anew_do_not_undo_each_other() -> None:
    for _round in range(ROUNDS):
        hosts, gathering, _question, _board = over()
        keep_recap(host=hosts[0], gathering=gathering, words=words(None))
        found = together(
            [
                partial(keep_recap, host=hosts[0], gathering=gathering, words=words(None, seen=1)),
                partial(draft_anew, host=hosts[1], gathering=gathering, seen=1),
            ]
        )
        assert failures(found) == []
        assert sum(isinstance(each, Recap) for each in found) == 1
        assert Recap.objects.get(pk=gathering.pk).revision == 2


def test_a_question_goes_on_once_whoever_lets_it() -> None:
    for _round in range(ROUNDS):
        hosts, _gathering, question, board = over()
        found = together(
            [partial(let_question_go_on, host=each, question=question, board=board) for each in hosts]
        )
        assert failures(found) == []
        (topic,) = Topic.objects.filter(home_board=board)
        assert found == [topic, topic]
    assert breaches() == []


def test_of_two_first_answers_one_is_told_of() -> None:
    for _round in range(ROUNDS):
        hosts, gathering, question, board = over()
        topic = let_question_go_on(host=hosts[0], question=question, board=board)
        replying = [make_member(gathering.community) for _number in range(2)]
        found = together(
            [partial(post_reply, author=each, topic=topic, body="Two weeks.") for each in replying]
        )
        assert failures(found) == []
        told = Notice.objects.filter(kind=kinds.ANSWERED_LATER, recipient=question.asker)
        assert told.count() == 1
