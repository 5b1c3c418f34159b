"""What may be watched is what may be read, and many are asked about with few queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.communities.models import Community, Role
from forum.discussions.models import Board, Topic
from forum.discussions.policies.boards import may_read_board
from forum.discussions.policies.topics import may_read_topic
from forum.people.models import Person
from realtime.reading import readings_of, versions_of
from tests.factories import make_board, make_community, make_member, make_person, make_steward, make_topic

pytestmark = pytest.mark.django_db


def test_it_is_the_answer_of_the_policy_for_every_kind_of_reader() -> None:
    boards = [
        make_board(make_community(visibility=visibility), read_from=level)
        for visibility in Community.Visibility.values
        for level in (0, Role.MEMBER, Role.MODERATOR)
    ]
    topics = [make_topic(board) for board in boards]
    readers = [make_person(), make_steward()]
    for role in (Role.GUEST, Role.MEMBER, Role.MODERATOR):
        readers.append(person := make_person())
        for board in boards:
            make_member(board.community, person, role=role)
    streams = [f"board:{each.pk}" for each in boards] + [f"topic:{each.pk}" for each in topics]
    found = readings_of((reader.pk, stream) for reader in readers for stream in streams)
    expected = {}
    for reader in Person.objects.filter(pk__in=[each.pk for each in readers]):
        for board, topic in zip(Board.objects.order_by("pk"), Topic.objects.order_by("pk"), strict=True):
            expected[reader.pk, f"board:{board.pk}"] = bool(may_read_board(reader, board))
            expected[reader.pk, f"topic:{topic.pk}"] = bool(may_read_topic(reader, topic))
    assert {key: reading.reads for key, reading in found.items()} == expected
    assert 20 < sum(expected.values()) < len(expected) - 20
    versions = versions_of(streams)
    assert {key[1]: each.version for key, each in found.items() if each.reads} == versions


def test_many_are_asked_about_with_as_many_queries_as_one() -> None:
    counts = []
    for many in (1, 30):
        topics = [make_topic() for _ in range(many)]
        readers = [make_person() for _ in range(many)]
        pairs = [(reader.pk, f"topic:{topic.pk}") for reader in readers for topic in topics]
        pairs += [(reader.pk, f"board:{topic.home_board_id}") for reader in readers for topic in topics]
        with CaptureQueriesContext(connection) as queries:
            assert all(reading.reads for reading in readings_of(pairs).values())
        counts.append(len(queries))
    assert counts == [5, 5]  # people, what they belong to, topics, where they stand, boards


def test_nobody_watches_somebody_else_and_an_ended_account_watches_nothing() -> None:
    one, other = make_person(), make_person()
    ended = make_person(is_active=False)
    pairs = [(one.pk, f"person:{one.pk}"), (one.pk, f"person:{other.pk}"), (ended.pk, f"person:{ended.pk}")]
    assert [readings_of(pairs)[pair].reads for pair in pairs] == [True, False, False]
