"""A course of carried topics: a world, what a rule may ask of it, and what holds after each step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from forum.communities.models import Community, Role
from forum.core.verdicts import Refused
from forum.crossposting.actions.deciding import accept_placement
from forum.crossposting.actions.proposing import carry_topic
from forum.crossposting.policies.answering import may_answer
from forum.crossposting.selectors.placements import carried, waiting_for
from forum.discussions.models import Board, Placement, Post, Topic
from forum.discussions.policies.boards import may_read_board
from forum.discussions.policies.posts import may_read_post
from forum.discussions.policies.topics import boards_seen, boards_to_reply_through, may_read_topic
from forum.discussions.readers import reading_level
from forum.discussions.selectors.posts import posts_visible_to
from forum.discussions.selectors.topics import topics_visible_to, with_placements
from forum.invariants.of_placements import OF_PLACEMENTS
from forum.invariants.promises import PROMISES
from forum.invariants.selectors import breaches
from forum.people.actors import Actor
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_board_moderator,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
)

VISIBILITIES = ("open", "network", "private", "hidden")
ASKED_EACH_STEP = {
    "I3-home-placement",
    "I3-merged-boards",
    "I4-placements",
    "I4-board-counts",
    "I7-no-opening",
}
CHEAP = [*OF_PLACEMENTS, *(each for each in PROMISES if each.key in ASKED_EACH_STEP)]
AGREE = st.sampled_from(["there", "home", "steward", "steward", "anybody"])
NUMBER = st.integers(min_value=0, max_value=11)
SELDOM = st.sampled_from([False, False, True])  # what ends much at once


@dataclass(frozen=True, slots=True)
class World:
    """Keys of what there is at the beginning of every course; `named` moderates one board by name."""

    communities: list[int]
    people: dict[str, int]


def make_world() -> World:
    communities = [make_community(visibility=each) for each in ("open", "network", "private")]
    opened, inside, closed = communities
    for community in communities:
        for level in (0, 0, 20):
            make_board(community, read_from=level)
    people = {name: make_person() for name in ("author", "broker", "reader", "stranger", "named")}
    for name, places in {"author": (opened, inside), "broker": communities, "reader": (closed,)}.items():
        for community in places:
            make_member(community, people[name])
    for number, community in enumerate(communities):
        people[f"moderator-{number}"] = make_member(community, role=Role.MODERATOR)
    make_board_moderator(boards_of(inside)[2], people["named"])
    people["steward"] = make_steward()
    for community, author in ((opened, "author"), (inside, "author"), (closed, "reader")):
        for type in ("question", "discussion"):
            topic = make_topic(boards_of(community)[0], author=people[author], type=type)
            for _each in range(3):
                make_reply(topic, author=people[author])
    carry_some(people, communities)
    return World([each.pk for each in communities], {name: each.pk for name, each in people.items()})


def carry_some(people: dict[str, Person], communities: list[Community]) -> None:
    """Two topics of the open web and one of the network are carried on: one stands elsewhere, the others wait."""
    question, discussion, inner = Topic.objects.order_by("pk")[:3]
    inside, closed = (boards_of(community)[0] for community in communities[1:])
    for topic, board in ((question, inside), (question, closed), (discussion, closed), (inner, closed)):
        carry_topic(broker=people["broker"], topic=topic, board=board)
    for number, placement in enumerate(carried().filter(topic=question).order_by("pk"), start=1):
        accept_placement(moderator=people[f"moderator-{number}"], placement=placement)


def boards_of(community: Community) -> list[Board]:
    return list(Board.objects.filter(community=community).order_by("pk"))


class Course(RuleBasedStateMachine):
    """What is tried goes through `self.tries`; whoever does it, and with what, is chosen by number."""

    world: ClassVar[World]
    steps: ClassVar[int] = 0
    happened: ClassVar[Counter[str]] = Counter()
    refused: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self._undone = transaction.atomic()
        self._undone.__enter__()

    def teardown(self) -> None:
        """All promises are asked about, and then everything is undone."""
        try:
            assert breaches() == []
        finally:
            transaction.set_rollback(True)
            self._undone.__exit__(None, None, None)

    # What there is ------------------------------------------------------------

    def person(self, name: str | None) -> Person:
        """As they are now: nothing is remembered of what they were."""
        return Person.objects.get(pk=self.world.people[name or "steward"])

    def anybody(self, number: int) -> Person:
        names = sorted(self.world.people)
        return self.person(names[number % len(names)])

    def community(self, number: int) -> Community:
        return Community.objects.get(pk=self.world.communities[number % len(self.world.communities)])

    def board(self, number: int) -> Board:
        boards = Board.objects.select_related("community").order_by("pk")
        return boards[number % boards.count()]

    def topic(self, number: int) -> Topic:
        with_posts = Topic.objects.filter(Exists(Post.objects.filter(topic=OuterRef("pk"))))
        topics = with_posts.select_related("home_board__community", "author").order_by("pk")
        return topics[number % topics.count()]

    def post(self, number: int, topic: Topic) -> Post:
        posts = topic.posts.order_by("-number")
        post = posts[number % posts.count()]
        post.topic = topic
        return post

    def placement(self, number: int, *states: str) -> Placement | None:
        """One of those beside a home, in one of these states if there is any."""
        rows = carried().order_by("pk")
        found = list(rows.filter(state__in=states) or rows)
        return found[number % len(found)] if found else None

    def moderator(self, who: str, number: int, placement: Placement) -> Person:
        """Of the board or of the home, a steward, or anybody at all."""
        if who == "anybody":
            return self.anybody(number)
        if who == "steward":
            return self.person("steward")
        board = placement.board if who == "there" else placement.topic.home_board
        return self.person(f"moderator-{self.world.communities.index(board.community_id)}")

    def tries(self, act: Callable[..., Any], **arguments: Any) -> None:
        """It happens as a whole, or is refused and changes nothing."""
        name = act.__name__
        try:
            with transaction.atomic():
                act(**arguments)
        except Refused:
            self.refused[name] += 1
        else:
            self.happened[name] += 1

    def often_steward(self, number: int) -> Person:
        """Whoever may do it, mostly."""
        return self.person("steward") if number % 4 else self.anybody(number)

    def mostly_steward(self, number: int) -> Person:
        return self.person("steward") if number % 2 else self.anybody(number)

    # What holds after each of them --------------------------------------------------

    @invariant()
    def promises_hold(self) -> None:
        type(self).steps += 1
        with connection.cursor() as cursor:
            for promise in CHEAP:
                cursor.execute(promise.sql)
                assert cursor.fetchall() == [], promise.key

    @invariant()
    def somebody_is_asked_what_they_read(self) -> None:
        """Another one after each step, and what waits for their word after some."""
        names = [*self.world.people, None]
        name = names[self.steps % len(names)]
        actor: Actor = AnonymousUser() if name is None else self.person(name)
        self._reads_the_same_twice(name, actor)
        if self.steps % 4 == 0:
            self._answers_the_same_twice(actor)

    def _reads_the_same_twice(self, name: str | None, actor: Actor) -> None:
        """Policies and the conditions on rows say the same; nobody reads without a board, nor more than at home."""
        visible = set(topics_visible_to(actor).values_list("pk", flat=True))
        shown = set(posts_visible_to(actor).values_list("pk", flat=True))
        topics = with_placements(Topic.objects.all()).in_bulk()
        assert {key for key, topic in topics.items() if may_read_topic(actor, topic)} == visible
        for topic in (topics[key] for key in visible):
            seen = boards_seen(actor, topic)
            assert seen, (name, topic.pk)
            assert may_read_board(actor, topic.home_board) or name == "named", (name, topic.pk)
            assert {*boards_to_reply_through(actor, topic)} <= {*seen}
        posts = list(Post.objects.filter(removed_at=None).defer("html", "source"))
        for post in posts:
            post.topic = topics[post.topic_id]
        assert {post.pk for post in posts if may_read_post(actor, post)} == shown, name

    def _answers_the_same_twice(self, actor: Actor) -> None:
        waiting = set(waiting_for(actor).values_list("pk", flat=True))
        rows = carried().filter(topic__removed_at=None)
        assert {row.pk for row in rows if may_answer(actor, row)} == waiting


def level_of(board: Board) -> int:
    """What one agrees to who lets others read what comes onto the board."""
    return int(reading_level(board))
