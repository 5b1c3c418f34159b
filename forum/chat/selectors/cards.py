"""What a reader is shown of the topics and posts that messages link to: theirs alone, asked anew for each reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from forum.communities.selectors.reach import reach_of
from forum.core.asked_above import AskedAbove
from forum.discussions.models import Placement, Post
from forum.discussions.selectors.boards import readable_board
from forum.discussions.selectors.posts import posts_visible_to
from forum.people.actors import Actor

MOST_CARDS = 100
# Asked above: to which posts messages were taken, `(topic, number)` by message id, whoever may read those.
posts_taken_from = AskedAbove[[list[int]], dict[int, list[tuple[int, int]]]](lambda _message_ids: {})


@dataclass(frozen=True, slots=True)
class Linked:
    """What is linked: a topic through a board on which the reader reads it, and the post where one is named."""

    placement: Placement
    post: Post | None


def linked_for(reader: Actor, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Linked]:
    """What the reader may read of these topics and posts, `(topic, number)` with 0 for a topic as a whole.

    What they may not read is left out, as is what does not exist. Two queries at most.
    """
    keys = list(dict.fromkeys(wanted))[:MOST_CARDS]
    if not keys:
        return {}
    placements = _placements(reader, {topic_id for topic_id, _number in keys})
    named = [(topic_id, number) for topic_id, number in keys if number > 1 and topic_id in placements]
    posts = _posts(reader, named) if named else {}
    return {
        (topic_id, number): Linked(placements[topic_id], posts.get((topic_id, number)))
        for topic_id, number in keys
        if topic_id in placements
    }


def _placements(reader: Actor, topic_ids: set[int]) -> dict[int, Placement]:
    rows = Placement.objects.filter(
        readable_board(reach_of(reader), prefix="board__"),
        topic__in=topic_ids,
        state=Placement.State.LIVE,
        topic__removed_at=None,
    )
    rows = rows.select_related("board__community", "topic__author").order_by("-pk")
    return {row.topic_id: row for row in rows}  # the first placement, the home board's, is the last here


def _posts(reader: Actor, named: list[tuple[int, int]]) -> dict[tuple[int, int], Post]:
    topic_ids, numbers = zip(*named, strict=True)
    rows = posts_visible_to(reader).filter(topic__in=set(topic_ids), number__in=set(numbers))
    return {(row.topic_id, row.number): row for row in rows.select_related("author")}
