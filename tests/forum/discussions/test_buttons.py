"""The buttons under a post are those whose acts would not be refused."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from forum.communities.models import Role
from forum.discussions.actions.topics import lock_topic
from forum.discussions.models import Post
from forum.discussions.policies.posts import may_edit, may_remove
from forum.discussions.selectors.posts import post_with_author
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_reply, make_topic, mute

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Post:
    board = make_board(make_community(visibility="open"))
    return make_reply(make_topic(board), author=make_member(board.community))


def muted(post: Post) -> Person:
    mute(post.author, post.topic.home_board.community)
    return post.author


def after_locking(post: Post) -> Person:
    moderator = make_member(post.topic.home_board.community, role=Role.MODERATOR)
    lock_topic(moderator=moderator, topic=post.topic)
    return post.author


READERS: dict[str, tuple[Callable[[Post], Person], tuple[bool, bool]]] = {
    "author": (lambda post: post.author, (True, True)),
    "muted author": (muted, (False, True)),
    "author of a locked topic": (after_locking, (False, True)),
    "member": (lambda post: make_member(post.topic.home_board.community), (False, False)),
    "moderator": (
        lambda post: make_member(post.topic.home_board.community, role=Role.MODERATOR),
        (True, True),
    ),
}


@pytest.mark.parametrize("who", READERS)
def test_editing_and_removing_are_offered_to_whom_they_are_allowed(
    client: Client, post: Post, who: str
) -> None:
    find, wanted = READERS[who]
    reader = Person.objects.get(pk=find(post).pk)
    client.force_login(reader)
    page = client.get(post.topic.get_absolute_url()).content.decode()
    offered = set(re.findall(rf'href="/posts/{post.pk}/(edit|remove)/"', page))
    asked = post_with_author(post.pk)
    assert asked is not None
    assert ("edit" in offered, "remove" in offered) == wanted
    assert (bool(may_edit(reader, asked)), bool(may_remove(reader, asked))) == wanted
