"""Topics that were removed and can still be brought back."""

from __future__ import annotations

from django.db.models import QuerySet

from forum.communities.models import Community
from forum.discussions.models import Topic

MOST_SHOWN = 100


def removed_topic(topic_id: int) -> Topic | None:
    """A removed topic whose words are kept, for policies to decide on; None where there is no such one."""
    return _removed().filter(pk=topic_id).first()


def removed_topics(community: Community) -> list[Topic]:
    """Those at home in a community, the latest first. For those who moderate their boards."""
    rows = _removed().filter(home_board__community=community).order_by("-removed_at", "-pk")
    return list(rows[:MOST_SHOWN])


def _removed() -> QuerySet[Topic]:
    rows = Topic.objects.filter(removed_at__isnull=False, post_count__gt=0)
    return rows.select_related("home_board__community", "author", "removed_by")
