"""Handles and addresses that are somebody's already."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from itertools import count
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.text import slugify

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


def free_handles(names: Iterable[str]) -> list[str]:
    """A handle for each name, of at most 30 characters, that nobody has or had, as near to the name as can be."""
    bases = [_base(name) for name in names]
    taken = _taken(set(bases))
    numbers = {base: count(2) for base in bases}
    handles = []
    for base in bases:
        handle = base
        while handle in taken:
            handle = f"{base}-{next(numbers[base])}"
        taken.add(handle)
        handles.append(handle)
    return handles


def _base(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", slugify(name)).strip("-")[:24].strip("-") or "member"


def _taken(bases: set[str]) -> set[str]:
    """Those of the bases, with or without a number, that are or were somebody's handles, in lower case."""
    # People first: a handle that is given up meanwhile is found in one of the two.
    return _beginning_with(bases, Person.objects.all()) | _beginning_with(bases, FormerHandle.objects.all())


def _beginning_with(bases: set[str], rows: QuerySet[Any]) -> set[str]:
    named = rows.annotate(low=Lower("handle"))
    if len(bases) == 1:
        named = named.filter(low__startswith=next(iter(bases)))
    return set(named.values_list("low", flat=True))
