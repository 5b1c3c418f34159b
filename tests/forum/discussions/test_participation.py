"""How people take part: the numbers of one query against a count by hand, and what counts as an act."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.communities.models import Community, Role
from forum.core.limits import REACTING
from forum.discussions.actions.edits import remove_post
from forum.discussions.actions.following import follow_topic
from forum.discussions.models import Placement, Post, Reaction, Topic
from forum.discussions.selectors.participation import (
    Part,
    Ring,
    TakingPart,
    count_ring,
    first_posts,
    part_for,
    ring_of,
    taking_part,
)
from forum.people.models import Person
from tests.factories import (
    expel,
    make_board,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_topic,
    place_topic,
)
from tests.factories.people import refill

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 15, 9, 30, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=1000)
Act = tuple[Person, datetime, str]


def react_at(person: Person, post: Post, moment: datetime, kind: str = "thanks") -> None:
    Reaction.objects.create(person=person, post=post, kind=kind, created_at=moment)


def write_each_week(board_topic: Topic, person: Person, weeks: range) -> None:
    for week in weeks:
        make_reply(board_topic, author=person, now=NOW - timedelta(weeks=week, hours=1))


@pytest.fixture
def community() -> Community:
    """A community without anybody who acts: its facilitator stays silent."""
    found = make_community(visibility="open", facilitator=make_person("Silent"))
    found.memberships.update(joined_at=LONG_AGO)
    return found


@pytest.fixture
def topic(community: Community) -> Topic:
    """A topic begun by someone who does not belong, before anything counts."""
    topic = make_topic(
        make_board(community), author=make_member(community, role=Role.MODERATOR), now=LONG_AGO
    )
    expel(topic.author, community)
    return topic


# The rule ------------------------------------------------------------------------------------------------


def test_weeks_decide_where_somebody_stands() -> None:
    assert [part_for(weeks) for weeks in (0, 2, 3, 7, 8, 13)] == [
        *[Part.EDGE] * 2,
        *[Part.ACTIVE] * 2,
        *[Part.CORE] * 2,
    ]


def test_every_week_counts_once_however_much_was_done(community: Community, topic: Topic) -> None:
    busy, steady = make_member(community), make_member(community)
    for hours in range(30):
        make_reply(topic, author=busy, now=NOW - timedelta(hours=hours))
    write_each_week(topic, steady, range(8))
    found = taking_part(community, NOW)
    assert (found[busy.pk].weeks, found[steady.pk].weeks) == (1, 8)
    assert count_ring(community, NOW) == Ring(core=1, active=0, edge=2)


def test_the_window_has_thirteen_weeks_and_no_moment_more(community: Community, topic: Topic) -> None:
    inside, outside, ahead = (make_member(community) for _ in range(3))
    edge = NOW - timedelta(weeks=13)
    make_reply(topic, author=inside, now=edge + timedelta(seconds=1))
    make_reply(topic, author=outside, now=edge)
    make_reply(topic, author=ahead, now=NOW + timedelta(seconds=1))
    found = taking_part(community, NOW)
    assert (found[inside.pk].weeks, found[outside.pk].weeks, ahead.pk in found) == (1, 0, False)


def test_writing_reacting_and_following_are_acts_alike(community: Community, topic: Topic) -> None:
    reader = make_member(community)
    post = topic.posts.get()
    react_at(reader, post, NOW - timedelta(weeks=1, hours=1))
    follow_topic(person=reader, topic=topic, now=NOW - timedelta(weeks=2, hours=1))
    make_reply(topic, author=reader, now=NOW - timedelta(weeks=3, hours=1))
    assert taking_part(community, NOW)[reader.pk] == TakingPart(
        weeks=3,
        weeks_before=0,
        first_at=NOW - timedelta(weeks=3, hours=1),
        last_at=NOW - timedelta(weeks=1, hours=1),
        has_reacted=True,
        has_followed=True,
    )


def test_only_what_stands_counts_and_only_here(community: Community, topic: Topic) -> None:
    person = make_member(community)
    elsewhere = make_board(make_community())
    make_member(elsewhere.community, person)
    moment = NOW - timedelta(days=1)
    make_topic(elsewhere, author=person, now=moment)
    make_topic(topic.home_board, author=person, now=moment)
    gone, removed_topic = (
        make_reply(topic, author=person, now=moment),
        make_topic(topic.home_board, author=person, now=moment),
    )
    withdrawn = make_topic(topic.home_board, author=person, now=moment)
    assert taking_part(community, NOW)[person.pk].weeks == 1
    mine = topic.home_board.home_topics.exclude(pk__in=[topic.pk, removed_topic.pk, withdrawn.pk])
    remove_post(author=person, post=gone)
    for each in mine.filter(author=person):
        remove_post(author=person, post=each.posts.get())
    Topic.objects.filter(pk=removed_topic.pk).update(removed_at=NOW)
    Placement.objects.filter(topic=withdrawn).update(
        state=Placement.State.WITHDRAWN, ended_by=Placement.Side.READERS
    )
    assert person.pk not in taking_part(community, NOW)


def test_in_a_topic_of_two_communities_a_post_counts_where_it_was_written(community: Community) -> None:
    home, other = make_board(), make_board(community)
    topic = make_topic(home, now=LONG_AGO)
    place_topic(topic, other)
    here, there = make_member(community), make_member(home.community)
    make_reply(topic, author=here, via_board=other, now=NOW - timedelta(days=1))
    make_reply(topic, author=there, via_board=home, now=NOW - timedelta(days=1))
    found = [taking_part(each, NOW) for each in (community, home.community)]
    assert [here.pk in each for each in found] == [True, False]
    assert [there.pk in each for each in found] == [False, True]


def test_who_is_gone_is_not_counted(community: Community, topic: Topic) -> None:
    leaver, closed = make_member(community), make_member(community)
    for person in (leaver, closed):
        write_each_week(topic, person, range(9))
    assert count_ring(community, NOW) == Ring(core=2, active=0, edge=1)
    expel(leaver, community)
    Person.objects.filter(pk=closed.pk).update(is_active=False)
    assert count_ring(community, NOW) == Ring(core=0, active=0, edge=1)


def test_quiet_are_those_who_were_near_and_have_done_nothing_for_a_month(
    community: Community, topic: Topic
) -> None:
    quiet, back, never_near, still_here = (make_member(community) for _ in range(4))
    month = 30 / 7
    for person, weeks in (
        (quiet, (5, 6, 7)),
        (back, (1, 5, 6, 7)),
        (never_near, (5, 6)),
        (still_here, (0, 1, 2)),
    ):
        for week in weeks:
            make_reply(topic, author=person, now=NOW - timedelta(weeks=week if week < month else week + 1))
    found = taking_part(community, NOW)
    people = {"quiet": quiet, "back": back, "never near": never_near, "still here": still_here}
    assert [name for name, person in people.items() if found[person.pk].went_quiet(NOW)] == ["quiet"]


# By hand -------------------------------------------------------------------------------------------------


def counted_by_hand(acts: list[Act], members: set[int]) -> tuple[Ring, dict[int, tuple[int, int]]]:
    """The ring, and each member's weeks now and before the last 30 days, without any SQL."""

    def weeks(person_id: int, end: datetime) -> int:
        ages = [(end - moment).total_seconds() for person, moment, _deed in acts if person.pk == person_id]
        return len({int(age // 604_800) for age in ages if 0 <= age < 13 * 604_800})

    parts = Counter(part_for(weeks(key, NOW)) for key in members)
    ring = Ring(parts[Part.CORE], parts[Part.ACTIVE], parts[Part.EDGE])
    return ring, {key: (weeks(key, NOW), weeks(key, NOW - timedelta(days=30))) for key in members}


class Told:
    """A network in which much happens by chance, and all that was done in it, as it was done."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.community, other = make_community(visibility="open"), make_community(visibility="open")
        boards = [make_board(self.community), make_board(self.community), make_board(other)]
        self.members = [make_member(self.community) for _ in range(8)]
        self.people = [*self.members, make_person()]
        for person in self.people:
            make_member(other, person)
        self.topics = [make_topic(board, now=LONG_AGO) for board in boards for _ in range(2)]
        self.acts: list[tuple[Act, Topic, Post | None]] = []

    def go_on(self, eagerness: list[int]) -> None:
        """Let somebody do something."""
        person = self.chance.choices(self.people, eagerness)[0]
        topic = self.chance.choice(self.topics)
        moment = NOW - timedelta(minutes=self.chance.randrange(1, 150 * 1440))
        deed = self.chance.choice(["wrote", "wrote", "reacted", "followed"])
        is_here = topic.home_board.community_id == self.community.pk
        post: Post | None = None
        if deed == "wrote":
            if is_here and person not in self.members:
                return
            post = make_reply(topic, author=person, now=moment)
        elif deed == "reacted":
            post = self.chance.choice(list(topic.posts.all()))
            if person.reactions.filter(post=post).exists():
                return
            react_at(person, post, moment)
        else:
            if person.followings.filter(topic=topic).exists():
                return
            refill(REACTING, person, moment)
            follow_topic(person=person, topic=topic, now=moment)
        self.acts.append(((person, moment, deed), topic, post))

    def standing(self) -> list[Act]:
        """What was done here, after some of it has been taken away again."""
        written = [post.pk for (_p, _m, deed), _topic, post in self.acts if post and deed == "wrote"]
        removed = set(self.chance.sample(written, len(written) // 6))
        Post.objects.filter(pk__in=removed).update(removed_at=NOW)
        lost = self.topics[self.chance.randrange(4)]
        Topic.objects.filter(pk=lost.pk).update(removed_at=NOW)
        return [
            act
            for act, topic, post in self.acts
            if topic.home_board.community_id == self.community.pk and topic != lost
            if post is None or post.pk not in removed
        ]


@pytest.mark.parametrize("seed", range(3))
def test_the_query_counts_what_a_count_by_hand_does(seed: int) -> None:
    told = Told(random.Random(seed))
    eagerness = [told.chance.choice([1, 4, 30]) for _ in told.people]
    for _ in range(150):
        told.go_on(eagerness)
    standing = told.standing()
    members = set(told.community.memberships.values_list("person_id", flat=True))
    ring, weeks = counted_by_hand(standing, members)
    found = taking_part(told.community, NOW)
    assert count_ring(told.community, NOW) == ring
    assert {
        key: (found.get(key, TakingPart()).weeks, found.get(key, TakingPart()).weeks_before)
        for key in members
    } == weeks
    assert (ring.total, ring.edge < ring.total, max(weeks.values())[1] > 0) == (len(members), True, True)


# What is kept, and what it costs -------------------------------------------------------------------------


def test_the_ring_is_counted_once_an_hour_and_when_somebody_comes(community: Community) -> None:
    with CaptureQueriesContext(connection) as queries:
        rings = [ring_of(community) for _ in range(3)]
    assert (rings, len(queries)) == ([Ring(0, 0, 1)] * 3, 1)
    make_member(community)
    assert ring_of(Community.objects.get(pk=community.pk)) == Ring(0, 0, 2)


def test_first_posts_say_whether_anybody_answered(community: Community) -> None:
    door = make_board(community, kind="introductions", start_from=10, reply_from=10)
    new, kind = make_member(community), make_member(community)
    hello = make_topic(door, author=new, title="Hello", now=NOW - timedelta(days=4))
    make_reply(hello, author=new, now=NOW - timedelta(days=3))
    question = make_topic(make_board(community), author=new, title="How?", now=NOW - timedelta(days=2))
    make_topic(question.home_board, author=new, title="The fourth", now=NOW - timedelta(days=1))

    def said() -> list[tuple[str, int, bool, bool]]:
        posts = first_posts(community, [new.pk, kind.pk])[new.pk]
        return [(post.title, post.number, post.is_introduction, post.was_answered) for post in posts]

    assert said() == [("Hello", 1, True, False), ("Hello", 2, False, False), ("How?", 1, False, False)]
    make_reply(question, author=kind)
    answer = make_reply(hello, author=kind, parent=hello.posts.get(number=2))
    assert said() == [("Hello", 1, True, True), ("Hello", 2, False, True), ("How?", 1, False, True)]
    remove_post(author=kind, post=answer)
    assert said() == [("Hello", 1, True, False), ("Hello", 2, False, False), ("How?", 1, False, True)]
