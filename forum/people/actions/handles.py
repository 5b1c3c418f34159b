"""Giving up a handle and taking another one, so that the old one goes on leading to its person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models.functions import Lower

from forum.core.verdicts import Invalid
from forum.people.models import FormerHandle, Person
from forum.people.policies.profiles import may_take_handle


def take_handle(person: Person, handle: str, now: datetime) -> None:
    """Let the person's present handle be a former one if `handle` is another. Within an action that then stores it.

    That nobody else has or had it, the database sees to. Raises Invalid.
    """
    lock_handles([person.handle, handle])
    before = Person.objects.select_for_update(no_key=True).only("handle").get(pk=person.pk).handle
    if before.lower() == handle.lower():
        return
    verdict = may_take_handle(person, handle, now=now)
    if not verdict:
        raise Invalid(verdict.reason, field="handle")
    person.former_handles.alias(low=Lower("handle")).filter(low=handle.lower()).delete()
    FormerHandle.objects.create(person=person, handle=before, given_up_at=now)


def lock_handles(handles: Iterable[str]) -> None:
    """Let nobody else take or give up these handles until the transaction ends. In one order, so that none deadlock.

    The triggers that keep a handle one person's take the same locks.
    """
    with connection.cursor() as cursor:
        for handle in sorted({handle.lower() for handle in handles}):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('handle'), hashtext(%s))", [handle])
