"""Opening boards, and what their rows say."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from forum.core.verdicts import Invalid
from forum.discussions.models import Board
from forum.network.selectors import ground
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_board_moderator,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_topic,
)

pytestmark = pytest.mark.django_db


def own_addresses() -> set[str]:
    """The words by which a community's own pages are found, where a board's address would stand."""
    routes = (str(pattern.pattern) for forum in get_resolver().url_patterns for pattern in _leaves(forum))
    return {found[1] for route in routes if (found := re.fullmatch(r"c/<slug:\w+>/([\w-]+)/", route))}


def _leaves(pattern: object) -> list[object]:
    return [leaf for one in getattr(pattern, "url_patterns", []) for leaf in _leaves(one) or [one]]


def test_a_board_cannot_take_the_address_of_a_page_of_its_community() -> None:
    community = make_community()
    assert own_addresses() >= {"people", "join", "leave"}
    for slug in sorted(own_addresses()):
        with pytest.raises(Invalid) as caught:
            make_board(community, slug=slug)
        assert (caught.value.field, str(caught.value.sentence)) == (
            "slug",
            f"“{slug}” is the address of another page of the community. Choose another one.",
        )
    assert not Board.objects.filter(community=community).exists()


def test_words_that_stand_below_a_board_are_free_for_boards() -> None:
    board = make_board(slug="import")
    assert board.get_absolute_url() == f"/c/{board.community.slug}/import/"


def test_boards_stand_in_the_order_in_which_they_were_opened() -> None:
    community = make_community()
    assert [make_board(community).position for _ in range(3)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("answering", "said"),
    [
        (0, []),
        (1, ["and 1 other"]),
        (3, ["and 3 others"]),
        (4, ["and at least 4 others"]),
        (6, ["and at least 4 others"]),
    ],
)
def test_a_row_says_no_more_about_who_wrote_than_was_counted(
    client: Client, answering: int, said: list[str]
) -> None:
    topic = make_topic(make_board(make_community(visibility="open")))
    for _ in range(answering):
        make_reply(topic, author=make_member(topic.home_board.community))
    page = client.get(topic.home_board.get_absolute_url()).content.decode()
    assert re.findall(r"and (?:at least )?\d others?", page) == said


def test_a_boards_page_costs_the_same_whatever_it_holds_and_little_once_it_is_known() -> None:
    community = make_community(visibility="open")
    boards, reader = [make_board(community) for _ in range(2)], make_member(community)
    for board, many in zip(boards, (1, 30), strict=True):
        for _ in range(many):
            make_topic(board)
            make_board_moderator(board)
    member, found = Client(), {}
    member.force_login(reader)
    for name, client in (("visitor", Client()), ("member", member)):
        for board in boards:
            known = {"If-None-Match": client.get(board.get_absolute_url())["ETag"]}
            cache.clear()
            ground()  # what holds for the network is read once for all pages
            if client is member:
                client.session.save()  # sessions are read from the cache, where signing in has put them
            for asked, headers, status in (("made", {}, 200), ("known", known, 304)):
                with CaptureQueriesContext(connection) as queries:
                    assert client.get(board.get_absolute_url(), headers=headers).status_code == status
                found.setdefault((name, asked), []).append(len(queries))
    assert found == {
        ("visitor", "made"): [3, 3],
        ("visitor", "known"): [1, 1],
        ("member", "made"): [10, 10],  # four of them for the rail, which a minute keeps
        ("member", "known"): [4, 4],
    }


def test_a_page_that_is_known_is_made_anew_when_who_looks_after_the_board_is_called_otherwise() -> None:
    board, client = make_board(make_community(visibility="open")), Client()
    moderator = make_board_moderator(board, make_person("Ada Lovelace"))
    found = []
    for name in ("Ada Lovelace", "Ada King"):
        Person.objects.filter(pk=moderator.pk).update(display_name=name)
        page = client.get(board.get_absolute_url())
        again = client.get(board.get_absolute_url(), headers={"If-None-Match": page["ETag"]})
        found.append((f"{name}</a>" in page.content.decode(), again.status_code, page["ETag"]))
    assert [each[:2] for each in found] == [(True, 304)] * 2
    assert found[0][2] != found[1][2]
