"""Keeps why the network is closed to somebody, so that they read it and can appeal, and opens it again on time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.communities.models import Measure, Rank
from forum.communities.selectors.measures import ended_shutting_out, shut_out_by
from forum.people.actions.stewards import open_on_time
from forum.people.models import Person


def note_shut_out(*, person_id: int, by_id: int, reason: str, ends_at: datetime) -> Measure:
    """Keep why and until when. Part of the action that has asked whether the steward may."""
    return Measure.objects.create(
        person_id=person_id, kind=Measure.Kind.SUSPENSION, reason=reason, given_by_id=by_id, given_as=Rank.STEWARD,
        given_at=min(timezone.now(), ends_at), ends_at=ends_at,
    )  # fmt: skip


def note_let_back_in(*, person_id: int, by_id: int, reason: str) -> None:
    """What was kept is lifted. Part of such an action too."""
    rows = Measure.objects.filter(person=person_id, community=None, lifted_at=None)
    still = rows.filter(ends_at__gt=timezone.now())
    still.update(lifted_at=timezone.now(), lifted_by=by_id, lifted_why=reason)


def open_again_on_time(now: datetime) -> int:
    """Open the network to everyone whose time is over. Returns to how many."""
    return sum(_open_again(each, now) for each in ended_shutting_out(now))


@transaction.atomic
def _open_again(person_id: int, now: datetime) -> bool:
    """Looked at once more, while nobody closes it to them: a steward may have done so anew since it was asked."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person_id)
    return shut_out_by(person, now) is None and open_on_time(person_id=person_id)
