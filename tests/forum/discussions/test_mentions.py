"""Completing @names: whom one is offered, and whom not."""

from __future__ import annotations

import pytest
from django.test import Client

from forum.communities.models import Community, Role
from forum.discussions.models import Level
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_community,
    make_member,
    make_person,
    make_placeholder,
    make_reply,
    make_topic,
    place_topic,
    suspend,
)

pytestmark = pytest.mark.django_db
SCRIPTS = {"Accept": "application/json"}
Query = dict[str, str | int]


def offered(person: Person, text: str, **place: int) -> list[str]:
    client = Client()
    client.force_login(person)
    query: Query = {"q": text, **place}
    answer = client.get("/mentions/", query, headers=SCRIPTS)
    assert answer.status_code == 200
    return [row["handle"] for row in answer.json()]


def test_people_are_found_by_handle_and_by_every_part_of_their_name() -> None:
    topic = make_topic(make_board(make_community(visibility=Community.Visibility.NETWORK)))
    make_person("Ada Lovelace", handle="countess", affiliation="London")
    make_person("Grace Hopper", handle="adaptor")
    make_person("Left Long Ago", handle="adalgone", is_active=False)
    make_placeholder("Ada Imported", handle="ada-imported")
    client = Client()
    client.force_login(topic.author)
    query: Query = {"q": "aDa", "topic": topic.pk}
    answer = client.get("/mentions/", query, headers=SCRIPTS)
    assert answer.json() == [
        {"handle": "adaptor", "name": "Grace Hopper", "affiliation": ""},
        {"handle": "countess", "name": "Ada Lovelace", "affiliation": "London"},
    ]
    assert offered(topic.author, "love", topic=topic.pk) == ["countess"]


def test_in_a_private_place_only_those_are_offered_who_read_it() -> None:
    community = make_community(visibility=Community.Visibility.HIDDEN)
    board = make_board(community, read_from=Level.MEMBERS)
    member = make_member(community, make_person(handle="x-member"))
    make_member(community, make_person(handle="x-guest"), role=Role.GUEST)
    suspend(make_member(community, make_person(handle="x-suspended")), community)
    make_person(handle="x-outsider")
    make_person(handle="x-steward", is_steward=True)
    writer = make_member(community, make_person(handle="x-writer"))
    topic = make_topic(board, author=writer)
    assert offered(writer, "x-", topic=topic.pk) == ["x-member", "x-steward"]
    assert offered(writer, "x-", board=board.pk) == ["x-member", "x-steward"]
    assert offered(member, "x-", board=board.pk) == ["x-steward", "x-writer"]


def test_readers_of_a_second_board_are_offered_as_well() -> None:
    home = make_board(make_community(visibility=Community.Visibility.PRIVATE))
    other = make_community(visibility=Community.Visibility.PRIVATE)
    make_member(other, make_person(handle="x-there"))
    topic = make_topic(home)
    assert offered(topic.author, "x-", topic=topic.pk) == []
    place_topic(topic, make_board(other))
    assert offered(topic.author, "x-", topic=topic.pk) == ["x-there"]


def test_those_who_take_part_come_first() -> None:
    community = make_community()
    for name in "abc":
        make_member(community, make_person(handle=f"x-{name}"))
    topic = make_topic(make_board(community))
    make_reply(topic, author=Person.objects.get(handle="x-c"))
    assert offered(topic.author, "x-", topic=topic.pk) == ["x-c", "x-a", "x-b"]


def test_outsiders_learn_nothing_by_asking() -> None:
    topic = make_topic(make_board(make_community(visibility=Community.Visibility.HIDDEN)))
    client = Client()
    client.force_login(make_person())
    places: list[Query] = [
        {"topic": topic.pk},
        {"board": topic.home_board_id},
        {"topic": 10**9},
        {"board": 10**9},
        {},
    ]
    queries: list[Query] = [{"q": "a", **place} for place in places]
    answers = [client.get("/mentions/", query, headers=SCRIPTS) for query in queries]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert len({answer.content for answer in answers}) == 1
    visitor = Client().get("/mentions/", queries[0], headers=SCRIPTS)
    assert visitor.status_code == 403


@pytest.mark.parametrize("text", ["", " ", "%", "_", "a" * 61, "\\", "'"])
def test_what_names_nobody_finds_nobody(text: str) -> None:
    topic = make_topic()
    make_person("Somebody", handle="somebody")
    assert offered(topic.author, text, topic=topic.pk) == []


@pytest.mark.parametrize("people", [1, 40])
def test_it_costs_the_same_however_many_there_are(people: int, django_assert_max_num_queries: object) -> None:
    community = make_community(visibility=Community.Visibility.PRIVATE)
    topic = make_topic(make_board(community))
    for number in range(people):
        make_member(community, make_person(handle=f"x-{number:02}"))
    client = Client()
    client.force_login(topic.author)
    place: Query = {"q": "x-", "topic": topic.pk}
    client.get("/mentions/", place)
    # The person, their memberships, the topic, the people, the people's memberships; the frame's two.
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        answer = client.get("/mentions/", place, headers=SCRIPTS)
    assert [row["handle"] for row in answer.json()] == [f"x-{number:02}" for number in range(min(people, 8))]
