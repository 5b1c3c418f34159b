"""What it takes for a topic to stand on a board, and to stand there no longer. The topic is locked by whoever calls."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F

from forum.core.events import publish
from forum.discussions.actions.counters import listing_changed
from forum.discussions.actions.rehoming import OVER
from forum.discussions.events import PlacementsEnded, TopicPlaced
from forum.discussions.models import Board, Placement, Topic
from forum.people.models import Person

State = Placement.State


def begin_to_stand(placement: Placement, now: datetime) -> None:
    """Let the topic stand there live: it is listed, counted and read there from now on."""
    _change(
        placement, state=State.LIVE, awaits_board=False, awaits_home=False, expires_at=None, created_at=now
    )
    _count(placement, 1)
    publish(TopicPlaced(topic_id=placement.topic_id, board_id=placement.board_id))


def end_standing(
    placement: Placement, state: str, side: Placement.Side, *, by: Person | None, reason: str, now: datetime
) -> None:
    """Let it stand, or wait to stand, there no longer. What the board hid and pinned of it is forgotten."""
    was_live = placement.state == State.LIVE
    if was_live:
        _count(placement, -1)
    placement.hidden_posts.all().delete()
    _change(placement, state=state, ended_by=side, decided_by=by, decided_at=now, reason=reason, **OVER)
    if was_live:
        ended = PlacementsEnded(
            topic_ids=(placement.topic_id,), board_ids=(placement.board_id,), stood=(placement.pk,)
        )
        publish(ended)


def topic_shown_anew(topic: Topic) -> None:
    """Let pages of the topic and lists of every board on which it stands be put together anew."""
    Topic.objects.filter(pk=topic.pk).update(version=F("version") + 1)
    listing_changed(topic)


def _change(placement: Placement, **values: Any) -> None:
    for name, value in values.items():
        setattr(placement, name, value)
    placement.save(update_fields=list(values))


def _count(placement: Placement, change: int) -> None:
    """Boards in their order: those that list it anew, and the one that counts it or does no longer."""
    topic = Topic.objects.only("post_count", "removed_at").get(pk=placement.topic_id)
    topic_shown_anew(topic)
    Board.objects.filter(pk=placement.board_id).update(
        topic_count=F("topic_count") + change, post_count=F("post_count") + change * topic.post_count
    )
