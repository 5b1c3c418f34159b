"""How single topics are answered, and which of them are to close."""

from __future__ import annotations

from datetime import datetime

from forum.core.editions import edition_of
from forum.discussions.models import Topic


def edition_of_rules(topic: Topic) -> str:
    """The edition of what its moderators have set, from which a form about it begins."""
    return edition_of(topic.locks_at, topic.slow_seconds, topic.asks_approval)


def topics_to_close(now: datetime) -> list[int]:
    """Ids of the open topics whose time has come."""
    rows = Topic.objects.filter(locks_at__lte=now, locked_at=None, removed_at=None)
    return list(rows.order_by("pk").values_list("pk", flat=True))
