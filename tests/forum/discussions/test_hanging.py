"""What a page of a tree says of posts whose place in the conversation cannot be seen on it."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.discussions.actions.edits import remove_post
from forum.discussions.models import Post, Topic
from forum.discussions.models.paths import FOLD_DEPTH
from forum.discussions.selectors.threads import folded_below
from tests.factories import make_board, make_community, make_reply, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic() -> Topic:
    return make_topic(make_board(make_community(visibility="open")))


def chain(topic: Topic, length: int, parent: Post | None = None) -> list[Post]:
    posts: list[Post] = []
    for _step in range(length):
        posts.append(make_reply(topic, parent=posts[-1] if posts else parent))
    return posts


def shown(url: str) -> list[tuple[int, int, int]]:
    """(number, indent, number of the post it says it answers or 0) of each post on the page."""
    page = Client().get(url).content.decode()
    heads = re.findall(r'<article class="post depth-(\d).*?" id="post-(\d+)".*?</header>', page, re.DOTALL)
    said = {
        int(number): int(parent)
        for number, parent in re.findall(
            r'id="post-(\d+)"(?:(?!</header>).)*?<a class="to" href="[^"]*#post-(\d+)"', page, re.DOTALL
        )
    }
    return [(int(number), int(indent), said.get(int(number), 0)) for indent, number in heads]


def test_a_fold_counts_all_that_lies_below_it(topic: Topic) -> None:
    posts = chain(topic, FOLD_DEPTH + 4)
    side = make_reply(topic, parent=posts[FOLD_DEPTH + 1])
    remove_post(author=side.author, post=side)
    page = Client().get(f"{topic.get_absolute_url()}?from={posts[2].number}").content.decode()
    assert "4 more replies in this branch" in page


def test_many_folds_are_counted_in_one_query_and_up_to_a_bound(
    topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    roots = [chain(topic, FOLD_DEPTH + more)[FOLD_DEPTH - 1] for more in (1, 4, 0)]
    monkeypatch.setattr("forum.discussions.selectors.threads.COUNTED_BELOW_FOLD", 3)
    stored = list(Post.objects.filter(pk__in=[root.pk for root in roots]).order_by("number"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = folded_below(topic, stored)
    assert (found, len(queries)) == ({roots[0].number: 1, roots[1].number: 3}, 1)


def test_a_page_that_begins_in_mid_branch_says_what_its_first_post_answers(topic: Topic) -> None:
    posts = chain(topic, 12)
    beside = make_reply(topic, parent=posts[7])
    url = f"{topic.get_absolute_url()}?branch=9&from=11"
    assert shown(url) == [(11, 2, 10), (12, 3, 0), (13, 4, 0), (beside.number, 1, 9)]


def test_a_branch_ends_with_the_way_back(topic: Topic) -> None:
    chain(topic, 10)
    page = Client().get(f"{topic.get_absolute_url()}?branch=9").content.decode()
    assert "Back to #9 in the whole topic" in page
