"""Boards, topics and posts for tests."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from django.db.models import F
from django.utils import timezone

from forum.communities.models import Community, Role
from forum.communities.selectors.members import facilitators_of
from forum.core.limits import POSTING, STARTING
from forum.discussions.actions.board_moderators import name_board_moderator
from forum.discussions.actions.boards import open_board
from forum.discussions.actions.replies import post_reply
from forum.discussions.actions.starting import start_topic
from forum.discussions.models import Board, Placement, Post, Topic
from forum.discussions.models.placements import PATIENCE
from forum.people.models import Person
from tests.factories.communities import make_community, make_member
from tests.factories.people import make_steward, refill

_numbers = count(1)


def make_board(community: Community | None = None, **fields: Any) -> Board:
    """A board at the end of the community's list; in a new community unless one is given."""
    number = next(_numbers)
    wanted = {"name": f"Board {number}", "slug": f"board-{number}"} | fields
    return open_board(opener=make_steward(), community=community or make_community(), **wanted)


def make_board_moderator(board: Board, person: Person | None = None) -> Person:
    """A member of the board's community who moderates this board and no other; a new one unless given."""
    person = make_member(board.community, person)
    name_board_moderator(giver=make_steward(), person=person, board=board)
    return person


def make_topic(
    board: Board | None = None,
    *,
    author: Person | None = None,
    title: str = "",
    body: str = "What do others do?",
    now: datetime | None = None,
    **fields: Any,
) -> Topic:
    """A topic with its opening post, by the board's first facilitator unless an author is given."""
    board = board or make_board()
    author = author or _writer(board)
    refill(STARTING, author, now)
    title = title or f"Topic {next(_numbers)}"
    return start_topic(author=author, board=board, title=title, body=body, now=now, **fields)


def make_reply(
    topic: Topic,
    *,
    author: Person | None = None,
    body: str = "We do it like this.",
    parent: Post | None = None,
    now: datetime | None = None,
    **fields: Any,
) -> Post:
    """A reply, by a facilitator of the topic's home unless an author is given."""
    author = author or _writer(topic.home_board)
    refill(POSTING, author, now)
    return post_reply(author=author, topic=topic, body=body, parent=parent, now=now, **fields)


def place_topic(topic: Topic, board: Board, *, state: str = Placement.State.LIVE) -> Placement:
    """Let the topic stand on another board too, and be counted there."""
    stored = Topic.objects.get(pk=topic.pk)
    if state == Placement.State.LIVE:
        counted = {"topic_count": F("topic_count") + 1, "post_count": F("post_count") + stored.post_count}
        Board.objects.filter(pk=board.pk).update(**counted)
    return Placement.objects.create(
        topic=topic, board=board, state=state, created_at=timezone.now(), last_post_at=stored.last_post_at,
        is_answered=topic.type != Topic.Type.QUESTION, **_what_goes_with(state),
    )  # fmt: skip


def _what_goes_with(state: str) -> dict[str, Any]:
    if state == Placement.State.PENDING:
        now = timezone.now()
        return {"awaits_board": True, "proposed_at": now, "expires_at": now + PATIENCE}
    return {} if state == Placement.State.LIVE else {"ended_by": Placement.Side.READERS}


def _writer(board: Board) -> Person:
    facilitators = facilitators_of(board.community)
    return facilitators[0].person if facilitators else make_member(board.community, role=Role.FACILITATOR)
