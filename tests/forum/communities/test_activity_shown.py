"""Who sees what people do: the answer for many at once is the one for each."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.communities.policies.people import activity_seen, may_see_activity
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person, make_steward

pytestmark = pytest.mark.django_db


def fresh(people: list[Person]) -> list[Person]:
    """As they are read from the database, with nothing remembered."""
    return list(Person.objects.filter(pk__in=[each.pk for each in people]).order_by("pk"))


def test_for_many_readers_at_once_it_is_as_for_each_of_them() -> None:
    here, there = make_community(), make_community()
    people = [
        make_member(here, make_person(activity_shown_to=audience)) for audience in Person.Audience.values
    ]
    people += [make_person(activity_shown_to=audience) for audience in Person.Audience.values]
    readers = [make_member(here), make_member(there), make_person(), make_steward(), *people]
    everybody = {each.pk: each for each in fresh([*readers, *people])}
    with CaptureQueriesContext(connection) as queries:
        seen = activity_seen(
            [everybody[each.pk] for each in readers], [everybody[each.pk] for each in people]
        )
    assert len(queries) == 1
    expected = {
        reader.pk: {person.pk for person in fresh(people) if may_see_activity(reader, person)}
        for reader in fresh(readers)
    }
    assert {key: set(found) for key, found in seen.items()} == expected
    assert len({frozenset(found) for found in seen.values()}) > 4
