"""Replies while a topic closes or is slowed, and marks that are set at the same moment."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from itertools import permutations
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone

from forum.core.editions import ChangedMeanwhile
from forum.core.verdicts import Refused
from forum.discussions.actions.duplicates import end_duplicate, mark_duplicate
from forum.discussions.actions.quiet import close_quiet_topics
from forum.discussions.actions.replies import post_reply
from forum.discussions.actions.staff_notes import leave_note
from forum.discussions.actions.topic_rules import Rules, close_topics_whose_time_has_come, rule_topic
from forum.discussions.actions.uniting import unite_topics
from forum.discussions.models import Post, StaffNote, Topic
from forum.discussions.selectors.topic_rules import edition_of_rules
from forum.invariants.selectors import breaches
from tests.factories import make_board, make_member, make_steward, make_topic
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]

HANDS = 8
ROUNDS = 8


def fresh(topic: Topic) -> Topic:
    return Topic.objects.select_related("home_board__community").get(pk=topic.pk)


def test_no_reply_comes_after_the_moment_at_which_a_topic_closes() -> None:
    board = make_board()
    people = [make_member(board.community) for _hand in range(HANDS)]
    for _round in range(ROUNDS):
        topic = make_topic(board)
        Topic.objects.filter(pk=topic.pk).update(locks_at=timezone.now() + timedelta(milliseconds=40))
        replies = [partial(post_reply, author=person, topic=topic, body="In time?") for person in people]
        closing = partial(close_topics_whose_time_has_come, timezone.now() + timedelta(milliseconds=40))
        results = together([*replies[:4], closing, *replies[4:]])
        results.pop(4)
        assert {type(result) for result in results} <= {Post, Refused}
        assert fresh(topic).post_count == 1 + sum(isinstance(result, Post) for result in results)
        cache.clear()
    assert breaches() == []


def test_a_reply_that_comes_in_time_keeps_a_quiet_topic_open_and_one_too_late_does_not_stand() -> None:
    board = make_board(closes_after_days=1)
    people = [make_member(board.community) for _hand in range(HANDS)]
    for _round in range(ROUNDS):
        topic = make_topic(board, now=timezone.now() - timedelta(days=1) + timedelta(milliseconds=40))
        replies = [partial(post_reply, author=person, topic=topic, body="In time?") for person in people]
        closing = partial(close_quiet_topics, timezone.now() + timedelta(milliseconds=40))
        results = together([*replies[:4], closing, *replies[4:]])
        assert results.pop(4) in (0, 1)
        assert {type(result) for result in results} <= {Post, Refused}
        written = sum(isinstance(result, Post) for result in results)
        assert fresh(topic).post_count == 1 + written
        assert (fresh(topic).locked_at is None) == bool(written)
        cache.clear()
    assert breaches() == []


def test_of_many_posts_of_one_person_in_a_slow_topic_one_stands() -> None:
    board = make_board()
    person, steward = make_member(board.community), make_steward()
    for _round in range(ROUNDS):
        topic = make_topic(board)
        rules = Rules(None, 600, asks_approval=False)
        rule_topic(moderator=steward, topic=topic, rules=rules, seen=edition_of_rules(topic))
        results = together([partial(post_reply, author=person, topic=topic, body="Quick.")] * HANDS)
        assert sum(isinstance(result, Post) for result in results) == 1
        assert {type(result) for result in results} == {Post, Refused}
        cache.clear()
    assert breaches() == []


def test_a_reply_against_the_mark_of_a_duplicate_is_before_it_or_not_at_all() -> None:
    board = make_board()
    people, steward, of = (
        [make_member(board.community) for _hand in range(4)],
        make_steward(),
        make_topic(board),
    )
    for _round in range(ROUNDS):
        topic = make_topic(board)
        results = together([
            *[partial(post_reply, author=person, topic=topic, body="In time?") for person in people],
            partial(mark_duplicate, moderator=steward, topic=topic, of=of),
        ])  # fmt: skip
        assert {type(result) for result in results[:-1]} <= {Post, Refused}
        stored = fresh(topic)
        assert stored.locked_at is not None
        assert stored.post_count == 1 + sum(isinstance(result, Post) for result in results)
        cache.clear()
    assert breaches() == []


def test_marks_that_are_set_at_once_never_run_in_circles() -> None:
    board, stewards = make_board(), [make_steward() for _hand in range(6)]
    for _round in range(ROUNDS):
        topics = [make_topic(board) for _each in range(3)]
        pairs = list(permutations(topics, 2))
        acts = [
            partial(mark_duplicate, moderator=steward, topic=topic, of=of)
            for steward, (topic, of) in zip(stewards, pairs, strict=True)
        ]
        results = together(acts)
        assert {type(result) for result in results} <= {Topic, Refused}
        assert any(isinstance(result, Topic) for result in results)
        assert breaches() == []
        cache.clear()


def test_a_mark_is_set_ended_and_its_topic_united_at_once_without_harm() -> None:
    board, stewards = make_board(), [make_steward() for _hand in range(4)]
    for _round in range(ROUNDS):
        first, second, third = (make_topic(board) for _each in range(3))
        mark_duplicate(moderator=stewards[0], topic=first, of=second)
        results = together([
            partial(mark_duplicate, moderator=stewards[0], topic=second, of=third),
            partial(end_duplicate, moderator=stewards[1], topic=first),
            partial(unite_topics, moderator=stewards[2], topic=fresh(second), into=fresh(third)),
            partial(mark_duplicate, moderator=stewards[3], topic=third, of=first),
        ])  # fmt: skip
        assert {type(result) for result in results} <= {Topic, Refused}
        assert breaches() == []
        cache.clear()


def test_of_two_who_set_the_rules_at_once_one_is_told() -> None:
    board, stewards = make_board(), [make_steward() for _hand in range(2)]
    for _round in range(ROUNDS):
        topic = make_topic(board)
        seen = edition_of_rules(topic)
        results = together([
            partial(rule_topic, moderator=steward, topic=topic, rules=Rules(None, slow, asks_approval=False), seen=seen)
            for steward, slow in zip(stewards, (60, 300), strict=True)
        ])  # fmt: skip
        assert sorted(type(result).__name__ for result in results) == sorted(
            [Topic.__name__, ChangedMeanwhile.__name__]
        )
        cache.clear()


def test_a_note_sent_many_times_at_once_is_one() -> None:
    steward, topic = make_steward(), make_topic(make_board())
    for _round in range(ROUNDS):
        send = partial(
            leave_note, moderator=steward, topic=fresh(topic), body="Once.", audience="readers",
            community=topic.home_board.community, client_key=uuid4(),
        )  # fmt: skip
        notes = together([send] * HANDS)
        assert len({note.pk for note in notes}) == 1
        cache.clear()
    assert StaffNote.objects.count() == ROUNDS
    assert breaches() == []
