"""Sending, deciding on, changing and taking back words that wait, at the same moment."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone

from forum.communities.actions.members import leave_community
from forum.communities.models import Role
from forum.core.verdicts import Refused
from forum.discussions.actions.deciding import CannotLetThrough, decline_held, let_through
from forum.discussions.actions.held_words import HeldMeanwhile, change_held, take_back_held
from forum.discussions.actions.replies import post_reply
from forum.discussions.actions.submitting import MOST_WAITING, submit_reply, submit_topic
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.actions.topics import lock_topic
from forum.discussions.models import HeldPost, Post, Topic
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import (
    hold_reply,
    hold_topic,
    make_board,
    make_member,
    make_reply,
    make_steward,
    make_topic,
    suspend,
)
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]

HANDS = 8
ROUNDS = 20


@pytest.mark.parametrize("is_reply", [True, False], ids=["reply", "topic"])
def test_words_sent_many_times_wait_once(is_reply: bool) -> None:
    board = make_board(approval="everything")
    topic, moderator = make_topic(board), make_steward()
    for _round in range(ROUNDS // 2):
        author, key = make_member(board.community), uuid4()
        send = (
            partial(submit_reply, author=author, topic=topic, body="Once.", client_key=key)
            if is_reply
            else partial(submit_topic, author=author, board=board, title="T", body="Once.", client_key=key)
        )
        held = together([send] * HANDS)
        assert {type(each) for each in held} == {HeldPost}
        assert len({each.pk for each in held}) == 1
        cache.clear()
        mixed = together([send, partial(let_through, moderator=moderator, held=held[0], revision=1)] * 4)
        assert Post.objects.filter(author=author).count() == 1
        assert not [each for each in mixed[::2] if isinstance(each, Exception)]
        cache.clear()
    assert HeldPost.objects.count() == ROUNDS // 2
    assert breaches() == []


def test_of_eight_moderators_one_decides_and_the_others_are_told() -> None:
    board = make_board(approval="everything")
    topic = make_topic(board)
    moderators = [make_member(board.community, role=Role.MODERATOR) for _hand in range(HANDS)]
    for number in range(ROUNDS):
        held = hold_reply(topic) if number % 2 else hold_topic(board)
        half = HANDS // 2
        results = together(
            [partial(let_through, moderator=person, held=held, revision=1) for person in moderators[:half]]
            + [
                partial(decline_held, moderator=person, held=held, revision=1, reason="No.")
                for person in moderators[half:]
            ]
        )
        assert sum(not isinstance(result, Exception) for result in results) == 1
        assert sum(isinstance(result, HeldMeanwhile) for result in results) == HANDS - 1
        held.refresh_from_db()
        assert Post.objects.filter(author=held.author).count() == (held.state == "approved")
        cache.clear()
    assert breaches() == []


def test_of_a_change_and_a_decision_one_is_told_and_the_other_stands() -> None:
    board, moderator = make_board(approval="everything"), make_steward()
    for _round in range(ROUNDS):
        held = hold_topic(board)
        results = together(
            [
                partial(change_held, author=held.author, held=held, body="Other.", title="O", revision=1),
                partial(let_through, moderator=moderator, held=held, revision=1),
                partial(take_back_held, author=held.author, held=held),
            ]
        )
        changed, post, taken = results
        assert all(isinstance(each, HeldMeanwhile) for each in results if isinstance(each, Exception))
        held.refresh_from_db()
        if isinstance(post, Post):
            assert (post.source, held.state) == ("Hello.", "approved")
            assert isinstance(changed, HeldMeanwhile)
            assert isinstance(taken, HeldMeanwhile)
        else:
            assert held.state == "withdrawn"
            assert Post.objects.filter(author=held.author).count() == 0
        cache.clear()
    assert breaches() == []


def test_letting_through_against_lock_removal_standing_and_leaving() -> None:
    board, steward = make_board(approval="everything"), make_steward()
    for number in range(ROUNDS):
        topic = make_topic(board)
        parent = make_reply(topic)
        held = hold_reply(topic, parent=parent)
        author = Person.objects.get(pk=held.author_id)
        against = [
            partial(lock_topic, moderator=steward, topic=topic),
            partial(take_down_post, moderator=steward, post=parent, reason="Off topic."),
            partial(suspend, author, board.community),
            partial(leave_community, person=author, community=board.community),
        ][number % 4]
        results = together(
            [
                partial(let_through, moderator=make_steward(), held=held, revision=1),
                against,
                partial(post_reply, author=make_steward(), topic=topic, body="Between."),
            ]
        )
        post, done, _between = results
        assert not isinstance(done, Exception), done
        assert isinstance(post, (Post, CannotLetThrough)), post
        held.refresh_from_db()
        assert (held.state, held.post) == (
            ("approved", post) if isinstance(post, Post) else ("waiting", None)
        )
        cache.clear()
    assert breaches() == []


def test_letting_several_through_gives_them_numbers_one_after_another() -> None:
    board = make_board(approval="everything")
    topic = make_topic(board)
    moderators = [make_member(board.community, role=Role.MODERATOR) for _hand in range(HANDS)]
    waiting = [hold_reply(topic) for _hand in range(HANDS)]
    posts = together(
        [
            partial(let_through, moderator=person, held=held, revision=1)
            for person, held in zip(moderators, waiting, strict=True)
        ]
    )
    assert sorted(post.number for post in posts) == list(range(2, HANDS + 2))
    assert breaches() == []


def test_no_more_wait_than_may_however_many_are_sent_at_once() -> None:
    board = make_board(approval="everything")
    author = make_member(board.community)
    for _number in range(MOST_WAITING - 3):
        hold_topic(board, author)
    cache.clear()
    results = together(
        [partial(submit_topic, author=author, board=board, title="T", body=f"{n}") for n in range(HANDS)]
    )
    assert sum(isinstance(result, HeldPost) for result in results) == 3
    assert sum(isinstance(result, Refused) for result in results) == HANDS - 3
    assert HeldPost.objects.filter(state="waiting").count() == MOST_WAITING


def test_in_slow_mode_one_of_many_at_once_is_posted() -> None:
    board = make_board(slow_seconds=600)
    topics = [make_topic(board) for _hand in range(HANDS)]
    for _round in range(ROUNDS // 4):
        author, now = make_member(board.community), timezone.now()
        results = together(
            [partial(submit_reply, author=author, topic=topic, body="Quick.", now=now) for topic in topics]
        )
        assert sum(isinstance(result, Post) for result in results) == 1
        assert all(isinstance(result, (Post, Refused)) for result in results)
        assert Post.objects.filter(author=author).count() == 1
    assert Topic.objects.count() == HANDS
    assert breaches() == []
