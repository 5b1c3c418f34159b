"""Somebody who closes their account, for tests of what becomes of what is theirs."""

from __future__ import annotations

import pytest

from forum.people.models import Person
from forum.personal_data.actions.leaving import close_account
from forum.personal_data.actions.seeing_off import see_off
from tests.factories import make_person

PASSWORD = "weave with us"


@pytest.fixture
def ada() -> Person:
    """Who can leave: with a password of her own."""
    person = make_person("Ada Byrne", handle="ada")
    person.set_password(PASSWORD)
    person.save()
    return person


def leave(person: Person, wish: str) -> None:
    """They close their account, and all that follows is done; `wish` is whether to "keep" or "blank" their words."""
    departure = close_account(person=person, wish=wish, handle=person.handle, password=PASSWORD)
    see_off(departure_id=departure.pk, attempt=departure.attempt)
