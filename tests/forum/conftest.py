"""A board that everybody reads and who looks after it, for tests that need no other."""

from __future__ import annotations

import pytest

from forum.communities.models import Role
from forum.discussions.models import Board
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member


@pytest.fixture
def board() -> Board:
    return make_board(make_community(visibility="open"))


@pytest.fixture
def moderator(board: Board) -> Person:
    return make_member(board.community, role=Role.MODERATOR)
