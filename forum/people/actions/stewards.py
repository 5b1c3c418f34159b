"""Making stewards, ending that, and closing and opening the network to someone."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Invalid, require
from forum.people.events import PersonLetBackIn, PersonShutOut, StewardEnded, StewardMade
from forum.people.models import Person
from forum.people.policies.stewards import may_end_steward, may_let_back_in, may_make_steward, may_shut_out

STEWARDS = "stewards of the network"  # a lock: who is one stays as it is while it is decided about them
LONGEST_REASON = 500


@transaction.atomic
def make_steward(*, steward: Person, person: Person, reason: str = "") -> Person:
    """Give someone the rights of a steward. Raises Refused, or TooMany."""
    steward, person = _locked(steward, person)
    require(may_make_steward(steward, person))
    spend(TENDING, steward.pk)
    person.is_steward = True
    person.save(update_fields=["is_steward"])
    publish(StewardMade(person_id=person.pk, by_id=steward.pk, reason=_short(reason)))
    return person


@transaction.atomic
def end_steward(*, steward: Person, person: Person, reason: str = "") -> Person:
    """Take those rights back; somebody always keeps them. Raises Refused, or TooMany."""
    steward, person = _locked(steward, person)
    require(may_end_steward(steward, person))
    spend(TENDING, steward.pk)
    person.is_steward = False
    person.save(update_fields=["is_steward"])
    publish(StewardEnded(person_id=person.pk, by_id=steward.pk, reason=_short(reason)))
    return person


@transaction.atomic
def shut_out(*, steward: Person, person: Person, reason: str, now: datetime | None = None) -> Person:
    """Close the network to someone: sessions end, their page goes, what they wrote stays. A steward is none afterwards.

    Raises Refused, Invalid without a reason, or TooMany.
    """
    steward, person = _locked(steward, person)
    require(may_shut_out(steward, person))
    if not reason.strip():
        raise Invalid(_("Say why, for the log and for whoever is asked about it."), field="reason")
    spend(TENDING, steward.pk)
    person.is_active = person.is_steward = False
    person.signed_out_at = now or timezone.now()
    person.save(update_fields=["is_active", "is_steward", "signed_out_at"])
    publish(PersonShutOut(person_id=person.pk, by_id=steward.pk, reason=_short(reason)))
    return person


@transaction.atomic
def let_back_in(*, steward: Person, person: Person, reason: str = "") -> Person:
    """Open the network to someone again: they can sign in, as what they were in its communities.

    Raises Refused, or TooMany.
    """
    steward, person = _locked(steward, person)
    require(may_let_back_in(steward, person))
    spend(TENDING, steward.pk)
    person.is_active = True
    person.save(update_fields=["is_active"])
    publish(PersonLetBackIn(person_id=person.pk, by_id=steward.pk, reason=_short(reason)))
    return person


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


def _short(reason: str) -> str:
    return reason.strip()[:LONGEST_REASON]
