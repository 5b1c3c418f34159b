"""How single topics are answered, and which of them are to close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from forum.core.editions import edition_of
from forum.discussions.models import Board, Placement, Topic

MOST_AT_ONCE = 200
DAYS_TOLD = (30, 90, 180, 365)  # after which it is said beforehand how many topics would close


def edition_of_rules(topic: Topic) -> str:
    """The edition of what its moderators have set, from which a form about it begins."""
    return edition_of(topic.locks_at, topic.slow_seconds, topic.asks_approval, topic.stays_open)


def topics_to_close(now: datetime) -> list[int]:
    """Ids of the open topics whose time has come."""
    rows = Topic.objects.filter(locks_at__lte=now, locked_at=None, removed_at=None)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class WouldClose:
    """How many open topics are at home on a board, and how many of them have had no reply for so many days: what closes
    at once where the board lets its topics fall quiet after that.
    """

    number: int
    after: list[tuple[int, int]]  # days, and how many topics; those of which there is none are left out
    least_days: int = DAYS_TOLD[0]


def what_would_close(board: Board, now: datetime) -> WouldClose:
    """For those who manage the board. One query."""
    rows = Topic.objects.filter(home_board=board, locked_at=None, removed_at=None)
    quiet = {
        f"after_{days}": Count("pk", filter=Q(last_post_at__lte=now - timedelta(days=days), stays_open=False))
        for days in DAYS_TOLD
    }
    counts = rows.order_by().aggregate(number=Count("pk"), **quiet)
    after = [(days, counts[f"after_{days}"]) for days in DAYS_TOLD]
    return WouldClose(counts["number"], [(days, number) for days, number in after if number])


@dataclass(frozen=True, slots=True)
class OpenTopics:
    """How many topics stand on a board that can be answered, and how many of them are guests there."""

    number: int
    guests: int


def open_topics_on(board: Board) -> OpenTopics:
    """For those who manage it. One query."""
    live = Placement.objects.filter(board=board, state=Placement.State.LIVE)
    rows = live.filter(topic__removed_at=None, topic__locked_at=None).order_by()
    guests = Count("pk", filter=~Q(topic__home_board=board))
    return OpenTopics(**rows.aggregate(number=Count("pk"), guests=guests))


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
