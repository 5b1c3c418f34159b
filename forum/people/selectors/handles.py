"""Handles and addresses that are somebody's already."""

from __future__ import annotations

from django.db.models.functions import Lower

from forum.people.models import Person


def is_handle_taken(handle: str, *, but_for: Person) -> bool:
    """True where someone else has the handle, in whatever case."""
    others = Person.objects.alias(low=Lower("handle")).filter(low=handle.lower())
    return others.exclude(pk=but_for.pk).exists()


def is_address_taken(address: str) -> bool:
    """True where an account has this mail address, in whatever case."""
    return Person.objects.alias(low=Lower("email")).filter(low=address.lower()).exists()
