"""Answering a topic that stands on several boards, and what moderators of each may do with it."""

from __future__ import annotations

import pytest

from forum.core.verdicts import Refused
from forum.crossposting.actions.proposing import carry_topic
from forum.crossposting.actions.tending import hide_post, lock_here, tag_here, unlock_here
from forum.discussions.actions.marks import accept_answer
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.actions.topics import lock_topic, pin_topic, retitle_topic
from forum.discussions.models import Placement, Topic
from forum.discussions.policies.topics import boards_to_reply_through
from forum.discussions.selectors.topics import topic_with_placements
from forum.people.models import Person
from tests.factories import (
    Crossing,
    make_board,
    make_community,
    make_crossing,
    make_member,
    make_person,
    make_reply,
    suspend,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


@pytest.fixture
def crossing() -> Crossing:
    return make_crossing("network", "network")


@pytest.fixture
def placement(crossing: Crossing) -> Placement:
    return crossing.place()


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def ways(person: Person, topic: Topic) -> list[int]:
    found = topic_with_placements(topic.pk)
    assert found is not None
    return [board.pk for board in boards_to_reply_through(fresh(person), found)]


def test_one_answers_through_whatever_board_lets_one(crossing: Crossing, placement: Placement) -> None:
    home, there = crossing.home.pk, crossing.there.pk
    assert [ways(each, crossing.topic) for each in (crossing.author, crossing.reader, crossing.broker)] == [
        [home], [there], [home, there],
    ]  # fmt: skip
    came_by = make_reply(crossing.topic, author=crossing.broker, via_board=crossing.there)
    assert came_by.via_board_id == there
    assert make_reply(crossing.topic, author=crossing.broker).via_board_id == home
    with pytest.raises(Refused, match="Join"):
        make_reply(crossing.topic, author=make_person())


def test_a_lock_on_one_board_closes_that_way_and_a_lock_at_home_all(
    crossing: Crossing, placement: Placement
) -> None:
    lock_here(moderator=crossing.there_moderator, placement=placement)
    assert (ways(crossing.reader, crossing.topic), ways(crossing.broker, crossing.topic)) == (
        [], [crossing.home.pk],
    )  # fmt: skip
    with pytest.raises(Refused):
        make_reply(crossing.topic, author=crossing.reader)
    unlock_here(moderator=crossing.there_moderator, placement=placement)
    lock_topic(
        moderator=crossing.home_moderator, topic=topic_with_placements(crossing.topic.pk) or crossing.topic
    )
    assert ways(crossing.broker, crossing.topic) == []


def test_who_is_suspended_at_home_answers_nowhere(crossing: Crossing, placement: Placement) -> None:
    suspend(crossing.broker, crossing.home.community)
    assert ways(crossing.broker, crossing.topic) == []
    with pytest.raises(Refused):
        make_reply(crossing.topic, author=fresh(crossing.broker), via_board=crossing.there)


def test_who_is_suspended_on_one_side_answers_through_the_other(
    crossing: Crossing, placement: Placement
) -> None:
    suspend(crossing.broker, crossing.there.community)
    assert ways(crossing.broker, crossing.topic) == [crossing.home.pk]
    suspend(crossing.reader, crossing.there.community)
    assert ways(crossing.reader, crossing.topic) == []


def test_each_side_has_powers_of_its_own(crossing: Crossing, placement: Placement) -> None:
    topic = topic_with_placements(crossing.topic.pk)
    assert topic is not None
    theirs = make_reply(crossing.topic, author=crossing.reader, via_board=crossing.there)
    ours = make_reply(crossing.topic, author=crossing.author)
    there, home = crossing.there_moderator, crossing.home_moderator
    pin_topic(moderator=there, topic=topic, board=crossing.there)
    tag_here(moderator=there, placement=placement, tags=["local"])
    hide_post(moderator=there, placement=placement, post=ours, reason="No.")
    for act in (
        lambda: lock_topic(moderator=fresh(there), topic=topic),
        lambda: retitle_topic(editor=fresh(there), topic=topic, title="Mine", type="question", tags=[]),
        lambda: accept_answer(person=fresh(there), post=theirs),
        lambda: take_down_post(moderator=fresh(there), post=ours, reason="No."),
        lambda: pin_topic(moderator=fresh(home), topic=topic, board=crossing.there),
        lambda: lock_here(moderator=fresh(home), placement=placement),
        lambda: hide_post(moderator=fresh(home), placement=placement, post=theirs, reason="No."),
    ):
        with pytest.raises(Refused):
            act()
    accept_answer(person=fresh(home), post=ours)
    take_down_post(moderator=fresh(there), post=theirs, reason="No.")
    take_down_post(moderator=fresh(home), post=ours, reason="No.")


def test_what_one_board_has_agreed_to_another_is_asked_about_as_well(
    crossing: Crossing, placement: Placement
) -> None:
    third = make_board(make_community(visibility="network"))
    make_member(third.community, crossing.reader)
    sibling = carry_topic(broker=fresh(crossing.reader), topic=crossing.topic, board=third)
    assert (sibling.state, sibling.awaits_board, sibling.proposed_by) == ("pending", True, crossing.reader)
