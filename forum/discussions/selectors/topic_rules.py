"""How single topics are answered, and which of them are to close."""

from __future__ import annotations

from datetime import datetime, timedelta

from forum.core.editions import edition_of
from forum.discussions.models import Board, Topic

MOST_AT_ONCE = 200


def edition_of_rules(topic: Topic) -> str:
    """The edition of what its moderators have set, from which a form about it begins."""
    return edition_of(topic.locks_at, topic.slow_seconds, topic.asks_approval, topic.stays_open)


def topics_to_close(now: datetime) -> list[int]:
    """Ids of the open topics whose time has come."""
    rows = Topic.objects.filter(locks_at__lte=now, locked_at=None, removed_at=None)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def quiet_topics(now: datetime) -> dict[int, list[int]]:
    """Ids of open topics that nobody has answered for as long as their home board waits, by board.

    At most `MOST_AT_ONCE` of each: an archive may bring thousands, and what is left has its turn with the next call.
    """
    found = {}
    for board in Board.objects.filter(closes_after_days__isnull=False).order_by("pk"):
        waits = timedelta(days=board.closes_after_days or 0)
        quiet = Topic.objects.filter(
            home_board=board, last_post_at__lte=now - waits, locked_at=None, removed_at=None,
            stays_open=False,
        )  # fmt: skip
        found[board.pk] = list(quiet.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    return {board_id: topic_ids for board_id, topic_ids in found.items() if topic_ids}
