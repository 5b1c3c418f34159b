"""People for tests."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from time import time
from typing import Any

from django.core.cache import cache

from forum.core.limits import Limit
from forum.people.models import Person

PASSWORD = "a long enough password"

_numbers = count(1)


def make_person(name: str = "", **fields: Any) -> Person:
    """Someone with an account, with a new handle, name and address unless given. Signs in with `PASSWORD`."""
    number = next(_numbers)
    handle = fields.pop("handle", f"person-{number}")
    email = fields.pop("email", f"{handle.lower()}@example.org")
    return Person.objects.create_user(
        email, handle, PASSWORD, display_name=name or f"Person {number}", **fields
    )


def make_steward(name: str = "", **fields: Any) -> Person:
    """A steward of the network."""
    return make_person(name or "Steward", is_steward=True, **fields)


def make_placeholder(name: str = "Imported Author", **fields: Any) -> Person:
    """The name under which imported posts stand: no address, no way to sign in."""
    number = next(_numbers)
    return Person.objects.create(
        kind=Person.Kind.PLACEHOLDER,
        handle=fields.pop("handle", f"imported-{number}"),
        display_name=name,
        email=None,
        source_address=fields.pop("source_address", f"author-{number}@list.example"),
        **fields,
    )


def refill(limit: Limit, person: Person, at: datetime | None = None) -> None:
    """Let the person act at `at`, or now, as if for the first time: rates are tested where they matter."""
    window = int(at.timestamp() if at else time()) // limit.seconds
    cache.delete(f"limit:{limit.name}:{person.pk}:{window}")
