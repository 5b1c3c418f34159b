"""A session that is over, with a highlight, in a community of members alone."""

from __future__ import annotations

import pytest

from forum.chat.models import Message
from forum.communities.models import Community, Role
from forum.gatherings.actions.hosts import Named
from forum.gatherings.models import Gathering, Host
from forum.people.models import Person
from tests.factories import make_member, make_person
from tests.forum.gatherings.conftest import community, member
from tests.forum.gatherings.going_on import begun
from tests.forum.leaving import ada
from tests.forum.repertoire.noted import highlighted

__all__ = ["ada", "community", "member"]


@pytest.fixture
def facilitator(community: Community) -> Person:
    return make_member(community, make_person("Ada Byrne"), role=Role.FACILITATOR)


@pytest.fixture
def host(community: Community) -> Person:
    """Who leads it without a role of their own."""
    return make_member(community, make_person("Cem Arslan"))


@pytest.fixture
def reader(community: Community) -> Person:
    return make_member(community, make_person("Dora Lem"))


@pytest.fixture
def gathering(facilitator: Person, host: Person, community: Community) -> Gathering:
    return begun(facilitator, community, hosts=[Named(Host.Part.HOST, host)])


@pytest.fixture
def highlight(facilitator: Person, member: Person, gathering: Gathering) -> Message:
    """What a member said, in a session that is over since."""
    return highlighted(facilitator, member, gathering, "Ten slow breaths.")
