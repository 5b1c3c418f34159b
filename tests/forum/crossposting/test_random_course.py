"""Whatever people do with topics that are carried, in whatever order: promises hold, nobody reads what is not theirs.

A rule is one thing that somebody tries; it happens or is refused, and nothing else. What is added to cross-posting gets
a rule of its own here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from forum.communities.actions.members import give_role, leave_community
from forum.communities.actions.roles import take_out_member
from forum.communities.models import Community, Membership, Role
from forum.core import limits
from forum.core.verdicts import Refused
from forum.crossposting.actions.deciding import accept_placement, decline_placement
from forum.crossposting.actions.ending import end_overdue, end_placement
from forum.crossposting.actions.proposing import carry_topic
from forum.crossposting.actions.tending import hide_post, lock_here, show_post, tag_here
from forum.crossposting.actions.trusting import give_trust
from forum.crossposting.policies.answering import may_answer
from forum.crossposting.policies.carrying import may_carry_to
from forum.crossposting.selectors.placements import carried, waiting_for
from forum.crossposting.selectors.targets import known_placements
from forum.discussions.actions.changing_boards import archive_board, change_board, restore_board
from forum.discussions.actions.edits import edit_post, remove_post
from forum.discussions.actions.marks import accept_answer, react
from forum.discussions.actions.merging import merge_boards
from forum.discussions.actions.moving import move_topics
from forum.discussions.actions.replies import post_reply
from forum.discussions.actions.topics import lock_topic, pin_topic, unlock_topic
from forum.discussions.actions.visibility import change_visibility_as_shown
from forum.discussions.models import Board, Placement, Post, Topic
from forum.discussions.models.placements import PATIENCE
from forum.discussions.policies.boards import boards_to_start_on, may_read_board
from forum.discussions.policies.posts import may_read_post
from forum.discussions.policies.topics import boards_seen, boards_to_reply_through, may_read_topic
from forum.discussions.readers import reading_level
from forum.discussions.selectors.board_management import edition_of_settings
from forum.discussions.selectors.posts import posts_visible_to
from forum.discussions.selectors.topics import topics_visible_to, with_placements
from forum.discussions.selectors.visibility import effects_for
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
    suspend,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

COURSES, STEPS = 48, 50
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

    # What there is ---------------------------------------------------------------------------------

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
        topics = Topic.objects.select_related("home_board__community").order_by("pk")
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
            Course.refused[name] += 1
        else:
            Course.happened[name] += 1

    # Carrying --------------------------------------------------------------------------------------

    @rule(
        topic=NUMBER, board=NUMBER, who=st.sampled_from(["broker", "broker", "author", "reader", "anybody"])
    )
    def propose(self, topic: int, board: int, who: str) -> None:
        broker = self.anybody(board + topic) if who == "anybody" else self.person(who)
        self.tries(carry_topic, broker=broker, topic=self.topic(topic), board=self.board(board))

    @rule(topic=NUMBER, board=NUMBER)
    def propose_where_one_may(self, topic: int, board: int) -> None:
        broker, found = self.person("broker"), with_placements(Topic.objects.all()).in_bulk()
        chosen = found[self.topic(topic).pk]
        known = known_placements(chosen)
        boards = [
            each
            for each in boards_to_start_on(broker)
            if may_carry_to(broker, chosen, each, known.get(each.pk))
        ]
        if boards:
            self.tries(carry_topic, broker=broker, topic=chosen, board=boards[board % len(boards)])

    @rule(number=NUMBER, who=AGREE)
    def accept(self, number: int, who: str) -> None:
        placement = self.placement(number, "pending")
        if placement:
            moderator = self.moderator(who, number, placement)
            self.tries(accept_placement, moderator=moderator, placement=placement)

    @rule(number=NUMBER, who=AGREE, is_wanted=SELDOM)
    def decline(self, number: int, who: str, is_wanted: bool) -> None:
        placement = self.placement(number, "pending")
        if placement and is_wanted:
            moderator = self.moderator(who, number, placement)
            self.tries(decline_placement, moderator=moderator, placement=placement, reason="No.")

    @rule(
        number=NUMBER, who=st.sampled_from(["broker", "author", "there", "home", "anybody"]), is_wanted=SELDOM
    )
    def end(self, number: int, who: str, is_wanted: bool) -> None:
        placement = self.placement(number, "pending", "live")
        if placement and is_wanted:
            is_named = who in {"broker", "author"}
            person = self.person(who) if is_named else self.moderator(who, number, placement)
            self.tries(end_placement, person=person, placement=placement)

    @rule(days=st.sampled_from([0, 0, 0, 15]))
    def time_passes(self, days: int) -> None:
        self.tries(end_overdue, now=timezone.now() + (PATIENCE + timedelta(days=1) if days else timedelta()))

    @rule(giver=NUMBER, other=NUMBER)
    def trust(self, giver: int, other: int) -> None:
        community, trusted = self.community(giver), self.community(other)
        self.tries(give_trust, giver=self.person("steward"), community=community, trusted=trusted)

    # What a board does with a guest ----------------------------------------------------------------

    @rule(number=NUMBER, who=AGREE, post=NUMBER)
    def hide(self, number: int, who: str, post: int) -> None:
        placement = self.placement(number, "live")
        if placement:
            moderator, hidden = self.moderator(who, number, placement), self.post(post, placement.topic)
            self.tries(hide_post, moderator=moderator, placement=placement, post=hidden, reason="No.")

    @rule(number=NUMBER, who=AGREE, post=NUMBER)
    def show(self, number: int, who: str, post: int) -> None:
        placement = self.placement(number, "live")
        if placement:
            moderator, hidden = self.moderator(who, number, placement), self.post(post, placement.topic)
            self.tries(show_post, moderator=moderator, placement=placement, post=hidden)

    @rule(number=NUMBER, who=AGREE, is_locked=st.booleans())
    def lock_there(self, number: int, who: str, is_locked: bool) -> None:
        placement = self.placement(number, "live")
        if placement:
            moderator = self.moderator(who, number, placement)
            self.tries(lock_here, moderator=moderator, placement=placement, is_locked=is_locked)

    @rule(number=NUMBER, who=AGREE)
    def pin_and_tag_there(self, number: int, who: str) -> None:
        placement = self.placement(number, "live")
        if placement:
            moderator = self.moderator(who, number, placement)
            self.tries(pin_topic, moderator=moderator, topic=placement.topic, board=placement.board)
            self.tries(tag_here, moderator=moderator, placement=placement, tags=["local"])

    # What is done to topics and posts --------------------------------------------------------------

    @rule(topic=NUMBER, who=NUMBER, board=NUMBER)
    def reply(self, topic: int, who: int, board: int) -> None:
        person, answered, via = self.anybody(who), self.topic(topic), self.board(board)
        self.tries(post_reply, author=person, topic=answered, body="Words.", via_board=via)

    @rule(topic=NUMBER, who=NUMBER, is_locked=st.booleans())
    def lock(self, topic: int, who: int, is_locked: bool) -> None:
        act = lock_topic if is_locked else unlock_topic
        self.tries(act, moderator=self.anybody(who), topic=self.topic(topic))

    @rule(topic=NUMBER, post=NUMBER, who=NUMBER)
    def act_on_post(self, topic: int, post: int, who: int) -> None:
        acted_on, person = self.post(post, self.topic(topic)), self.anybody(who)
        self.tries(react, person=person, post=acted_on, kind="thanks")
        self.tries(accept_answer, person=person, post=acted_on)
        self.tries(edit_post, editor=person, post=acted_on, body="Others.", revision=acted_on.revision)

    @rule(topic=NUMBER, post=NUMBER, who=NUMBER, is_wanted=SELDOM)
    def remove(self, topic: int, post: int, who: int, is_wanted: bool) -> None:
        if is_wanted:
            removed = self.post(post, self.topic(topic))
            self.tries(remove_post, remover=self.anybody(who), post=removed)

    @rule(topic=NUMBER, board=NUMBER, who=NUMBER)
    def move(self, topic: int, board: int, who: int) -> None:
        moved, boards = self.topic(topic), boards_of(self.topic(topic).home_board.community)
        to = boards[board % len(boards)]
        self.tries(
            move_topics, mover=self._mostly_steward(who), topics=[moved], to=to, agreed_level=level_of(to)
        )

    # What is done to boards and communities --------------------------------------------------------

    @rule(board=NUMBER, into=NUMBER, is_wanted=SELDOM)
    def merge(self, board: int, into: int, is_wanted: bool) -> None:
        gone = self.board(board)
        boards = boards_of(gone.community)
        kept = boards[into % len(boards)]
        if is_wanted:
            steward = self.person("steward")
            self.tries(merge_boards, merger=steward, board=gone, into=kept, agreed_level=level_of(kept))

    @rule(
        board=NUMBER,
        change=st.one_of(
            st.fixed_dictionaries({"read_from": st.sampled_from([0, 0, 10, 20, 30])}),
            st.fixed_dictionaries({"inbound": st.sampled_from(["closed", "ask", "trusted", "open", "open"])}),
            st.fixed_dictionaries({"outbound": st.sampled_from(["open", "open", "ask", "closed"])}),
            st.fixed_dictionaries({"name": st.sampled_from(["One name", "Another name"])}),
        ),
    )
    def change(self, board: int, change: dict[str, Any]) -> None:
        changed = self.board(board)
        after = Board(community=changed.community, read_from=change.get("read_from", changed.read_from))
        self.tries(
            change_board, editor=self.person("steward"), board=changed, seen=edition_of_settings(changed),
            fields=change, agreed_level=level_of(after),
        )  # fmt: skip

    @rule(board=NUMBER, is_wanted=SELDOM)
    def archive_or_restore(self, board: int, is_wanted: bool) -> None:
        found, steward = self.board(board), self.person("steward")
        if found.archived_at is None and is_wanted:
            self.tries(archive_board, archiver=steward, board=found)
        elif found.archived_at is not None:
            self.tries(restore_board, restorer=steward, board=found)

    @rule(number=NUMBER, visibility=st.sampled_from(VISIBILITIES), is_wanted=SELDOM)
    def change_visibility(self, number: int, visibility: str, is_wanted: bool) -> None:
        if not is_wanted:
            return
        community, steward = self.community(number), self.person("steward")
        edition = effects_for(steward, community, visibility).edition
        self.tries(
            change_visibility_as_shown, changer=steward, community=community, visibility=visibility,
            seen=edition, typed_name=community.name,
        )  # fmt: skip

    @rule(number=NUMBER, who=st.sampled_from(["author", "broker", "reader", "named"]))
    def suspend_or_let_back(self, number: int, who: str) -> None:
        person, community = self.person(who), self.community(number)
        membership = Membership.objects.filter(person=person, community=community)
        if membership.filter(suspended_until=None).exists():
            suspend(person, community)
        else:
            membership.update(suspended_until=None)

    @rule(number=NUMBER, who=st.sampled_from(["author", "broker", "reader", "named"]), is_wanted=SELDOM)
    def go(self, number: int, who: str, is_wanted: bool) -> None:
        person, community = self.person(who), self.community(number)
        if not is_wanted:
            return
        if number % 2:
            self.tries(leave_community, person=person, community=community)
        else:
            self.tries(
                take_out_member,
                taker=self.person("steward"),
                person=person,
                community=community,
                reason="No.",
            )

    @rule(number=NUMBER, who=st.sampled_from(["author", "broker", "reader", "named"]), role=NUMBER)
    def come(self, number: int, who: str, role: int) -> None:
        given = (Role.MEMBER, Role.MEMBER, Role.GUEST, Role.MODERATOR)[role % 4]
        self.tries(
            give_role, giver=self.person("steward"), person=self.person(who),
            community=self.community(number), role=given,
        )  # fmt: skip

    def _mostly_steward(self, number: int) -> Person:
        return self.person("steward") if number % 2 else self.anybody(number)

    # What holds after each of them -----------------------------------------------------------------

    @invariant()
    def promises_hold(self) -> None:
        Course.steps += 1
        with connection.cursor() as cursor:
            for promise in CHEAP:
                cursor.execute(promise.sql)
                assert cursor.fetchall() == [], promise.key

    @invariant()
    def somebody_is_asked_what_they_read(self) -> None:
        """Another one after each step, and what waits for their word after some."""
        names = [*self.world.people, None]
        name = names[Course.steps % len(names)]
        actor: Actor = AnonymousUser() if name is None else self.person(name)
        self._reads_the_same_twice(name, actor)
        if Course.steps % 4 == 0:
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


def test_whatever_is_done_in_whatever_order_promises_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "times_of", lambda _limit: 10**9)
    Course.world, Course.steps = make_world(), 0
    Course.happened, Course.refused = Counter(), Counter()
    run_state_machine_as_test(
        Course,
        settings=settings(
            max_examples=COURSES, stateful_step_count=STEPS, derandomize=True, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert Course.steps >= 2000, Course.steps
    assert set(Course.refused) <= set(Course.happened), (Course.happened, Course.refused)
    assert Course.happened["carry_topic"] > COURSES, Course.happened
    assert Course.happened["accept_placement"] > 20, Course.happened
