"""Handles and addresses that are somebody's already."""

from __future__ import annotations

from datetime import datetime

from django.db.models.functions import Lower

from forum.people.models import FormerHandle, Person


def is_handle_taken(handle: str, *, but_for: Person) -> bool:
    """True where someone else has the handle, or had it before, in whatever case."""
    # In this order: a handle that is given up meanwhile is found in one of the two.
    now = Person.objects.alias(low=Lower("handle")).filter(low=handle.lower()).exclude(pk=but_for.pk)
    before = FormerHandle.objects.alias(low=Lower("handle")).filter(low=handle.lower())
    return now.exists() or before.exclude(person=but_for).exists()


def was_handle_of(person: Person, handle: str) -> bool:
    """True where the person had the handle before, in whatever case."""
    return person.former_handles.alias(low=Lower("handle")).filter(low=handle.lower()).exists()


def handles_given_up(person: Person, *, since: datetime) -> list[datetime]:
    """The moments after `since` at which the person gave up a handle that they have not taken back, in order."""
    rows = person.former_handles.filter(given_up_at__gt=since).order_by("given_up_at")
    return list(rows.values_list("given_up_at", flat=True))


def former_handles_of(person: Person) -> list[str]:
    """Handles that lead to the person's page beside the present one, by name. For themselves."""
    return list(person.former_handles.order_by(Lower("handle")).values_list("handle", flat=True))


def is_address_taken(address: str) -> bool:
    """True where an account has this mail address, in whatever case."""
    return Person.objects.alias(low=Lower("email")).filter(low=address.lower()).exists()
