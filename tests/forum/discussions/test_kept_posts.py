"""Posts are kept one by one; whatever happens to one of them, readers see what an empty cache would give."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.test import Client

from forum.communities.models import Community
from forum.core.pieces import piece
from forum.discussions.actions.edits import edit_post
from forum.discussions.actions.marks import accept_answer, react
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.actions.topics import lock_topic
from forum.discussions.models import Post, Topic
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_reply, make_steward, make_topic

pytestmark = pytest.mark.django_db
NEW_EACH_TIME = re.compile(r'(csrfmiddlewaretoken" value="|X-CSRFToken": "|client_key" value=")[\w-]+')


@pytest.fixture
def question() -> Topic:
    board = make_board(make_community(visibility=Community.Visibility.OPEN), kind="questions")
    asker = make_member(board.community)
    topic = make_topic(board, author=asker, type=Topic.Type.QUESTION)
    for _ in range(4):
        make_reply(topic, author=make_member(board.community))
    return topic


def pages(topic: Topic, readers: list[Person | None]) -> list[str]:
    seen = []
    for reader in readers:
        client = Client()
        if reader is not None:
            client.force_login(reader)
        seen.append(NEW_EACH_TIME.sub("…", client.get(topic.get_absolute_url()).content.decode()))
    return seen


def third(topic: Topic) -> Post:
    return topic.posts.select_related("author").get(number=3)


def edit(topic: Topic) -> None:
    post = third(topic)
    edit_post(editor=post.author, post=post, body="Said **otherwise**.", revision=post.revision)


EVENTS: dict[str, Callable[[Topic], object]] = {
    "a reply": lambda topic: make_reply(topic, parent=third(topic)),
    "an edit": edit,
    "a reaction": lambda topic: react(person=topic.author, post=third(topic), kind="insight"),
    "an answer accepted": lambda topic: accept_answer(person=topic.author, post=third(topic)),
    "a removal": lambda topic: take_down_post(
        moderator=make_steward(), post=third(topic), reason="Off topic."
    ),
    "a lock": lambda topic: lock_topic(moderator=make_steward(), topic=topic),
}


@pytest.mark.parametrize("event", EVENTS)
def test_after_anything_happened_a_page_is_what_an_empty_cache_gives(
    question: Topic, event: str, django_capture_on_commit_callbacks: Any
) -> None:
    readers = [None, question.author, third(question).author, make_member(question.home_board.community)]
    before = pages(question, readers)
    with django_capture_on_commit_callbacks(execute=True):
        EVENTS[event](question)
    question.refresh_from_db()
    after = pages(question, readers)
    assert after != before
    cache.clear()
    assert pages(question, readers) == after


def test_a_reply_makes_only_what_it_changes_anew(question: Topic) -> None:
    pages(question, [None])
    make_reply(question, parent=third(question))
    with patch("forum.discussions.views.post_pieces.piece", wraps=piece) as made:
        pages(question, [None])
    assert made.call_count == 1
