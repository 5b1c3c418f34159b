"""Reminding people of sessions that are near, and letting those end that are over."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from forum.core.events import publish
from forum.gatherings.actions.leading import end_by_itself
from forum.gatherings.events import GatheringNear
from forum.gatherings.models import Gathering

State = Gathering.State
A_DAY, SOON = timedelta(days=1), timedelta(minutes=15)
GRACE = timedelta(hours=1)  # a session may take longer than was said
MOST_AT_ONCE = 200


def remind_of_what_is_near(*, now: datetime) -> int:
    """Say of each session once that it begins in a day, and once that it begins in a quarter of an hour; how many.

    One that was scheduled less than a day before is said to be near for the first time when it begins soon.
    """
    day = _due(now, A_DAY, "reminded_day_at", after=SOON)
    soon = _due(now, SOON, "reminded_soon_at", after=timedelta(0))
    return sum(_remind(key, "reminded_day_at", A_DAY, now) for key in day) + sum(
        _remind(key, "reminded_soon_at", SOON, now) for key in soon
    )


def _due(now: datetime, before: timedelta, column: str, *, after: timedelta) -> list[int]:
    rows = Gathering.objects.filter(
        state__in=[State.SCHEDULED, State.LIVE], starts_at__lte=now + before, starts_at__gt=now + after
    )
    rows = rows.filter(**{column: None}, community__archived_at=None).order_by("starts_at", "pk")
    return list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE])


@transaction.atomic
def _remind(gathering_id: int, column: str, before: timedelta, now: datetime) -> int:
    row = Gathering.objects.select_for_update(no_key=True).get(pk=gathering_id)
    is_due = row.is_to_come and now < row.starts_at <= now + before and getattr(row, column) is None
    if not is_due:
        return 0
    setattr(row, column, now)
    row.save(update_fields=[column])
    publish(GatheringNear(gathering_id=row.pk, minutes=int(before.total_seconds() // 60)))
    return 1


def end_what_is_over(*, now: datetime) -> int:
    """Let sessions be over whose end is an hour past; how many."""
    rows = Gathering.objects.filter(state__in=[State.SCHEDULED, State.LIVE], ends_at__lt=now - GRACE)
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    return sum(end_by_itself(gathering_id=key, now=now) for key in keys)
