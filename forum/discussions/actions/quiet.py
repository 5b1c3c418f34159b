"""Closing what nobody has answered for as long as its home board waits, and letting the log say so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from forum.communities.actions.log import note_change
from forum.communities.models import Verb
from forum.core.events import publish
from forum.discussions.actions.counters import listings_changed
from forum.discussions.events import TopicChanged
from forum.discussions.models import Topic
from forum.discussions.selectors.locks import lock_topics
from forum.discussions.selectors.topic_rules import quiet_topics
from forum.people.actions.placeholders import system_person


def close_quiet_topics(now: datetime) -> int:
    """Lock topics that have fallen quiet, some of each board. Returns how many there were.

    Nobody answers them before, either: `may_reply` asks for the moment at which one writes.
    """
    return sum(_close(board_id, topic_ids, now) for board_id, topic_ids in quiet_topics(now).items())


@transaction.atomic
def _close(board_id: int, topic_ids: Sequence[int], now: datetime) -> int:
    """Those of one board that are quiet still, with one line of the log for all of them."""
    lock_topics(topic_ids)
    rows = Topic.objects.select_related("home_board__community").filter(
        pk__in=topic_ids, home_board=board_id, locked_at=None, removed_at=None
    )
    quiet = [topic for topic in rows if topic.falls_quiet_at is not None and topic.falls_quiet_at <= now]
    if not quiet:
        return 0
    for topic in quiet:
        Topic.objects.filter(pk=topic.pk).update(
            locked_at=topic.closes_at, locked_by=None, version=F("version") + 1
        )
    listings_changed(topic.pk for topic in quiet)
    _note(quiet, now)
    for topic in quiet:
        publish(TopicChanged(topic_id=topic.pk))
    return len(quiet)


def _note(quiet: Sequence[Topic], now: datetime) -> None:
    board = quiet[0].home_board
    which = {"topic": quiet[0].pk} if len(quiet) == 1 else {}
    note_change(
        Verb.TOPICS_QUIET, by=system_person("machine", "The machine"), community=board.community, about=board.name,
        board_key=board.pk, details={"topics": len(quiet), "days": board.closes_after_days} | which, now=now,
    )  # fmt: skip
