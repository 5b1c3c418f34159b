"""Policies and selectors say the same about who reads what, for every role, visibility and level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.test import Client

from forum.communities.models import Community, Role
from forum.communities.policies.communities import may_know_of, may_read_community
from forum.communities.selectors.reading import communities_known_to, readable_community
from forum.discussions.models import Board, Level, Placement, Topic
from forum.discussions.policies.boards import may_read_board
from forum.discussions.policies.topics import may_read_topic
from forum.discussions.selectors.boards import boards_of, boards_readable_by
from forum.discussions.selectors.listings import (
    LIVELY_SHOWN,
    last_activity,
    lively_topics,
    topics_by,
    unread_topics,
)
from forum.discussions.selectors.posts import by_author, posts_visible_to
from forum.discussions.selectors.topics import topics_visible_to
from forum.people.actors import Actor, is_person
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_community,
    make_member,
    make_person,
    make_steward,
    make_topic,
    mute,
    place_topic,
    suspend,
)

pytestmark = pytest.mark.django_db

VISIBILITIES = ("open", "network", "private", "hidden")
# What each is worth in the four communities; None for a visitor.
RANKS: dict[str, int | None] = {
    "visitor": None,
    "stranger": 0,
    "guest": Role.GUEST,
    "member": Role.MEMBER,
    "muted": Role.MEMBER,
    "suspended": 0,
    "moderator": Role.MODERATOR,
    "facilitator": Role.FACILITATOR,
    "facilitator elsewhere": 0,
    "steward": Role.FACILITATOR,
}


@dataclass
class World:
    """Four communities, one a visibility, each with a board a level, each with a topic."""

    communities: dict[str, Community]
    boards: dict[tuple[str, int], Board]
    topics: dict[tuple[str, int], Topic]
    author: Person

    def readable_boards(self, rank: int | None) -> set[tuple[str, int]]:
        """What product.md says: by visibility where the board is for all readers, else by role."""
        return {
            (visibility, level)
            for visibility, level in self.boards
            if (
                reads_community(rank, visibility)
                if level == Level.READERS
                else rank is not None and rank >= level
            )
        }


def reads_community(rank: int | None, visibility: str) -> bool:
    if visibility == "open":
        return True
    return rank is not None and (visibility == "network" or rank >= Role.GUEST)


@pytest.fixture
def world() -> World:
    author = make_person("Author")
    communities = {name: make_community(visibility=name, facilitator=author) for name in VISIBILITIES}
    boards = {
        (name, int(level)): make_board(community, read_from=level)
        for name, community in communities.items()
        for level in Level
    }
    topics = {where: make_topic(board, author=author) for where, board in boards.items()}
    return World(communities, boards, topics, author)


@pytest.fixture
def actors(world: World) -> dict[str, Actor]:
    """One actor for each of `RANKS`; those who belong somewhere belong to all four communities."""
    return {role: _actor(world, role) for role in RANKS}


def _actor(world: World, role: str) -> Actor:
    if role == "visitor":
        return AnonymousUser()
    if role == "steward":
        return make_steward()
    person = make_person(role)
    if role == "facilitator elsewhere":
        make_member(make_community(visibility="private"), person, role=Role.FACILITATOR)
        return person
    rank = RANKS[role] or (Role.MODERATOR if role == "suspended" else 0)
    for community in world.communities.values():
        if rank:
            make_member(community, person, role=rank)
        if role == "muted":
            mute(person, community)
        if role == "suspended":
            suspend(person, community)
    return person


def test_communities(world: World, actors: dict[str, Actor]) -> None:
    named, every = world.communities, Community.objects.filter(pk__in=_keys(world.communities))
    wanted = {role: {name for name in VISIBILITIES if reads_community(RANKS[role], name)} for role in RANKS}
    assert wanted == {
        role: {name for name, row in named.items() if may_read_community(actor, row)}
        for role, actor in actors.items()
    }
    assert wanted == {
        role: _names(named, every.filter(readable_community(actor))) for role, actor in actors.items()
    }


def test_only_hidden_communities_are_unknown_to_those_outside(world: World, actors: dict[str, Actor]) -> None:
    named = world.communities
    wanted = {
        role: {name for name in VISIBILITIES if name != "hidden" or (rank or 0) >= Role.GUEST}
        for role, rank in RANKS.items()
    }
    assert wanted == {
        role: {name for name, row in named.items() if may_know_of(actor, row)}
        for role, actor in actors.items()
    }
    assert wanted == {role: _names(named, communities_known_to(actor)) for role, actor in actors.items()}


def test_boards(world: World, actors: dict[str, Actor]) -> None:
    wanted = {role: world.readable_boards(rank) for role, rank in RANKS.items()}
    named = world.boards
    assert wanted == {
        role: {where for where, board in named.items() if may_read_board(actor, board)}
        for role, actor in actors.items()
    }
    assert wanted == {role: _names(named, boards_readable_by(actor)) for role, actor in actors.items()}
    assert wanted == {
        role: _names(named, [row for one in world.communities.values() for row in boards_of(one, actor)])
        for role, actor in actors.items()
    }


def test_topics_and_posts(world: World, actors: dict[str, Actor]) -> None:
    wanted = {role: world.readable_boards(rank) for role, rank in RANKS.items()}
    named, author = world.topics, world.author.pk
    assert wanted == {
        role: {where for where, topic in named.items() if may_read_topic(actor, topic)}
        for role, actor in actors.items()
    }
    assert wanted == {role: _names(named, topics_visible_to(actor)) for role, actor in actors.items()}
    assert wanted == {
        role: _names(named, [post.topic for post in posts_visible_to(actor)])
        for role, actor in actors.items()
    }
    assert wanted == {
        role: _names(named, [post.topic for post in by_author(actor, author)])
        for role, actor in actors.items()
    }


def test_lists_over_many_boards(world: World, actors: dict[str, Actor]) -> None:
    wanted = {role: world.readable_boards(rank) for role, rank in RANKS.items()}
    named, author, keys = world.topics, world.author.pk, _keys(world.communities)
    for role, actor in actors.items():
        lively = _names(named, [row.topic for row in lively_topics(actor)])
        assert lively <= wanted[role]
        assert len(lively) == min(len(wanted[role]), LIVELY_SHOWN)
    assert wanted == {
        role: _names(named, [row.topic for row in topics_by(actor, author, limit=50)])
        for role, actor in actors.items()
    }
    moved = {role: set(last_activity(actor, keys)) for role, actor in actors.items()}
    assert moved == {
        role: {world.communities[name].pk for name, _level in boards} for role, boards in wanted.items()
    }


def test_a_remembered_choice_of_lively_topics_shows_visitors_nothing_that_was_closed_since(
    world: World,
) -> None:
    visitor = AnonymousUser()
    before = {row.topic for row in lively_topics(visitor)}
    Community.objects.filter(pk=world.communities["open"].pk).update(visibility="private")
    assert (_names(world.topics, before), lively_topics(visitor)) == ({("open", 0)}, [])


def test_what_waits_is_what_one_reads_in_ones_own_communities(world: World, actors: dict[str, Actor]) -> None:
    belonging = {"guest", "member", "muted", "moderator", "facilitator"}
    people = {role: actor for role, actor in actors.items() if is_person(actor)}
    assert {
        role: _names(world.topics, [row.topic for row in unread_topics(person).placements])
        for role, person in people.items()
    } == {role: world.readable_boards(RANKS[role]) if role in belonging else set() for role in people}


@pytest.mark.slow
@pytest.mark.parametrize("role", list(RANKS))
def test_pages(world: World, role: str, client: Client) -> None:
    """The addresses themselves: 200 for what one reads, 404 for all else, as where there is nothing."""
    actor = _actor(world, role)
    if is_person(actor):
        client.force_login(actor)
    wanted = world.readable_boards(RANKS[role])
    boards = {where for where, board in world.boards.items() if _opens(client, board.get_absolute_url())}
    topics = {where for where, topic in world.topics.items() if _opens(client, topic.get_absolute_url())}
    assert (boards, topics) == (wanted, wanted)


def test_a_live_placement_lets_its_board_read_and_a_pending_one_does_not(world: World) -> None:
    visitor = AnonymousUser()
    topic, pending = world.topics["network", 0], world.topics["network", 10]
    assert _reads(visitor, topic) == (False, False)
    place_topic(topic, world.boards["open", 0])
    place_topic(pending, world.boards["open", 0], state=Placement.State.PENDING)
    assert (_reads(visitor, topic), _reads(visitor, pending)) == ((True, True), (False, False))


def test_a_removed_topic_is_gone_for_everyone(world: World) -> None:
    topic = world.topics["open", 0]
    assert _reads(world.author, topic) == (True, True)
    Topic.objects.filter(pk=topic.pk).update(removed_at=topic.created_at)
    topic.refresh_from_db()
    assert (_reads(world.author, topic), _reads(make_steward(), topic)) == ((False, False), (False, False))


def _reads(actor: Actor, topic: Topic) -> tuple[bool, bool]:
    fresh = Topic.objects.get(pk=topic.pk)
    return bool(may_read_topic(actor, fresh)), topics_visible_to(actor).filter(pk=topic.pk).exists()


def _opens(client: Client, url: str) -> bool:
    status = client.get(url).status_code
    assert status in {200, 404}
    return status == 200


def _keys(named: dict[str, Community]) -> list[int]:
    return [row.pk for row in named.values()]


def _names(named: Mapping[Any, Model], rows: Iterable[Model]) -> set[Any]:
    found = {row.pk for row in rows}
    return {name for name, row in named.items() if row.pk in found}
