"""A seeded network keeps every promise, is the same each time, and leaves the tables as they were."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest
from django.db import connection

from bench.seed.network import write_network
from bench.seed.sizes import Size
from bench.seed.texts import Text, Texts
from forum.discussions.models import Post, Topic
from forum.discussions.models.paths import FOLD_DEPTH
from forum.invariants.selectors import breaches
from forum.people.models import Person

TINY = Size(
    name="tiny", communities=12, boards=40, people=1_200, topics=120, posts=1_000, longest=300, apart=True,
    texts=3, readers=4, writers=20,
)  # fmt: skip
TEXTS = Texts(
    [Text(f"Words {number}.", "markdown", f"<p>Words {number}.</p>\n") for number in range(3)],
    ["How do you debrief?", "A question of method", "Notes from the ward"],
)
NOW = datetime(2026, 5, 1, tzinfo=UTC)


def seeded() -> None:
    write_network(TINY, TEXTS, NOW, Random("the same each time"))


def definitions() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL
            SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
            ORDER BY 1, 2
            """
        )
        return list(cursor.fetchall())


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_seeded_network_keeps_every_promise_and_the_tables_their_indexes() -> None:
    before = definitions()
    seeded()
    assert breaches() == []
    assert definitions() == before
    assert (Topic.objects.count(), Post.objects.count()) == (121, 1_301)
    longest = Topic.objects.get(last_number=301)
    assert longest.posts.filter(depth__gt=FOLD_DEPTH).exists()
    assert Person.objects.create(email="next@example.org", handle="next").pk == TINY.people + 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_it_is_the_same_each_time() -> None:
    def told() -> list[tuple[object, ...]]:
        fields = ("topic__title", "number", "author_id", "path", "source", "reaction_counts", "created_at")
        return list(Post.objects.order_by("pk").values_list(*fields))

    seeded()
    first = told()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE forum_person, forum_community CASCADE")
    seeded()
    assert told() == first
