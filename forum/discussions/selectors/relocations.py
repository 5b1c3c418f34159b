"""Where posts are found whose topic was split or united since somebody wrote their address down."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from forum.discussions.models import Post, Relocation

MOST_STEPS = 16  # places that are looked at, however often topics were split and united


def where_post_went(topic_id: int, number: int) -> tuple[int, int] | None:
    """The topic and number of the post that once stood in `topic_id` as `number`; None where it went nowhere.

    No audience: whoever follows it is asked there.
    """
    known, left = {(topic_id, number)}, deque([(topic_id, number)])
    for _step in range(MOST_STEPS):
        if not left:
            return None
        at, before = left.popleft()
        rows = Relocation.objects.filter(topic=at).order_by("pk").values_list("into", "shift")
        there = [(into, before + shift) for into, shift in rows if before + shift >= 1]
        found = _first_that_stands(there)
        if found is not None:
            return found
        left.extend(place for place in dict.fromkeys(there) if place not in known)
        known.update(there)
    return None


def _first_that_stands(places: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    if not places:
        return None
    topics, numbers = zip(*places, strict=True)
    rows = Post.objects.filter(topic__in=set(topics), number__in=set(numbers))
    standing = set(rows.values_list("topic", "number"))
    return next((place for place in places if place in standing), None)
