"""Splitting a topic by choice: later posts go along with the first one, wherever in the thread they stand."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from forum.core.verdicts import Invalid, Refused
from forum.discussions.actions.splitting import split_topic
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.models import Board, Post, Topic
from forum.people.models import Person
from tests.factories import make_reply, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


@pytest.fixture
def thread(board: Board) -> dict[int, Post]:
    """Posts by number: 2 answers the question, 3 begins another matter, and so does 5; 4 answers 2, 6 answers 3,
    7 answers 5.
    """
    topic = make_topic(board)
    posts = {2: make_reply(topic)}
    posts[3] = make_reply(topic, body="Another matter.")
    posts[4] = make_reply(topic, parent=posts[2])
    posts[5] = make_reply(topic, body="Of this other matter, too.")
    posts[6] = make_reply(topic, parent=posts[3])
    posts[7] = make_reply(topic, parent=posts[5])
    return posts


def fresh(topic: Topic) -> Topic:
    return Topic.objects.select_related("home_board__community").get(pk=topic.pk)


def tree(topic: Topic) -> list[tuple[int, int | None, int]]:
    """Number, number of the parent, and how many answers it is said to have, as the tree is read."""
    return list(topic.posts.order_by("path").values_list("number", "parent__number", "reply_count"))


def test_what_is_chosen_answers_the_first_of_it_with_all_that_answers_it(
    thread: dict[int, Post], moderator: Person
) -> None:
    topic = fresh(thread[3].topic)
    made = split_topic(moderator=moderator, topic=topic, post=thread[3], title="The other", along=[5, 6, 7])
    assert tree(made) == [(1, None, 2), (3, 1, 1), (5, 3, 0), (4, 1, 0)]
    assert tree(topic) == [(1, None, 2), (2, 1, 1), (4, 2, 0), (8, 1, 0)]
    assert (fresh(made).post_count, fresh(topic).post_count) == (4, 4)


@pytest.mark.parametrize(
    ("along", "said"),
    [
        ([99], "another topic"),
        ([2], "Begin with the earliest"),
        ([1], "Choose a reply"),
        ([5, 5000], "another topic"),
    ],
)
def test_what_cannot_go_along_is_named_and_nothing_goes(
    thread: dict[int, Post], moderator: Person, along: list[int], said: str
) -> None:
    topic = fresh(thread[3].topic)
    before = tree(topic)
    with pytest.raises(Refused, match=said):
        split_topic(moderator=moderator, topic=topic, post=thread[3], title="The other", along=along)
    assert (tree(topic), Topic.objects.count()) == (before, 1)


def test_a_removed_post_begins_nothing_and_goes_with_what_it_answers(
    thread: dict[int, Post], moderator: Person
) -> None:
    topic = fresh(thread[3].topic)
    take_down_post(moderator=moderator, post=thread[5], reason="Off topic.")
    with pytest.raises(Refused, match="still there"):
        split_topic(moderator=moderator, topic=topic, post=thread[3], title="The other", along=[5])
    made = split_topic(moderator=moderator, topic=topic, post=thread[3], title="The other", along=[7])
    assert tree(made) == [(1, None, 2), (4, 1, 0), (5, 1, 0)]
    thread[5].refresh_from_db()
    assert (thread[5].topic_id, thread[5].reply_count) == (topic.pk, 0)


def test_more_than_can_go_at_once_stays(
    thread: dict[int, Post], moderator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.discussions.actions.splitting.MOST_POSTS", 3)
    topic = fresh(thread[3].topic)
    with pytest.raises(Invalid, match="more than 3 posts"):
        split_topic(moderator=moderator, topic=topic, post=thread[3], title="The other", along=[5])
    split_topic(moderator=moderator, topic=topic, post=thread[3], title="The other")


def test_on_the_page_later_posts_are_ticked_and_their_old_addresses_lead_on(
    thread: dict[int, Post], moderator: Person, client: Client
) -> None:
    topic = fresh(thread[3].topic)
    client.force_login(moderator)
    address = reverse("topic-split", args=[topic.pk])
    page = client.get(f"{address}?post=3").content.decode()
    assert [f'value="{number}"' in page for number in (2, 4, 5, 6, 7)] == [False, True, True, False, True]
    assert "#5, " in page and "Of this other matter, too." in page
    refused = client.post(address, {"post": 3, "title": "", "along": [5]})
    assert refused.status_code == 422 and re.search(r'value="5"[^>]* checked', refused.content.decode())
    assert client.post(address, {"post": 3, "title": "The other", "along": [2]}).status_code == 422
    made = client.post(address, {"post": 3, "title": "The other", "along": [5]})
    assert made.status_code == 302
    new = Topic.objects.latest("pk")
    for old, number in ((3, 1), (5, 3), (6, 4), (7, 5)):
        found = client.get(reverse("post", args=[topic.pk, topic.slug, old]))
        assert found["Location"] == reverse("post", args=[new.pk, new.slug, number]) + f"#post-{number}"


def test_the_last_post_goes_alone(thread: dict[int, Post], moderator: Person, client: Client) -> None:
    client.force_login(moderator)
    page = client.get(reverse("topic-split", args=[thread[7].topic_id]) + "?post=7").content.decode()
    assert "These go along" not in page
