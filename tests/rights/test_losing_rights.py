"""Whoever loses a right loses what it showed at once: warm caches, kept tags and old marks notwithstanding."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from forum.communities.actions.members import give_role, leave_community
from forum.communities.models import Role
from forum.discussions.actions.drafts import keep_draft
from forum.discussions.actions.files import attachment_markdown, store_upload
from forum.discussions.actions.marks import bookmark_post
from forum.discussions.models import Board, Topic
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_community,
    make_member,
    make_reply,
    make_steward,
    make_topic,
    suspend,
)

pytestmark = pytest.mark.django_db

SECRET = "Zaffre"  # in the title, in words, in the name of the file and in what it holds


def _suspended(person: Person, board: Board) -> None:
    suspend(person, board.community)


def _left(person: Person, board: Board) -> None:
    leave_community(person=person, community=board.community)


def _made_a_guest(person: Person, board: Board) -> None:
    give_role(giver=make_steward(), person=person, community=board.community, role=Role.GUEST)


LOSSES: dict[str, tuple[int, Callable[[Person, Board], None]]] = {
    "suspended": (0, _suspended),
    "left": (0, _left),
    "made a guest": (Role.MEMBER, _made_a_guest),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_nothing_is_left_of_what_one_could_read(loss: str) -> None:
    read_from, lose = LOSSES[loss]
    board = make_board(make_community(visibility="private"), read_from=read_from)
    reader, topic = make_member(board.community), _topic(board)
    _leave_marks(reader, topic)
    client = Client()
    client.force_login(reader)
    before = {page: client.get(page) for page in _pages(topic)}
    shown = {page for page, answer in before.items() if SECRET in _text(answer)}
    assert len(shown) >= len(before) - 1  # what is tested below was there

    lose(reader, board)

    for page, answer in before.items():
        again = client.get(page, headers={"If-None-Match": answer.get("ETag", "")})
        assert again.status_code != 304, page
        said = (
            _text(again).replace(page, "").replace(quote(page, safe=""), "")
        )  # whoever asks knows the address
        assert SECRET.lower() not in said.lower(), page


def _topic(board: Board) -> Topic:
    """A topic with a file, by someone else."""
    writer = make_member(board.community)
    topic = make_topic(board, author=writer, title=f"{SECRET} and other matters", body=f"All about {SECRET}.")
    file = store_upload(owner=writer, upload=SimpleUploadedFile(f"{SECRET}.txt", SECRET.encode()))
    make_reply(topic, author=writer, body=f"{SECRET} again: {attachment_markdown(file)}")
    return topic


def _leave_marks(reader: Person, topic: Topic) -> None:
    bookmark_post(person=reader, post=topic.posts.get(number=2))
    keep_draft(person=reader, place=topic, body="What I think of it.")


def _pages(topic: Topic) -> list[str]:
    """Everything that shows the topic to who may read it."""
    board, file = topic.home_board, topic.posts.get(number=2).attachments.get()
    return [
        reverse("home"),
        reverse("community", args=[board.community.slug]),
        reverse("board", args=[board.community.slug, board.slug]),
        reverse("topic", args=[topic.pk, topic.slug]),
        reverse("post", args=[topic.pk, topic.slug, 2]),
        reverse("post-history", args=[topic.posts.get(number=1).pk]),
        reverse("quotation", args=[topic.posts.get(number=1).pk]),
        reverse("file", args=[file.pk, file.name]),
        reverse("person", args=[topic.author.handle]),
        reverse("bookmarks"),
        reverse("drafts"),
    ]


def _text(answer: HttpResponseBase) -> str:
    """What it says, file or page."""
    if answer.streaming:
        return b"".join(answer).decode()  # type: ignore[attr-defined, arg-type]  # the sync client's
    return answer.content.decode()
