"""Who talks in the journeys of rooms."""

from __future__ import annotations

import pytest

from forum.chat.models import Room
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person


@pytest.fixture
def people(site: object) -> tuple[Person, Person, Room]:
    """A facilitator and a member of a private community, and its room."""
    ada, bea = make_person("Ada Byrne", handle="ada"), make_person("Bea Quist", handle="bea")
    community = make_community("Night teaching", facilitator=ada, visibility="private")
    make_member(community, bea)
    return ada, bea, Room.objects.select_related("community").get(community=community)
