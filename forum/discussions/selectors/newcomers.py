"""What somebody has written lately: how much, and whether the same stands elsewhere already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from forum.discussions.models import HeldPost, Post
from forum.people.models import Person

MOST_COMPARED = 40


def moments_written_in(person: Person, community_id: int, *, since: datetime) -> list[datetime]:
    """When the person wrote for boards of the community after `since`, in order: posts, and words that wait or did."""
    posted = Post.objects.filter(
        author=person, via_board__community=community_id, created_at__gt=since, held_before=None
    )
    held = HeldPost.objects.filter(author=person, board__community=community_id, created_at__gt=since)
    moments = [rows.values_list("created_at", flat=True) for rows in (posted, held)]
    return sorted(moment for each in moments for moment in each)


def posts_written_elsewhere(person: Person, topic_id: int | None, *, since: datetime) -> Sequence[Post]:
    """What stands of the person's posts since then in topics other than this one, the newest first: a few dozen."""
    rows = Post.objects.filter(
        author=person, created_at__gt=since, removed_at=None, topic__removed_at=None
    ).exclude(topic=topic_id)
    return list(rows.only("pk", "topic_id", "number", "html").order_by("-created_at")[:MOST_COMPARED])
