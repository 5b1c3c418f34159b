"""What a person can change about themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from forum.core.asking_first import ask_first
from forum.core.events import publish
from forum.core.limits import SETTING, spend
from forum.core.verdicts import require
from forum.core.words import words_between_commas
from forum.people.actions.handles import take_handle
from forum.people.events import ProfileChanged
from forum.people.models import Person
from forum.people.policies.profiles import may_change_profile

PROFILE = (
    *("display_name", "handle", "affiliation", "role_title", "bio", "interests", "languages", "time_zone"),
    "activity_shown_to",
)
READING = ("reading_order", "theme")
_IN_WORDS = ("affiliation", "role_title", "bio", "interests")
_LISTS = ("interests", "languages")


@transaction.atomic
def change_profile(*, actor: Person, person: Person, now: datetime | None = None, **fields: Any) -> Person:
    """Change what a person's page says. A handle that they give up goes on leading to them.

    `fields` are among `PROFILE`. Raises Refused, or ValidationError by field.
    """
    require(may_change_profile(actor, person))
    spend(SETTING, actor.pk)
    if "handle" in fields:
        take_handle(person, fields["handle"], now or timezone.now())
    _ask_about(person, fields)
    listed = {name: ", ".join(words_between_commas(fields[name])) for name in _LISTS if name in fields}
    _set(person, fields | listed, PROFILE)
    publish(ProfileChanged(person_id=person.pk))
    return person


def _ask_about(person: Person, fields: dict[str, Any]) -> None:
    """Everybody in the network may read this; what is asked about is what people write at length."""
    ask_first(
        [fields[name] for name in _IN_WORDS if name in fields],
        known=[getattr(person, name) for name in _IN_WORDS],
    )


@transaction.atomic
def choose_reading(*, actor: Person, person: Person, **fields: Any) -> Person:
    """Change how a person reads.

    `fields` are among `READING`. Raises Refused, or ValidationError by field.
    """
    require(may_change_profile(actor, person))
    spend(SETTING, actor.pk)
    _set(person, fields, READING)
    return person


def _set(person: Person, fields: dict[str, Any], allowed: tuple[str, ...]) -> None:
    unknown = set(fields) - set(allowed)
    if unknown:
        raise TypeError(f"Not to be set here: {', '.join(sorted(unknown))}.")
    for name, value in fields.items():
        setattr(person, name, value)
    person.full_clean(exclude={field.name for field in person._meta.fields} - set(fields))
    person.save(update_fields=list(fields))
