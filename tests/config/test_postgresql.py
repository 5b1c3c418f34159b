"""A connection that was kept is used again, unless the server has ended it."""

from __future__ import annotations

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from forum.people.models import Person


@pytest.fixture(autouse=True)
def young_connection() -> None:
    """A connection made for the test: one that has reached its greatest age is closed whatever its health."""
    connection.close()


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def ended_by_the_server(pid: int) -> None:
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    other.close()


def as_at_the_start_of_a_request() -> None:
    connection.close_if_unusable_or_obsolete()


@pytest.mark.django_db(transaction=True)
def test_a_living_connection_is_kept_without_asking_the_server() -> None:
    pid = backend()
    as_at_the_start_of_a_request()
    assert connection.is_usable()
    with CaptureQueriesContext(connection) as queries:
        assert backend() == pid
    assert len(queries) == 1


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_is_replaced_before_the_first_query() -> None:
    pid = backend()
    ended_by_the_server(pid)
    assert not connection.is_usable()
    as_at_the_start_of_a_request()
    assert Person.objects.filter(pk=0).count() == 0
    assert backend() != pid


@pytest.mark.django_db(transaction=True)
def test_news_of_the_server_on_the_socket_is_no_reason_to_part() -> None:
    pid = backend()
    with connection.cursor() as cursor:
        cursor.execute("LISTEN news")
        cursor.execute("NOTIFY news")
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("NOTIFY news")
    other.close()
    assert connection.is_usable()
    assert backend() == pid


@pytest.mark.django_db(transaction=True)
def test_only_prepared_cursors_leave_plans_with_the_server() -> None:
    for number in range(8):
        with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]  # ours
            cursor.execute("SELECT %s + 1 AS prepared", [number])
            assert cursor.fetchone() == (number + 1,)
        assert list(Person.objects.filter(pk=number)) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        assert cursor.fetchall() == [("SELECT $1 + 1 AS prepared",)]


@pytest.mark.django_db(transaction=True)
def test_behind_a_pooler_nothing_is_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    connection.close()
    for number in range(8):
        with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]  # ours
            cursor.execute("SELECT %s + 1 AS prepared", [number])
            assert cursor.fetchone() == (number + 1,)
        cursor = connection.cursor()
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == (0,)
    connection.close()
