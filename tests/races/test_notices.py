"""Notices of the same thing, written, read and tidied at the same moment."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.cache import cache
from django.utils import timezone

from forum.core.verdicts import Refused
from forum.discussions.actions.following import follow_topic
from forum.discussions.actions.replies import post_reply
from forum.discussions.events import ReplyPosted
from forum.invariants.selectors import breaches
from forum.notifications.actions.reading import read_all_notices
from forum.notifications.actions.tidying import mark_seen_notices
from forum.notifications.handlers.posts import tell_of_post
from forum.notifications.models import Notice
from tests.factories import make_board, make_member, make_reply, make_topic
from tests.races.test_leaving import closing
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]

HANDS = 8
ROUNDS = 20


def test_an_event_that_is_handled_many_times_makes_one_notice_for_each() -> None:
    board = make_board()
    topic, followers = make_topic(board), [make_member(board.community) for _ in range(5)]
    for person in followers:
        follow_topic(person=person, topic=topic)
    for _round in range(ROUNDS):
        cache.clear()
        post = make_reply(topic)
        Notice.objects.all().delete()
        event = ReplyPosted(topic_id=topic.pk, post_id=post.pk)
        assert together([partial(tell_of_post, event)] * HANDS) == [None] * HANDS
        told = sorted(Notice.objects.values_list("recipient", flat=True))
        assert told == sorted(person.pk for person in followers)


def test_writing_reading_and_tidying_do_not_wait_for_each_other_for_ever() -> None:
    board = make_board()
    people = [make_member(board.community) for _ in range(4)]
    topics = [make_topic(board, author=people[number]) for number in range(4)]
    for topic in topics:
        for person in people:
            follow_topic(person=person, topic=topic)
    for _round in range(ROUNDS):
        cache.clear()
        newest = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        acts = [
            partial(post_reply, author=people[number], topic=topics[3 - number], body="Yes.")
            for number in range(4)
        ]
        acts += [partial(read_all_notices, person=person, up_to=newest) for person in people[:3]]
        acts.append(partial(mark_seen_notices, timezone.now()))
        assert not [each for each in together(acts) if isinstance(each, Exception)]
        assert not Notice.objects.filter(pk__lte=newest, recipient__in=people[:3], read_at=None).exists()
    assert breaches() == []


def test_who_leaves_while_they_are_told_keeps_nothing() -> None:
    board = make_board()
    for _round in range(ROUNDS // 2):
        cache.clear()
        topic, follower = make_topic(board), make_member(board.community)
        follow_topic(person=follower, topic=topic)
        writers = [make_member(board.community) for _ in range(3)]
        acts = [partial(post_reply, author=writer, topic=topic, body="Yes.") for writer in writers]
        found = together([*acts, closing(follower)])
        assert not [each for each in found if isinstance(each, Exception) and not isinstance(each, Refused)]
        assert breaches() == []
