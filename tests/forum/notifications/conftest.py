"""A private community and its board."""

from __future__ import annotations

import pytest

from forum.communities.models import Community
from forum.discussions.models import Board
from tests.factories import make_board, make_community


@pytest.fixture
def community() -> Community:
    return make_community("Night teaching", visibility="private")


@pytest.fixture
def board(community: Community) -> Board:
    return make_board(community)
