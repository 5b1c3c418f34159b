"""A known query answers as the framework's own does, with SQL that is written once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.db.models import F, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext

from forum.communities.models import Community, Membership
from forum.core.known_queries import KnownQuery, KnownUpdate, among
from forum.discussions.models import Post
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_person, make_reply, make_topic

pytestmark = pytest.mark.django_db


def memberships(community_id: int, least_key: int) -> QuerySet[Membership]:
    rows = Membership.objects.filter(community=community_id, pk__gte=least_key).select_related(
        "person", "community"
    )
    return rows.annotate(word=Value("same"), since=F("community__created_at")).order_by("pk")


def told(row: Any) -> tuple[object, ...]:
    return row, row.person, row.community.name, row.word, row.since


def test_rows_relations_and_annotations_are_the_frameworks_own() -> None:
    community, other = make_community(), make_community()
    for each in (community, community, other):
        make_member(each)
    known = KnownQuery(memberships)
    for asked in (community, other):
        with CaptureQueriesContext(connection) as asked_queries:
            found = [told(row) for row in known(asked.pk, 1)]
        expected = [told(row) for row in memberships(asked.pk, 1)]
        assert found == expected
        assert len(found) == asked.memberships.count()
        assert len(asked_queries) == 1


def test_sql_is_written_for_the_first_asking_only() -> None:
    people = [make_person(), make_person()]
    known = KnownQuery(lambda key: Person.objects.filter(pk=key))
    with patch.object(SQLCompiler, "as_sql", autospec=True, side_effect=SQLCompiler.as_sql) as written:
        assert [known(person.pk) for person in people] == [[person] for person in people]
    assert written.call_count == 1


def test_texts_and_lists_of_any_length_are_values_too() -> None:
    communities = [make_community() for _ in range(3)]
    by_slug = KnownQuery(lambda slug: Community.objects.filter(slug=slug))
    by_keys = KnownQuery(lambda keys: Community.objects.filter(among("id", keys)).order_by("pk"))
    assert by_slug(communities[1].slug) == [communities[1]]
    assert by_slug("' OR true --") == []
    assert by_keys([each.pk for each in communities]) == communities
    assert by_keys([communities[2].pk]) == [communities[2]]
    assert by_keys([]) == []


def test_what_is_deferred_is_fetched_when_asked_for() -> None:
    person = make_person()
    (found,) = KnownQuery(lambda key: Person.objects.filter(pk=key).defer("bio"))(person.pk)
    with CaptureQueriesContext(connection) as queries:
        assert (found.handle, found.bio) == (person.handle, person.bio)
    assert len(queries) == 1


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_on_its_own_connection() -> None:
    person = make_person()
    known = KnownQuery(lambda key: Person.objects.filter(pk=key))
    seen: list[list[Person]] = []

    def ask() -> None:
        seen.append(known(person.pk))
        connection.close()

    threads = [Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [*seen, known(person.pk)] == [[person]] * 4


def test_plain_values_and_moments_are_the_frameworks_own() -> None:
    community = make_community()
    early, _late = make_member(community), make_member(community)
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    Membership.objects.filter(person=early).update(joined_at=noon)

    def asked(since: datetime, key: int) -> QuerySet[Membership, tuple[int, datetime]]:
        rows = Membership.objects.filter(joined_at__gte=since, community=key).order_by("joined_at")
        return rows.values_list("person_id", "joined_at")

    known = KnownQuery(asked)
    for since, finds_early in ((noon, True), (noon + timedelta(seconds=1), False)):
        assert known(since, community.pk) == list(asked(since, community.pk))
        assert ((early.pk, noon) in known(since, community.pk)) == finds_early


def test_what_an_outer_join_does_not_find_is_none_and_known_to_be() -> None:
    topic = make_topic(make_board(make_community()))
    reply = make_reply(topic)
    known = KnownQuery(
        lambda key: Post.objects.filter(topic=key).select_related("parent__author").order_by("number")
    )
    with CaptureQueriesContext(connection) as queries:
        opening, answer = known(topic.pk)
        assert opening.parent is None
        assert answer.parent == opening
        assert answer.parent.author == topic.author
        assert not opening._state.adding
    assert len(queries) == 1
    answer.source = "Said otherwise."
    answer.save(update_fields=["source"])
    reply.refresh_from_db()
    assert reply.source == "Said otherwise."


def test_a_known_update_changes_what_the_frameworks_own_would() -> None:
    one, other = make_community(), make_community()
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    archive = KnownUpdate(
        lambda key, count, moment: (
            Community.objects.filter(pk=key),
            {"member_count": F("member_count") + count, "archived_at": moment},
        )
    )
    before = (one.member_count, other.member_count)
    assert [
        archive(one.pk, 3, noon),
        archive(other.pk, 4, noon + timedelta(hours=1)),
        archive(0, 1, noon),
    ] == [1, 1, 0]
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.member_count, other.member_count) == (before[0] + 3, before[1] + 4)
    assert (one.archived_at, other.archived_at) == (noon, noon + timedelta(hours=1))
