"""A post that should not stand."""

from __future__ import annotations

import pytest

from forum.discussions.models import Board, Post
from tests.factories import make_member, make_reply, make_topic


@pytest.fixture
def post(board: Board) -> Post:
    return make_reply(make_topic(board), author=make_member(board.community), body="Buy my course.")
