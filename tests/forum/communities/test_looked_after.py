"""Whom the way to a community's pages of looking after leads where."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_board, make_board_moderator, suspend

pytestmark = pytest.mark.django_db


def test_a_suspended_moderator_of_a_board_is_refused_at_once() -> None:
    board = make_board()
    moderator = make_board_moderator(board)
    client = Client()
    client.force_login(moderator)
    address = reverse("community-manage", args=[board.community.slug])
    led = client.get(address)
    assert (led.status_code, led["Location"]) == (302, reverse("held-posts", args=[board.community.slug]))
    suspend(moderator, board.community)
    assert client.get(address).status_code == 403
