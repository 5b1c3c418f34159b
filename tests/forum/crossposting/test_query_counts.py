"""What stands elsewhere costs a page nothing: no query more for whom it is for, nor for whom it is not."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum.crossposting.models import HomeChange
from forum.discussions.models import Board, HiddenPost, Placement, Topic
from forum.discussions.models.placements import MOST_ELSEWHERE, PATIENCE
from forum.people.models import Person
from tests.factories import (
    Crossing,
    make_board,
    make_community,
    make_crossing,
    make_member,
    make_reply,
    make_topic,
    place_topic,
)

pytestmark = pytest.mark.django_db


def queries_for(person: Person | None, address: str) -> int:
    """How many the second look costs of somebody who has just come: what all share is kept, what is theirs is not."""
    client = Client()
    if person is not None:
        client.force_login(person)
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def queries_uncached(person: Person | None, address: str) -> int:
    client = Client()
    if person is not None:
        client.force_login(person)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("who", ["visitor", "member"])
@pytest.mark.parametrize("count", [queries_for, queries_uncached])
def test_a_topic_and_its_board_cost_the_same_with_five_boards_elsewhere(who: str, count: object) -> None:
    assert callable(count)
    board = make_board(make_community(visibility="open"))
    topic = make_topic(board)
    for _each in range(3):
        make_reply(topic)
    person = None if who == "visitor" else make_member(board.community)
    addresses = (topic.get_absolute_url(), board.get_absolute_url())
    alone = [count(person, address) for address in addresses]
    for _each in range(MOST_ELSEWHERE):
        other = make_board(make_community(visibility="open"))
        placement = place_topic(topic, other)
        HiddenPost.objects.create(placement=placement, post=topic.posts.get(number=2))
        Placement.objects.filter(pk=placement.pk).update(hidden_count=1)
        if person is not None:
            make_member(other.community, person)
    if person is not None:
        person = Person.objects.get(pk=person.pk)
    assert [count(person, address) for address in addresses] == alone


def offer(crossing: Crossing, topic: Topic, *, is_over: bool = False) -> None:
    now, moderator = timezone.now(), crossing.home_moderator
    to = make_board(crossing.there.community)
    over = {"state": "declined", "decided_at": now, "decided_by": crossing.there_moderator, "reason": "No."}
    HomeChange.objects.create(
        topic=topic, home=crossing.home, to=to, awaits="board", asked_by=moderator, note="Yours.",
        expires_at=now + PATIENCE, **(over if is_over else {}),
    )  # fmt: skip


def test_pages_about_other_homes_cost_the_same_with_one_and_with_thirty() -> None:
    crossing = make_crossing("open", "open")
    make_member(crossing.there.community, crossing.author)
    home, there = (board.community.slug for board in (crossing.home, crossing.there))
    standing, own = reverse("topic-standing", args=[crossing.topic.pk]), reverse("carried")
    looked_at = [
        (crossing.author, own),
        (crossing.author, standing),
        (crossing.home_moderator, own),
        (crossing.home_moderator, standing),
        (crossing.home_moderator, reverse("carried-in-community", args=[home])),
        (crossing.there_moderator, reverse("carried-in-community", args=[there])),
    ]
    offer(crossing, crossing.topic)
    with_one = [queries_uncached(person, address) for person, address in looked_at]
    for _each in range(29):
        offer(crossing, make_topic(crossing.home, author=crossing.author))
        offer(crossing, crossing.topic, is_over=True)
    assert [queries_uncached(person, address) for person, address in looked_at] == with_one


_MANY = """
WITH topics AS (
    INSERT INTO forum_topic (title, slug, type, author_id, home_board_id, tags, post_count, last_number, helpful_count,
        participant_ids, created_at, last_post_at, last_post_by_id, version)
    SELECT 'Topic ' || number, 'topic', 'discussion', %(author)s, %(home)s, '{}', 1, 1, 0, ARRAY[%(author)s],
        moment, moment, %(author)s, 1
    FROM generate_series(1, 1000) AS number, LATERAL (SELECT now() - number * interval '1 minute' AS moment) AS at
    RETURNING id, created_at
)
INSERT INTO forum_placement (topic_id, board_id, state, created_at, last_post_at, helpful_count, is_answered,
    awaits_board, awaits_home)
SELECT id, board, 'live', created_at, created_at, 0, true, false, false
FROM topics, unnest(%(boards)s::bigint[]) AS board
"""


def thousand_topics(home: Board, boards: list[Board]) -> None:
    author = make_member(home.community)
    with connection.cursor() as cursor:
        ids = [board.pk for board in boards]
        cursor.execute(_MANY, {"home": home.pk, "author": author.pk, "boards": ids})
        cursor.execute("ANALYZE forum_topic, forum_placement")


def test_a_thousand_topics_of_others_are_listed_as_a_thousand_of_ones_own() -> None:
    home = make_board(make_community(visibility="open"))
    community = make_community(visibility="open")
    own, receiving = make_board(community), make_board(community)
    thousand_topics(own, [own])
    thousand_topics(home, [home, receiving])
    member = make_member(community)
    for person in (None, member):
        for query in ("", "?sort=new", "?sort=helpful"):
            counts = {
                board: queries_uncached(person, board.get_absolute_url() + query)
                for board in (own, receiving)
            }
            assert counts[own] == counts[receiving], (person, query)
    page = Client().get(receiving.get_absolute_url())
    assert page.content.decode().count("?in=") > 0
    assert Topic.objects.filter(home_board=home).count() == 1000
