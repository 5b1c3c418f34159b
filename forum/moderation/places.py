"""What a case is about, and where that stands."""

from __future__ import annotations

from dataclasses import dataclass

from forum.chat.models import Message
from forum.communities.models import Community
from forum.discussions.models import Board, Post
from forum.moderation.models import Case


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
