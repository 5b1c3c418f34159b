"""Topics that words of a room could answer."""

from __future__ import annotations

from forum.communities.models import Community
from forum.communities.selectors.reach import reach_of
from forum.discussions.models import Placement, Topic
from forum.discussions.selectors.boards import readable_board
from forum.people.models import Person

MOST_OFFERED = 30


def topics_to_answer(person: Person, community: Community | None) -> list[Topic]:
    """The latest open topics that the person reads, of the community before all others."""
    rows = Placement.objects.filter(
        readable_board(reach_of(person), prefix="board__"),
        state=Placement.State.LIVE, topic__removed_at=None, topic__locked_at=None,
        board__archived_at=None, board__community__archived_at=None,
    ).select_related("topic").order_by("-last_post_at")  # fmt: skip
    if community is not None:
        rows = rows.filter(board__community=community)
    return list(dict.fromkeys(row.topic for row in rows[:MOST_OFFERED]))
