"""A page of a list knows whether another follows, and asks for no row that it does not need."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.core.paging import cut
from forum.people.models import Person
from tests.factories import make_person


@pytest.mark.parametrize(
    ("rows", "page"),
    [
        ([], ([], False)),
        ([1, 2], ([1, 2], False)),
        ([1, 2, 3], ([1, 2], True)),
        ([1, 2, 3, 4], ([1, 2], True)),
    ],
)
def test_a_page_holds_what_fits_and_says_whether_there_is_more(
    rows: list[int], page: tuple[list[int], bool]
) -> None:
    assert cut(rows, 2) == page


@pytest.mark.django_db
def test_the_database_is_asked_once_for_one_row_more_than_fits() -> None:
    people = [make_person() for _ in range(4)]
    with CaptureQueriesContext(connection) as asked:
        assert cut(Person.objects.filter(pk__gte=people[0].pk).order_by("pk"), 2) == (people[:2], True)
    assert [query["sql"].rpartition(" ")[2] for query in asked] == ["3"]
