"""Applicants who ask to be let in, and the stewards' answers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.core.asking_first import ask_first
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import require
from forum.people.events import PersonAdmitted, PersonApplied, PersonTurnedAway
from forum.people.models import Application, Person
from forum.people.policies.applications import may_admit, may_turn_away

State = Application.State


@transaction.atomic
def apply_to_join(*, person: Person, reason: str, now: datetime | None = None) -> Application:
    """Let an applicant wait for a steward's yes. They were made a moment ago and cannot come in before."""
    application = Application(person=person, reason=reason.strip(), created_at=now or timezone.now())
    application.full_clean()
    application.save(force_insert=True)
    publish(PersonApplied(person_id=person.pk))
    return application


@transaction.atomic
def admit_person(
    *, steward: Person, application: Application, answer: str = "", now: datetime | None = None
) -> Application:
    """Let an applicant in, even one who was turned away before; `answer` goes into the mail. Raises Refused."""
    locked, steward = _locked(application, steward)
    require(may_admit(steward, locked))
    spend(TENDING, steward.pk)
    _decide(locked, steward, State.ACCEPTED, answer, now)
    Person.objects.filter(pk=locked.person_id).update(is_active=True)
    publish(PersonAdmitted(person_id=locked.person_id, by_id=steward.pk))
    return locked


@transaction.atomic
def turn_away_person(
    *, steward: Person, application: Application, answer: str = "", now: datetime | None = None
) -> Application:
    """Do not let an applicant in; `answer` goes into the mail, and stands where they sign in. Raises Refused."""
    locked, steward = _locked(application, steward)
    require(may_turn_away(steward, locked))
    spend(TENDING, steward.pk)
    _decide(locked, steward, State.DECLINED, answer, now)
    publish(PersonTurnedAway(person_id=locked.person_id, by_id=steward.pk))
    return locked


def _locked(application: Application, steward: Person) -> tuple[Application, Person]:
    """The application with its person, and the steward, until the transaction ends.

    Two stewards may decide at once, and one may have ceased to be one in this moment.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=[locked.person_id, steward.pk])
    people = {row.pk: row for row in rows.order_by("pk")}
    locked.person = people[locked.person_id]
    return locked, people[steward.pk]


def _decide(locked: Application, steward: Person, state: str, answer: str, now: datetime | None) -> None:
    ask_first([answer])
    locked.state, locked.answer = state, answer.strip()
    locked.decided_at, locked.decided_by = now or timezone.now(), steward
    fields = ["state", "answer", "decided_at", "decided_by"]
    locked.full_clean(exclude={field.name for field in locked._meta.fields} - set(fields))
    locked.save(update_fields=fields)
