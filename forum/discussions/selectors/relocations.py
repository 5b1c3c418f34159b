"""Where posts are found whose topic was split or united since somebody wrote their address down."""

from __future__ import annotations

from forum.discussions.models import Post, Relocation

MOST_STEPS = 8


def where_post_went(topic_id: int, number: int) -> tuple[int, int] | None:
    """The topic and number of the post that once stood in `topic_id` as `number`; None where it went nowhere.

    No audience: whoever follows it is asked there.
    """
    return _found(topic_id, number, MOST_STEPS)


def _found(topic_id: int, number: int, steps: int) -> tuple[int, int] | None:
    if steps == 0:
        return None
    for row in Relocation.objects.filter(topic=topic_id).order_by("pk"):
        there = number + row.shift
        if there < 1:
            continue
        if Post.objects.filter(topic=row.into_id, number=there).exists():
            return row.into_id, there
        further = _found(row.into_id, there, steps - 1)
        if further is not None:
            return further
    return None
