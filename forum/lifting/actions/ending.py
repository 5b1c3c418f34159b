"""Letting a question end: taken back, out of time, or because somebody leaves."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import require
from forum.lifting.events import LiftEnded
from forum.lifting.models import Lift, LiftedMessage
from forum.lifting.policies.asking import may_end
from forum.people.models import Person
from forum.people.selectors.accounts import lock_account

BATCH = 100
_State = LiftedMessage.State


@transaction.atomic
def withdraw(*, lifter: Person, lift: Lift, now: datetime | None = None) -> Lift:
    """Take the question back; nobody is asked any more. Raises Refused or TooMany."""
    lock_account(lifter)
    fresh = Lift.objects.select_for_update().get(pk=lift.pk)
    require(may_end(lifter, fresh))
    spend(TENDING, lifter.pk)
    end(fresh, Lift.State.WITHDRAWN, now or timezone.now())
    return fresh


def end(lift: Lift, state: Lift.State, now: datetime) -> None:
    """Give a lift that still asks its end, within an action that has locked it."""
    lift.state, lift.ended_at, lift.hindrance = state, now, ""
    lift.save(update_fields=["state", "ended_at", "hindrance"])
    lift.messages.filter(state__in=[_State.ASKED, _State.AGREED]).update(state=_State.LEFT_OUT)
    publish(LiftEnded(lift_id=lift.pk))


def end_overdue(now: datetime) -> int:
    """Let every question end that waited too long. Returns how many there were."""
    ended = 0
    while True:
        with transaction.atomic():
            overdue = Lift.objects.filter(state=Lift.State.ASKING, expires_at__lte=now).order_by("pk")
            batch = list(overdue.select_for_update(skip_locked=True)[:BATCH])
            for lift in batch:
                end(lift, Lift.State.EXPIRED, now)
        ended += len(batch)
        if len(batch) < BATCH:
            return ended


@transaction.atomic
def decline_and_withdraw_all(*, person_id: int, now: datetime | None = None) -> None:
    """Who closes their account declines what waits for them; what they asked themselves, and did not get, goes.

    Part of an action that has asked whether they may leave.
    """
    moment = now or timezone.now()
    mine = LiftedMessage.objects.filter(author=person_id, state__in=[_State.ASKED, _State.AGREED])
    own = Q(lifter=person_id) & ~Q(state=Lift.State.PUBLISHED)
    concerned = Lift.objects.filter(own | Q(state=Lift.State.ASKING, pk__in=mine.values("lift"))).order_by(
        "pk"
    )
    ids = {lift.pk: lift.lifter_id for lift in concerned.select_for_update()}
    Lift.objects.filter(pk__in=[pk for pk, lifter in ids.items() if lifter == person_id]).delete()
    mine.filter(lift__in=ids).update(state=_State.DECLINED, answered_at=moment)
