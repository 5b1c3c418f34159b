"""Words that are deleted everywhere while others quote, change or delete them at the same moment."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.cache import cache

from forum.chat.actions.messages import edit_message
from forum.chat.models import Message
from forum.communities.models import Change, WhyPurged
from forum.core.verdicts import Refused
from forum.discussions.actions.edits import edit_post
from forum.discussions.actions.replies import post_reply
from forum.discussions.models import Post
from forum.invariants.selectors import breaches
from forum.moderation.actions.purging import purge_message, purge_post
from tests.factories import make_board, make_community, make_member, make_reply, make_steward, make_topic
from tests.forum.chat.test_sending import say
from tests.forum.lifting.lifted import room_of
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]

SAID = "It happened to the tall man from the village behind the lake."
ROUNDS = 6
LAW = WhyPurged.LAW


def whole(post: Post) -> Post:
    return Post.objects.select_related("topic__home_board__community", "via_board", "author").get(pk=post.pk)


def test_quotations_that_came_before_are_cleaned_and_the_post_says_nothing_any_more() -> None:
    board = make_board(make_community(guard="off"))
    people, steward = [make_member(board.community) for _hand in range(4)], make_steward()
    for _round in range(ROUNDS):
        topic = make_topic(board)
        post = whole(make_reply(topic, author=people[0], body=SAID))
        replies = [partial(post_reply, author=each, topic=topic, body=f"> {SAID}\n\nOh.") for each in people]
        results = together([
            *replies[:2], partial(purge_post, purger=steward, post=post, why=LAW), *replies[2:],
            partial(edit_post, editor=people[0], post=post, body=f"{SAID} I was there.", revision=1),
        ])  # fmt: skip
        assert results[2] is True
        assert {type(result) for result in (*results[:2], *results[3:])} <= {Post, Refused}
        assert (Post.objects.get(pk=post.pk).source, post.revisions.count()) == ("", 0)
        quoting = Post.objects.filter(topic=topic, number__gt=2).order_by("number")
        after = ["tall man" in each.source for each in quoting]
        assert (len(after), after) == (
            4,
            sorted(after),
        )  # those before it are clean, whatever came after is new
        cache.clear()
    assert breaches() == []


def test_deleted_by_two_at_once_it_is_deleted_once() -> None:
    board = make_board(make_community(guard="off"))
    steward = make_steward()
    for done in range(1, ROUNDS):
        post = whole(make_reply(make_topic(board), body=SAID))
        results = together([partial(purge_post, purger=steward, post=post, why=LAW)] * 3)
        assert sorted(results) == [False, False, True]
        assert Change.objects.filter(verb="purged").count() == done
        cache.clear()
    assert breaches() == []


def test_a_message_that_is_changed_at_this_moment_says_nothing_any_more() -> None:
    community = make_community(guard="off")
    room, person, steward = room_of(community), make_member(community), make_steward()
    for _round in range(ROUNDS):
        said = say(person, room, SAID)
        message = Message.objects.select_related("room__community", "author").get(pk=said.pk)
        changing = partial(edit_message, editor=person, message=message, body=f"{SAID} Yes.", revision=1)
        results = together([changing, partial(purge_message, purger=steward, message=message, why=LAW)])
        assert (results[1], type(results[0]) in {Message, Refused}) == (True, True)
        left = Message.objects.get(pk=said.pk)
        assert (left.source, left.html, left.revisions.count()) == ("", "", 0)
        cache.clear()
    assert breaches() == []
