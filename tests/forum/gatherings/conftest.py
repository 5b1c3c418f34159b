"""A session that goes on, who leads it and who came, in a community that its members alone read."""

from __future__ import annotations

import pytest

from forum.communities.models import Community, Role
from forum.gatherings.models import Gathering
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person
from tests.forum.gatherings.going_on import begun


@pytest.fixture
def community() -> Community:
    return make_community("Ward teaching", visibility="private")


@pytest.fixture
def host(community: Community) -> Person:
    return make_member(community, make_person("Ada Byrne"), role=Role.FACILITATOR)


@pytest.fixture
def member(community: Community) -> Person:
    return make_member(community, make_person("Bea Quist"))


@pytest.fixture
def gathering(host: Person, community: Community) -> Gathering:
    return begun(host, community)
