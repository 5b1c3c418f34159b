"""Finds handles that nobody has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.text import slugify

from forum.people.models import FormerHandle, Person


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
