"""What becomes of an offered or a wished home: an answer, the end of its time, or that of what was asked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from forum.core.events import publish
from forum.crossposting.events import HomeChangeAnswered
from forum.crossposting.models import HomeChange
from forum.people.models import Person

State, Awaits = HomeChange.State, HomeChange.Awaits
BATCH = 100


def decide(
    change: HomeChange, state: HomeChange.State, *, by: Person | None = None, reason: str = "", now: datetime
) -> None:
    """Let it wait no longer. Part of an action that has locked it and asked whether that may be."""
    change.state, change.decided_by, change.decided_at, change.reason = state, by, now, reason
    if change.asked_by is None or not change.asked_by.is_active:
        change.note = ""  # whoever has left leaves no words to the other side once that has answered
    change.save(update_fields=["state", "decided_by", "decided_at", "reason", "note"])
    publish(HomeChangeAnswered(change_id=change.pk))


def end_overdue_changes(now: datetime) -> int:
    """Let what nobody answered in time end. Returns how many there were."""
    ended = 0
    while True:
        with transaction.atomic():
            overdue = HomeChange.objects.filter(state=State.WAITING, expires_at__lte=now).order_by("pk")
            batch = list(overdue.select_for_update(skip_locked=True)[:BATCH])
            for change in batch:
                decide(change, State.EXPIRED, now=now)
        ended += len(batch)
        if len(batch) < BATCH:
            return ended


def follow_topics_that_moved(*, community_id: int) -> None:
    """What waits for another home waits at the board where its topic is at home now, and on the board that goes on; so
    does what its author did not want. Part of the action that moves.
    """
    moved = HomeChange.objects.filter(state=State.WAITING, topic__home_board__community=community_id)
    moved = moved.exclude(home=F("topic__home_board")).select_related("topic").order_by("pk")
    for change in moved.select_for_update(of=("self",)):
        HomeChange.objects.filter(pk=change.pk).update(home=change.topic.home_board_id)
    merged = (
        HomeChange.objects.filter(to__merged_into__community=community_id).select_related("to").order_by("pk")
    )
    for change in merged.filter(state__in=[State.WAITING, State.OBJECTED]).select_for_update(of=("self",)):
        HomeChange.objects.filter(pk=change.pk).update(to=change.to.merged_into_id)


def end_offers_of(*, topic_id: int, now: datetime) -> None:
    """A home that removes a topic offers it to nobody any more; boards where it stood may ask for it then."""
    offers = HomeChange.objects.filter(topic=topic_id, state=State.WAITING, awaits=Awaits.BOARD)
    for change in offers.select_for_update():
        decide(change, State.WITHDRAWN, now=now)


def end_changes_of(*, topic_id: int, now: datetime) -> None:
    """What waited for another home of a topic ends, since it is no topic of its own any more."""
    for change in HomeChange.objects.select_for_update().filter(topic=topic_id, state=State.WAITING):
        decide(change, State.WITHDRAWN, now=now)
