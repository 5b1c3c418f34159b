"""What becomes of appeals where what they are about holds no longer, moves, or gives way to something else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from forum.communities.selectors.measures import measure_with
from forum.moderation.models import Appeal

State = Appeal.State


def close_appeals_of_gone(appeals: QuerySet[Appeal], *, now: datetime) -> None:
    """What holds no longer needs no decision any more. Part of the action that ended it."""
    for appeal in appeals.filter(state=State.OPEN).order_by("pk").select_for_update(of=("self",)):
        appeal.state, appeal.decided_at = State.GONE, now
        appeal.save(update_fields=["state", "decided_at"])


def let_appeal_follow(*, measure_id: int, now: datetime) -> None:
    """What is asked about a measure is asked about the one that took its place, where the same person gave that: nobody
    ends an appeal against themselves by giving the same anew. What somebody else gives can be appealed anew. Part of
    the action that gave it.
    """
    measure = measure_with(measure_id)
    assert measure is not None
    rows, follower = Appeal.objects.filter(measure=measure), measure.replaced_by
    if follower is None or follower.given_by_id is None or follower.given_by_id != measure.given_by_id:
        close_appeals_of_gone(rows, now=now)
        return
    for appeal in rows.filter(state=State.OPEN).select_for_update(of=("self",)):
        appeal.measure = follower
        appeal.save(update_fields=["measure"])


def let_appeals_follow_topics(*, topic_ids: Sequence[int], to: int, community_id: int) -> None:
    """Topics have moved to the board `to`: what was asked about them in this community goes with them; what was asked
    in another one stays with those who were asked. Part of the action that moved them.
    """
    Appeal.objects.filter(topic__in=topic_ids, board__community=community_id).update(board=to)


def let_appeals_follow_board(*, board_id: int, into_id: int) -> None:
    """The same of all that was asked about topics of a board that is part of another one. Part of that action."""
    Appeal.objects.filter(board=board_id).update(board=into_id)
