"""Finds handles that nobody has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count

from django.db.models.functions import Lower
from django.utils.text import slugify

from forum.people.models import Person


def free_handles(names: Iterable[str]) -> list[str]:
    """A handle for each name, of at most 30 characters, that nobody has, as near to the name as can be."""
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
    """Those of the bases, with or without a number, that are handles already, in lower case."""
    rows = Person.objects.annotate(low=Lower("handle"))
    if len(bases) == 1:
        return set(rows.filter(low__startswith=next(iter(bases))).values_list("low", flat=True))
    return set(rows.values_list("low", flat=True))
