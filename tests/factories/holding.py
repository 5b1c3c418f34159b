"""Words that wait, for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from forum.core.limits import POSTING, STARTING
from forum.discussions.actions.submitting import submit_reply, submit_topic
from forum.discussions.models import Board, HeldPost, Topic
from forum.people.models import Person
from tests.factories.communities import make_member
from tests.factories.people import refill


def hold_reply(
    topic: Topic,
    author: Person | None = None,
    body: str = "I have not said anything yet.",
    *,
    now: datetime | None = None,
    **fields: Any,
) -> HeldPost:
    """A reply that waits, by a new member unless an author is given. Its board must hold posts."""
    author = author or make_member(topic.home_board.community)
    refill(POSTING, author, now)
    held = submit_reply(author=author, topic=topic, body=body, now=now, **fields)
    assert isinstance(held, HeldPost)
    return held


def hold_topic(
    board: Board,
    author: Person | None = None,
    title: str = "A first topic",
    body: str = "Hello.",
    *,
    now: datetime | None = None,
    **fields: Any,
) -> HeldPost:
    """A topic that waits, by a new member unless an author is given. The board must hold posts."""
    author = author or make_member(board.community)
    refill(STARTING, author, now)
    held = submit_topic(author=author, board=board, title=title, body=body, now=now, **fields)
    assert isinstance(held, HeldPost)
    return held
