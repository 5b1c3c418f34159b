"""The pages on which topics are removed, brought back, split and united, and addresses that acts keep."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import get_resolver, reverse

from forum.communities.models import Role
from forum.discussions.models import Board, Topic
from forum.discussions.models.topics import RESERVED_SLUGS, topic_slug
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_reply, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(board: Board, client: Client) -> Person:
    person = make_member(board.community, role=Role.MODERATOR)
    client.force_login(person)
    return person


def test_no_topic_is_called_as_an_act() -> None:
    words = {
        pattern.pattern._route.removeprefix("t/<int:topic_id>/").rstrip("/")
        for resolver in get_resolver().url_patterns
        for outer in getattr(resolver, "url_patterns", [])
        for pattern in getattr(outer, "url_patterns", [])
        if str(pattern.pattern).startswith("t/<int:topic_id>/")
    }
    acts = {word for word in words if word and "<" not in word and "/" not in word}
    assert {"move", "carry", "split"} <= acts <= RESERVED_SLUGS
    assert [topic_slug("Move"), topic_slug("Carry!"), topic_slug("Moves")] == [
        "move-topic",
        "carry-topic",
        "moves",
    ]


def test_a_topic_is_removed_with_a_reason_and_brought_back(
    client: Client, board: Board, moderator: Person
) -> None:
    topic = make_topic(board, title="Beside the point")
    address = reverse("topic-remove", args=[topic.pk])
    assert "Remove the topic?" in client.get(address).content.decode()
    refused = client.post(address, {"reason": ""})
    assert (refused.status_code, "Say why" in refused.content.decode()) == (422, True)
    assert client.post(address, {"reason": "Not of this board."})["Location"] == board.get_absolute_url()
    why = reverse("topic-removal", args=[topic.pk])
    assert client.get(topic.get_absolute_url())["Location"] == why
    client.force_login(make_member(board.community))
    assert client.get(topic.get_absolute_url()).status_code == 404
    client.force_login(moderator)
    page = client.get(reverse("removed-topics", args=[board.community.slug])).content.decode()
    assert ("Beside the point" in page, "Not of this board." in page) == (True, True)
    assert client.post(reverse("topic-restore", args=[topic.pk])).status_code == 302
    assert client.get(topic.get_absolute_url()).status_code == 200
    twice = client.post(reverse("topic-restore", args=[topic.pk]), follow=True)
    assert "stands on its board already" in twice.content.decode()


def test_who_does_not_moderate_is_told_so_or_nothing(client: Client, board: Board) -> None:
    topic, member = make_topic(board), make_member(board.community)
    client.force_login(member)
    for name in ("topic-remove", "topic-unite"):
        assert client.get(reverse(name, args=[topic.pk])).status_code == 403
    assert client.get(reverse("removed-topics", args=[board.community.slug])).status_code == 403
    Topic.objects.filter(pk=topic.pk).update(removed_at=topic.created_at)
    assert client.post(reverse("topic-restore", args=[topic.pk])).status_code == 404


def test_whether_a_topic_was_removed_or_never_was_is_told_to_nobody_who_does_not_read_it(
    client: Client, board: Board
) -> None:
    hidden = make_board(make_community(visibility="hidden"))
    removed, standing = make_topic(hidden), make_topic(hidden)
    Topic.objects.filter(pk=removed.pk).update(removed_at=removed.created_at)
    client.force_login(make_member(board.community))
    for key in (removed.pk, standing.pk, standing.pk + 10_000):
        answer = client.post(reverse("topic-restore", args=[key]))
        said = [str(message) for message in get_messages(answer.wsgi_request)]
        assert (answer.status_code, said) == (404, []), key


def test_a_reply_becomes_a_topic_by_its_sheet(client: Client, board: Board, moderator: Person) -> None:
    topic = make_topic(board)
    post = make_reply(topic, body="Another matter entirely.")
    address = f"{reverse('topic-split', args=[topic.pk])}?post={post.number}"
    assert address in client.get(reverse("post-acts", args=[post.pk])).content.decode()
    assert "Another matter entirely." in client.get(address).content.decode()
    assert client.post(address, {"title": ""}).status_code == 422
    answer = client.post(address, {"title": "Another matter"})
    assert answer["Location"] == Topic.objects.get(title="Another matter").get_absolute_url()
    assert client.get(address).status_code == 404


def test_two_topics_are_looked_at_before_they_are_one(
    client: Client, board: Board, moderator: Person
) -> None:
    topic, into = make_topic(board, title="Asked twice"), make_topic(board, title="Asked once")
    address = reverse("topic-unite", args=[topic.pk])
    page = client.get(address).content.decode()
    assert f'<option value="{into.pk}">Asked once</option>' in page
    for said in ("nonsense", "0", str(topic.pk + 10_000)):
        assert client.post(address, {"into": said}).status_code == 422
    looked = client.post(address, {"into": f"https://x.example{into.get_absolute_url()}"})
    assert (looked.status_code, "This topic goes on" in looked.content.decode()) == (200, True)
    assert client.post(address, {"into": str(topic.pk), "go": "1"}).status_code == 403
    assert client.post(address, {"into": str(into.pk), "go": "1"})["Location"] == into.get_absolute_url()
    assert client.get(topic.get_absolute_url())["Location"].endswith("#post-2")
    twice = client.post(address, {"into": str(into.pk), "go": "1"}, follow=True)
    assert "Both are one topic already." in twice.content.decode()
