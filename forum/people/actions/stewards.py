"""Making stewards, ending that, and closing and opening the network to someone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.ends import A_YEAR, require_end
from forum.core.events import Event, publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Invalid, require
from forum.people.events import PersonLetBackIn, PersonShutOut, StewardEnded, StewardMade, TimeOutEnded
from forum.people.models import Person
from forum.people.policies.stewards import may_end_steward, may_let_back_in, may_make_steward, may_shut_out
from forum.people.selectors.stewards import waits_to_be_let_in

STEWARDS = "stewards of the network"  # a lock: who is one stays as it is while it is decided about them
LONGEST_REASON = 500


@transaction.atomic
def make_steward(*, steward: Person, person: Person, reason: str = "") -> Person:
    """Give someone the rights of a steward. Raises Refused, or TooMany."""
    steward, person = _locked(steward, person)
    require(may_make_steward(steward, person))
    return _changed(steward, person, StewardMade, reason, is_steward=True)


@transaction.atomic
def end_steward(*, steward: Person, person: Person, reason: str = "") -> Person:
    """Take those rights back; somebody always keeps them. Raises Refused, or TooMany."""
    steward, person = _locked(steward, person)
    require(may_end_steward(steward, person))
    return _changed(steward, person, StewardEnded, reason, is_steward=False)


@transaction.atomic
def shut_out(
    *,
    steward: Person,
    person: Person,
    reason: str,
    ends_at: datetime | None = None,
    now: datetime | None = None,
) -> Person:
    """Close the network to someone until `ends_at`, None for a year: sessions end, their page goes, what they wrote
    stays. A steward is none afterwards. They read the reason, and can appeal.

    Raises Refused, Invalid without a reason or with no such end, or TooMany.
    """
    moment = now or timezone.now()
    steward, person = _locked(steward, person)
    require(may_shut_out(steward, person))
    if not reason.strip():
        raise Invalid(_("Say why: the person reads it, and it stands in the log."), field="reason")
    until = ends_at or moment + A_YEAR
    require_end(until, now=moment)
    closed = {"is_active": False, "is_steward": False, "signed_out_at": moment}
    told = partial(PersonShutOut, ends_at=until)
    return _changed(steward, person, told, reason, **closed)


@transaction.atomic
def let_back_in(*, steward: Person, person: Person, reason: str = "") -> Person:
    """Open the network to someone again: they can sign in, as what they were in its communities.

    Raises Refused, or TooMany.
    """
    steward, person = _locked(steward, person)
    require(may_let_back_in(steward, person))
    return _changed(steward, person, PersonLetBackIn, reason, is_active=True)


@transaction.atomic
def open_on_time(*, person_id: int) -> bool:
    """Open the network to someone again for whom it was closed for a while that is over; False where it is open.

    Part of what looks for those whose time is over.
    """
    rows = Person.objects.select_for_update(no_key=True).filter(pk=person_id, is_active=False)
    person = rows.filter(kind=Person.Kind.HUMAN).first()
    if person is None or waits_to_be_let_in(person):
        return False
    person.is_active = True
    person.save(update_fields=["is_active"])
    publish(TimeOutEnded(person_id=person.pk))
    return True


def lock_stewards() -> None:
    """Let nobody else become or stop being a steward until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [STEWARDS])


def _locked(steward: Person, person: Person) -> tuple[Person, Person]:
    """Both as they are stored now, and as they stay until the transaction ends; one row where they are the same."""
    lock_stewards()
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=[steward.pk, person.pk])
    locked = {row.pk: row for row in rows.order_by("pk")}
    return locked[steward.pk], locked[person.pk]


def _changed(
    steward: Person, person: Person, event: Callable[..., Event], reason: str, **columns: Any
) -> Person:
    """The person with `columns` set and stored, which is told as an `event` of the steward's."""
    spend(TENDING, steward.pk)
    for name, value in columns.items():
        setattr(person, name, value)
    person.save(update_fields=list(columns))
    publish(event(person_id=person.pk, by_id=steward.pk, reason=reason.strip()[:LONGEST_REASON]))
    return person
