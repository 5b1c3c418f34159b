"""What waits, counted anew for pages that are open."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.discussions.actions.reading import mark_seen
from tests.factories import make_board, make_member, make_person, make_topic

pytestmark = pytest.mark.django_db


def test_counts_are_those_of_this_moment_and_unchanged_ones_are_not_sent_again(client: Client) -> None:
    board = make_board()
    person = make_member(board.community)
    topic = make_topic(board)
    client.force_login(person)
    first = client.get("/counts/")
    assert first.content.decode().count('class="count"') == 2  # of all communities, and of this one
    assert client.get("/counts/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    mark_seen(reader=person, topic=topic, spans=[(1, 1)])
    again = client.get("/counts/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content.decode().count('class="count"')) == (200, 0)


def test_counts_are_the_rail_of_the_page(client: Client) -> None:
    board = make_board()
    client.force_login(make_member(board.community))
    make_topic(board)
    rail = client.get("/counts/").content.decode().strip()
    assert rail in client.get("/drafts/").content.decode()


def test_visitors_have_none(client: Client) -> None:
    assert client.get("/counts/").status_code == 404


def test_counts_cost_the_same_however_many_communities_one_belongs_to(client: Client) -> None:
    counts = []
    for many in (1, 30):
        person = make_person()
        for _ in range(many):
            board = make_board()
            make_member(board.community, person)
            make_topic(board)
        client.force_login(person)
        client.get("/counts/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/counts/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
