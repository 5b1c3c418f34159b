"""A private community with its room and two members."""

from __future__ import annotations

import pytest

from forum.chat.models import Room
from forum.communities.models import Community
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person


@pytest.fixture
def community(transactional_db: None) -> Community:
    return make_community(visibility="private")


@pytest.fixture
def room(community: Community) -> Room:
    return Room.objects.select_related("community").get(community=community)


@pytest.fixture
def ada(community: Community) -> Person:
    return make_member(community, make_person("Ada"))


@pytest.fixture
def bea(community: Community) -> Person:
    return make_member(community, make_person("Bea"))
