"""Figures that pages read instead of counting, kept inside the transaction that changes them.

Rows are locked in one order everywhere: the community, topics, memberships, posts, placements, boards by id. So
writers wait, never deadlock.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F

from forum.core.known_queries import KnownUpdate
from forum.discussions.models import Board, Placement, Topic
from forum.discussions.models.topics import MOST_PARTICIPANTS
from forum.discussions.policies.topics import live_boards


def boards_of_topic(topic: Topic) -> list[int]:
    """Ids of the boards on which the topic is live, in the order in which they are locked."""
    live = Placement.objects.filter(topic=topic, state=Placement.State.LIVE)
    return list(live.order_by("board_id").values_list("board_id", flat=True))


def listing_changed(topic: Topic, *, topics: int = 0, posts: int = 0) -> None:
    """Let every board that shows the topic be listed anew, and add to what it counts."""
    for board_id in boards_of_topic(topic):
        _board_goes_on(board_id, topics, posts)


_board_goes_on = KnownUpdate(
    lambda board_id, topics, posts: (
        Board.objects.filter(pk=board_id),
        {
            "version": F("version") + 1,
            "topic_count": F("topic_count") + topics,
            "post_count": F("post_count") + posts,
        },
    )
)


def listings_changed(topic_ids: Iterable[int]) -> None:
    """Let every board on which one of the topics stands, live or not, be listed anew."""
    boards = Board.objects.filter(placements__topic__in=list(topic_ids)).order_by("pk")
    for board_id in boards.values_list("pk", flat=True).distinct():
        Board.objects.filter(pk=board_id).update(version=F("version") + 1)


def reply_counted(topic: Topic, *, author_id: int, number: int, now: datetime) -> None:
    """Move the topic's figures on for a new post. `topic` is locked and holds its present values and placements."""
    participants = topic.participant_ids
    if author_id not in participants and len(participants) < MOST_PARTICIPANTS:
        participants = [*participants, author_id]
    _topic_goes_on(topic.pk, number, participants, now, author_id)
    _placements_go_on(topic.pk, now)
    for board_id in sorted(board.pk for board in live_boards(topic)):
        _board_goes_on(board_id, 0, 1)


_topic_goes_on = KnownUpdate(
    lambda topic_id, number, participants, now, author_id: (
        Topic.objects.filter(pk=topic_id),
        {
            "last_number": number,
            "post_count": F("post_count") + 1,
            "participant_ids": participants,
            "last_post_at": now,
            "last_post_by": author_id,
            "version": F("version") + 1,
        },
    )
)
_placements_go_on = KnownUpdate(
    lambda topic_id, now: (Placement.objects.filter(topic=topic_id), {"last_post_at": now})
)
