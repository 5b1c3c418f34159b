"""The acts of readers, writers and moderators on boards and in topics."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.rights.acts import doing, reading
from tests.rights.places import Place
from tests.rights.roles import (
    BOARD_MODERATOR,
    ELSEWHERE,
    FACILITATOR,
    GUEST,
    MEMBER,
    MODERATOR,
    MUTED,
    STEWARD,
    STRANGER,
    SUSPENDED,
    knows,
    moderates,
    nobody,
    only,
    reads,
    reads_signed_in,
    signed_in,
    small_acts,
    speaks,
    tends_board,
)


def _community(place: Place) -> list[Any]:
    return [place.community.slug]


def _board(place: Place) -> list[Any]:
    return [place.community.slug, place.board.slug]


def _topic(place: Place) -> list[Any]:
    return [place.topic.pk, place.topic.slug]


def _topic_key(place: Place) -> list[Any]:
    return [place.topic.pk]


def _post(place: Place) -> list[Any]:
    return [place.post.pk]


def _nothing(_place: Place) -> list[Any]:
    return []


def _reaction(place: Place) -> list[Any]:
    return [place.post.pk, "thanks"]


def _retitled(place: Place) -> dict[str, str]:
    return {"title": "Another title", "type": "question", "tags": ""}


READING = [
    reading("open the community's page", knows, "community", _community),
    reading("see who is in the community", reads, "community-people", _community),
    reading("open a board", reads, "board", _board),
    reading(
        "open a board for moderators",
        moderates,
        "board",
        lambda place: [place.community.slug, place.moderators_board.slug],
    ),
    reading("open a topic", reads, "topic", _topic),
    reading("see earlier wordings", reads, "post-history", _post),
    reading("quote a post", reads_signed_in, "quotation", _post),
    reading("see what can be done with a post", reads_signed_in, "post-acts", _post),
    reading("fetch a file", reads, "file", lambda place: [place.file.pk, place.file.name]),
]


def _is_in(role: str, visibility: str) -> bool:
    """Members, and the suspended where they may know of the community."""
    return role in INSIDERS or (role == SUSPENDED and knows(role, visibility))


def _may_join(role: str, visibility: str) -> bool:
    return knows(role, visibility) and role in {STRANGER, ELSEWHERE, STEWARD}


def _announces(role: str, visibility: str) -> bool:
    return tends_board(role, visibility)


def _words(text: str) -> Callable[[Place], dict[str, str]]:
    return lambda _place: {"text": text}


def _topic_form(type: str) -> Callable[[Place], dict[str, str]]:
    return lambda _place: {"title": "How?", "type": type, "tags": "", "text": "Like this?"}


def _file(_place: Place) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("list.txt", b"one more")}


INSIDERS = {GUEST, MEMBER, MUTED, BOARD_MODERATOR, MODERATOR, FACILITATOR}
JOINING = [
    doing("join", _may_join, "community-join", _community, already=_is_in),
    doing("leave", only(*INSIDERS), "community-leave", _community),
]
WRITING = [
    doing("reply", speaks, "reply", _topic_key, _words("We do it so.")),
    doing("reply in a locked topic", nobody, "reply", lambda place: [place.locked.pk], _words("Late.")),
    doing("start a topic", speaks, "start-topic", _board, _topic_form("question")),
    doing("announce", _announces, "start-topic", _board, _topic_form("announcement")),
    doing("react", small_acts, "reaction", _reaction),
    doing("bookmark", reads_signed_in, "bookmark", _post),
    doing("say what one has read", reads_signed_in, "seen", _topic_key, lambda _place: {"spans": "1-1"}),
    doing("call a board read", reads_signed_in, "board-read", _board),
    doing(
        "keep a draft",
        reads_signed_in,
        "drafts",
        _nothing,
        lambda place: {"place": f"topic:{place.topic.pk}", "text": "Half a"},
    ),
    doing("upload a file", signed_in, "uploads", _nothing, _file),
]
MODERATING = [
    doing(
        "edit a member's post",
        tends_board,
        "post-edit",
        _post,
        lambda _place: {"text": "In other words.", "revision": "2"},
    ),
    doing("accept an answer", tends_board, "accept", _post),
    doing("retitle a topic", tends_board, "topic-title", _topic_key, _retitled),
    doing("lock a topic", tends_board, "lock", _topic_key),
    doing("unlock a topic", tends_board, "unlock", lambda place: [place.locked.pk]),
    doing("pin a topic", tends_board, "pin", _topic_key, lambda place: {"board": place.board.pk}),
    doing("lock a topic of another board", moderates, "lock", lambda place: [place.elsewhere.pk]),
    reading("open the imports of a board", tends_board, "imports", _board),
]
