"""What a case is about, and where that stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from forum.chat.models import Message
from forum.communities.models import Community
from forum.core.claims import Kind
from forum.discussions.models import Board, Post
from forum.moderation.models import Appeal, Case


@dataclass(frozen=True, slots=True)
class Place:
    """A board or a room in which it stands: its community, its name, and the board; None for rooms."""

    community: Community
    name: str
    board: Board | None


def subject_of(case: Case) -> Post | Message:
    """The post or message that was reported."""
    subject = case.post or case.message
    assert subject is not None
    return subject


def places_of(case: Case) -> list[Place]:
    """Its home board; then the board it came through, where that is of another community; or its room."""
    if case.post is not None:
        home, via = case.post.topic.home_board, case.post.via_board
        boards = [home] if via.community_id == home.community_id else [home, via]
        return [Place(board.community, board.name, board) for board in boards]
    room = case.message.room if case.message is not None else None
    return (
        [Place(room.community, room.title, None)] if room is not None and room.community is not None else []
    )


def communities_of(case: Case) -> list[int]:
    """Ids of the communities in whose boards or room it stands."""
    return [place.community.pk for place in places_of(case)]


def read_by(kind: Kind, row: Any) -> Iterable[Community | None]:
    """In which communities those are who decide on a thing that waits; None for stewards."""
    if kind == Kind.REPORTED:
        return [place.community for place in places_of(row)]
    if kind == Kind.APPEAL:
        return communities_of_appeal(row)
    if kind == Kind.HOME:
        return [row.to.community, row.home.community]
    if kind == Kind.CARRIED:
        return [row.board.community, row.topic.home_board.community]
    return [row.community if kind == Kind.ASKING else row.board.community]


def communities_of_appeal(appeal: Appeal) -> list[Community | None]:
    """In which communities those are who look at it again; None for stewards."""
    if appeal.post is None:
        return [appeal.measure.community if appeal.measure else None]
    return [appeal.post.topic.home_board.community, appeal.post.via_board.community]
