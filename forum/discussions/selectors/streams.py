"""What those who watch topics and boards are told: how far each has come. No audience: policies are asked about it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from forum.communities.selectors.standing import memberships_of
from forum.core.known_queries import among
from forum.discussions.models import Board, Placement, Post, Topic
from forum.discussions.selectors.boards import boards_readable_by
from forum.discussions.selectors.topics import with_placements
from forum.people.models import Person

MOST_WATCHED = 40  # boards by one page


def topics_to_ask_about(topic_ids: Collection[int]) -> dict[int, Topic]:
    """The topics with their placements, for `may_read_topic` to decide on. Two queries."""
    return with_placements(Topic.objects.filter(among("pk", list(topic_ids)))).in_bulk()


def boards_to_ask_about(board_ids: Collection[int]) -> dict[int, Board]:
    """The boards with their communities, for `may_read_board` to decide on; none that was merged away. One query."""
    rows = Board.objects.filter(among("pk", list(board_ids)), merged_into=None)
    return rows.select_related("community").in_bulk()


def versions_of_topics(topic_ids: Collection[int]) -> dict[int, int]:
    """How far each topic has come. One query."""
    return dict(Topic.objects.filter(among("pk", list(topic_ids))).values_list("pk", "version"))


def versions_of_boards(board_ids: Collection[int]) -> dict[int, int]:
    """How far the listing of each board has come. One query."""
    return dict(Board.objects.filter(among("pk", list(board_ids))).values_list("pk", "version"))


@dataclass(frozen=True, slots=True)
class TopicHead:
    """How far a topic has come, and by id the boards on which it stands live."""

    version: int
    boards: dict[int, int]


def heads_of_topics(topic_ids: Collection[int]) -> dict[int, TopicHead]:
    """How far these topics and the boards on which they stand have come. One query."""
    rows = Placement.objects.filter(among("topic_id", list(topic_ids)), state=Placement.State.LIVE)
    found: dict[int, TopicHead] = {}
    for topic_id, version, board_id, board in rows.values_list(
        "topic_id", "topic__version", "board_id", "board__version"
    ):
        found.setdefault(topic_id, TopicHead(version, {})).boards[board_id] = board
    return found


def number_of_post(post_id: int) -> int | None:
    """The number of a post in its topic. One query."""
    return Post.objects.filter(pk=post_id).values_list("number", flat=True).first()


def own_boards_to_watch(person: Person) -> list[Board]:
    """The boards in use of the person's communities, as many as a page watches. One query."""
    mine = list(memberships_of(person))
    rows = boards_readable_by(person).filter(among("community_id", mine), archived_at=None, merged_into=None)
    return list(rows.order_by("-version")[:MOST_WATCHED])


def boards_with_versions(boards: Iterable[Board]) -> str:
    """The boards as a page names them for scripts that watch them: "board:5@12 board:7@3"."""
    return " ".join(f"board:{board.pk}@{board.version}" for board in list(boards)[:MOST_WATCHED])
