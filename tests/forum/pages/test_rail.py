"""What stands at the edge of every page: right, cheap, and gone with the membership."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.communities.actions.members import join_community, leave_community
from forum.communities.models import Community, Role
from forum.discussions.actions.boards import catch_up_with_board
from forum.discussions.actions.reading import mark_seen
from forum.discussions.models import Level
from forum.discussions.selectors.reading import unread_key
from forum.pages.frame import Rail, RailEntry, count_label
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_topic,
    place_topic,
)

Commits = Callable[[], AbstractContextManager[object]]

pytestmark = pytest.mark.django_db


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]) -> Commits:
    """What follows a commit, carried out within a test."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_it_shows_ones_communities_by_name_with_what_waits_in_each() -> None:
    person = make_person()
    quiet, busy = make_community("B quiet", hue=10), make_community("A busy", hue=20)
    make_member(busy, make_member(quiet, person))
    board = make_board(busy)
    for _ in range(2):
        make_topic(board)
    make_topic(make_board(make_community("C foreign")))
    rail = Rail(fresh(person))
    assert (rail.communities, rail.boards, rail.unread_total_label) == (
        [RailEntry("A busy", busy.slug, 20, 2), RailEntry("B quiet", quiet.slug, 10, 0)],
        {board.pk: 2},
        "2",
    )


def test_a_topic_on_two_boards_waits_on_each_and_once_in_all() -> None:
    community = make_community()
    boards = [make_board(community) for _ in range(2)]
    person = make_member(community)
    place_topic(make_topic(boards[0]), boards[1])
    rail = Rail(fresh(person))
    assert (rail.boards, [entry.unread for entry in rail.communities], rail.unread_total_label) == (
        {boards[0].pk: 1, boards[1].pk: 1},
        [1],
        "1",
    )


def test_counts_end_at_what_is_worth_counting() -> None:
    assert [count_label(count) for count in (0, 1, 99, 100)] == ["0", "1", "99", "99+"]


@pytest.mark.parametrize("many", [1, 30])
def test_it_takes_four_queries_at_most_and_none_for_a_minute(many: int) -> None:
    person = make_person()
    for _ in range(many):
        make_topic(make_board(make_member_of(person)))
    for wanted in (4, 0):
        with CaptureQueriesContext(connection) as queries:
            assert len(Rail(fresh_without_query(person)).communities) == many
        assert len(queries) == wanted


def make_member_of(person: Person) -> Community:
    community = make_community()
    make_member(community, person)
    return community


def fresh_without_query(person: Person) -> Person:
    return Person(pk=person.pk, is_steward=False)


def test_reading_and_catching_up_count_anew(commits: Commits) -> None:
    community = make_community()
    board = make_board(community)
    first, _second = make_topic(board), make_topic(board)
    person = make_member(community)
    labels = [Rail(fresh(person)).unread_total_label]
    with commits():
        mark_seen(reader=person, topic=first, spans=[(1, 1)])
    labels.append(Rail(fresh(person)).unread_total_label)
    with commits():
        catch_up_with_board(reader=person, board=board)
    labels.append(Rail(fresh(person)).unread_total_label)
    cache.delete(unread_key(person.pk))
    make_reply(first)
    labels.append(Rail(fresh(person)).unread_total_label)
    assert labels == ["2", "1", "", "1"]


def test_joining_shows_a_community_and_leaving_takes_it_away_at_once(commits: Commits) -> None:
    person, community = make_person(), make_community("Secret Garden")
    names = [[entry.name for entry in Rail(fresh(person)).communities]]
    with commits():
        join_community(person=person, community=community)
    names.append([entry.name for entry in Rail(fresh(person)).communities])
    with commits():
        leave_community(person=person, community=community)
    names.append([entry.name for entry in Rail(fresh(person)).communities])
    assert names == [[], ["Secret Garden"], []]


def test_a_role_opens_the_boards_that_it_reads_at_once(commits: Commits) -> None:
    community = make_community()
    board = make_board(community, read_from=Level.MODERATORS)
    make_topic(board)
    person = make_member(community)
    boards = [Rail(fresh(person)).boards]
    with commits():
        make_member(community, person, role=Role.MODERATOR)
    boards.append(Rail(fresh(person)).boards)
    assert boards == [{}, {board.pk: 1}]


def test_pages_show_it_and_visitors_have_none(client: Client) -> None:
    community = make_community("Simulation", visibility="open")
    assert 'class="rail-own"' not in client.get("/communities/").content.decode()
    client.force_login(make_member(community))
    assert 'class="rail-own"' in client.get("/communities/").content.decode()
    assert 'class="rail-own"' in client.get("/no/such/page/").content.decode()


def test_its_repr_tells_two_states_apart() -> None:
    community = make_community()
    person = make_member(community)
    before = repr(Rail(fresh(person)))
    make_topic(make_board(community))
    cache.delete(unread_key(person.pk))
    after = repr(Rail(fresh(person)))
    assert (before == repr(Rail(fresh(person))), before == after) == (False, False)
