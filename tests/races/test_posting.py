"""Posting, locking, editing and removing at the same moment."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest
from django.core.cache import cache

from forum.communities.models import Membership
from forum.core.verdicts import Refused
from forum.discussions.actions.edits import EditConflict, edit_post, remove_post
from forum.discussions.actions.marks import accept_answer, react
from forum.discussions.actions.reading import mark_seen
from forum.discussions.actions.replies import post_reply
from forum.discussions.actions.starting import start_topic
from forum.discussions.actions.topics import lock_topic
from forum.discussions.models import Post, Reaction, ReadPosition, Topic
from forum.discussions.selectors.topics import topic_with_placements
from forum.invariants.selectors import breaches
from tests.factories import (
    make_board,
    make_community,
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


def test_replies_at_the_same_moment_get_numbers_one_after_another() -> None:
    topic = make_topic(make_board())
    people = [make_member(topic.home_board.community) for _hand in range(HANDS)]
    for _round in range(ROUNDS // 4):
        opening = topic.posts.get(number=1)
        posts = together(
            [
                partial(post_reply, author=person, topic=topic, body="Me too.", parent=opening)
                for person in people
            ]
        )
        assert [type(post) for post in posts] == [Post] * HANDS

    numbers = list(topic.posts.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, HANDS * (ROUNDS // 4) + 2))
    assert breaches() == []


def test_one_reply_sent_many_times_is_one_post() -> None:
    topic = make_topic(make_board())
    person = make_member(topic.home_board.community)
    for _round in range(ROUNDS):
        key = uuid4()
        posts = together(
            [partial(post_reply, author=person, topic=topic, body="Once.", client_key=key)] * HANDS
        )
        assert len({post.pk for post in posts}) == 1
        cache.clear()

    assert topic.posts.count() == ROUNDS + 1
    assert breaches() == []


def test_one_topic_sent_many_times_is_one_topic() -> None:
    board = make_board()
    person = make_member(board.community)
    for _round in range(3):
        key = uuid4()
        send = partial(
            start_topic, author=person, board=board, title="Once", body="Only once.", client_key=key
        )
        topics = together([send] * HANDS)
        assert len({topic.pk for topic in topics}) == 1

    assert Topic.objects.count() == 3
    assert breaches() == []


def test_no_reply_lands_after_the_lock() -> None:
    for _round in range(ROUNDS // 2):
        topic = make_topic(make_board())
        person, steward = make_member(topic.home_board.community), make_steward()
        replies = [
            partial(post_reply, author=person, topic=topic, body=f"Quick {n}") for n in range(HANDS - 1)
        ]
        results = together([*replies, partial(lock_topic, moderator=steward, topic=topic)])

        topic.refresh_from_db()
        assert topic.locked_at is not None
        landed = [result for result in results[:-1] if isinstance(result, Post)]
        assert all(isinstance(result, (Post, Refused)) for result in results[:-1])
        assert topic.post_count == len(landed) + 1
    assert breaches() == []


def test_no_reply_lands_after_the_suspension() -> None:
    topic = make_topic(make_board())
    for _round in range(ROUNDS // 2):
        person = make_member(topic.home_board.community)
        before = topic.posts.count()
        results = together(
            [
                *[partial(post_reply, author=person, topic=topic, body=f"Quick {n}") for n in range(3)],
                partial(suspend, person, topic.home_board.community),
            ]
        )
        landed = [result for result in results[:-1] if isinstance(result, Post)]
        assert all(isinstance(result, (Post, Refused)) for result in results[:-1])
        assert topic.posts.count() == before + len(landed)
        assert Membership.objects.get(person=person).suspended_until is not None
    assert breaches() == []


def test_of_edits_at_the_same_moment_one_is_kept_and_the_others_are_told() -> None:
    post = make_topic(make_board()).posts.get()
    for number in range(ROUNDS // 2):
        post.refresh_from_db()
        edits = [
            partial(
                edit_post,
                editor=post.author,
                post=post,
                body=f"Wording {number} of {hand}.",
                revision=post.revision,
            )
            for hand in range(4)
        ]
        results = together(edits)
        kept = [result for result in results if isinstance(result, Post)]
        assert len(kept) == 1
        assert sum(isinstance(result, EditConflict) for result in results) == 3
        post.refresh_from_db()
        assert post.source == kept[0].source
    assert post.revisions.count() == post.revision - 1


def test_answering_and_removing_the_same_post_leaves_a_whole_thread() -> None:
    topic = make_topic(make_board())
    for _round in range(ROUNDS):
        post = make_reply(topic)
        results = together(
            [
                partial(remove_post, author=post.author, post=post),
                partial(
                    post_reply,
                    author=make_member(topic.home_board.community),
                    topic=topic,
                    body="But",
                    parent=post,
                ),
            ]
        )
        assert not isinstance(results[0], Exception)
        assert isinstance(results[1], (Post, Refused))
    assert breaches() == []


def test_reactions_and_acceptance_at_the_same_moment_are_counted_right() -> None:
    board = make_board(kind="questions")
    topic = make_topic(board, type=Topic.Type.QUESTION)
    replies = [make_reply(topic) for _reply in range(2)]
    people = [make_member(board.community) for _person in range(HANDS - 2)]
    results = together(
        [
            *[partial(react, person=person, post=replies[0], kind=Reaction.Kind.THANKS) for person in people],
            *[partial(accept_answer, person=topic.author, post=reply) for reply in replies],
        ]
    )
    assert [result for result in results if isinstance(result, Exception)] == []
    replies[0].refresh_from_db()
    assert replies[0].reaction_counts == {"thanks": len(people)}
    assert breaches() == []


def test_a_reaction_pressed_twice_counts_once() -> None:
    post = make_topic(make_board()).posts.get()
    person = make_member(post.topic.home_board.community)
    together([partial(react, person=person, post=post, kind="insight")] * HANDS)
    post.refresh_from_db()
    assert post.reaction_counts == {"insight": 1}


def test_reading_in_several_tabs_adds_up() -> None:
    community = make_community()
    topic = make_topic(make_board(community))
    for _reply in range(HANDS * 2):
        make_reply(topic)
    reader = make_member(community)
    fresh = topic_with_placements(topic.pk)
    assert fresh is not None
    spans = [[(2 * hand + 1, 2 * hand + 2)] for hand in range(HANDS)]
    together([partial(mark_seen, reader=reader, topic=fresh, spans=span) for span in spans])

    position = ReadPosition.objects.get(person=reader, topic=topic)
    assert (position.seen_count, position.up_to) == (HANDS * 2, HANDS * 2)
