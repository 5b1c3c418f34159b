"""A session that goes on, as in the tests of sessions, in a community with a board."""

from __future__ import annotations

import pytest

from forum.communities.models import Community
from forum.discussions.models import Board
from tests.factories import make_board
from tests.forum.gatherings.conftest import community, gathering, host, member

__all__ = ["community", "gathering", "host", "member"]


@pytest.fixture
def board(community: Community) -> Board:
    return make_board(community, name="Questions")
