"""Whoever is muted somewhere takes nothing from there elsewhere, and marks nothing there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.communities.actions.measures import mute_person
from forum.communities.models import Community, Role
from forum.core.verdicts import Refused
from forum.crossposting.actions.questions import tie_question
from forum.crossposting.models import AskedThere
from forum.crossposting.policies.questions import may_ask_elsewhere
from forum.discussions.actions.marks import accept_answer, unaccept_answer
from forum.discussions.actions.splitting import split_topic
from forum.discussions.models import Board, Placement, Topic
from forum.discussions.policies.topics import may_accept_answer
from forum.discussions.selectors.topics import topic_with_placements
from forum.lifting.actions.answering import agree
from forum.lifting.models import Lift
from forum.people.models import Person
from tests.factories import (
    expel,
    lift_all,
    make_board,
    make_community,
    make_crossing,
    make_member,
    make_reply,
    make_topic,
    mute,
)
from tests.forum.chat.test_sending import say
from tests.forum.lifting.lifted import lift, room_of, wording_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
SILENCED = r"You are muted|cannot take part"


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def mute_on(board: Board, person: Person) -> None:
    moderator = make_member(board.community, role=Role.MODERATOR)
    mute_person(
        moderator=moderator, person=again(person), community=board.community, reason="Be kind.",
        ends_at=timezone.now() + timedelta(days=3), board_key=board.pk,
    )  # fmt: skip


@pytest.fixture
def community() -> Community:
    return make_community(visibility="open")


@pytest.mark.parametrize("has_left", [False, True])
def test_a_muted_asker_accepts_no_answer(community: Community, has_left: bool) -> None:
    board, asker = make_board(community), make_member(community)
    topic = make_topic(board, author=asker, type=Topic.Type.QUESTION)
    first, second = make_reply(topic), make_reply(topic)
    accept_answer(person=asker, post=first)
    mute_on(board, asker)
    if has_left:
        expel(asker, community)
    with pytest.raises(Refused, match=SILENCED):
        accept_answer(person=again(asker), post=second)
    with pytest.raises(Refused, match=SILENCED):
        unaccept_answer(person=again(asker), topic=topic)
    assert Topic.objects.get(pk=topic.pk).accepted_post == first
    lift_all(asker, community)
    accept_answer(person=again(asker), post=second)
    shown = topic_with_placements(topic.pk)
    assert shown is not None and shown.accepted_post == second and may_accept_answer(again(asker), shown)


@pytest.mark.parametrize("has_left", [False, True])
def test_who_is_muted_on_a_board_carries_nothing_from_it(has_left: bool) -> None:
    crossing = make_crossing("open", "open")
    broker, home = crossing.broker, crossing.home
    mute_on(home, broker)
    if has_left:
        expel(broker, home.community)
    object.__setattr__(crossing, "broker", again(broker))
    with pytest.raises(Refused, match=SILENCED):
        crossing.propose()
    assert not Placement.objects.filter(topic=crossing.topic, board=crossing.there).exists()
    lift_all(broker, home.community)
    object.__setattr__(crossing, "broker", again(broker))
    assert crossing.propose().state == Placement.State.PENDING


def test_who_is_muted_asks_nothing_elsewhere_out_of_a_topic() -> None:
    crossing = make_crossing("private", "open")
    source = topic_with_placements(crossing.topic.pk)
    asked = make_topic(crossing.there, author=crossing.broker)
    assert source is not None and may_ask_elsewhere(crossing.broker, source)
    mute_on(crossing.home, crossing.broker)
    with pytest.raises(Refused, match="You are muted"):
        tie_question(asker=again(crossing.broker), source=source, sent=asked)
    assert not AskedThere.objects.exists()
    lift_all(crossing.broker, crossing.home.community)
    tie_question(asker=again(crossing.broker), source=source, sent=asked)
    assert AskedThere.objects.count() == 1


@pytest.mark.parametrize("has_left", [False, True])
def test_who_is_muted_takes_no_words_from_its_rooms(community: Community, has_left: bool) -> None:
    speaker, elsewhere = make_member(community), make_community(visibility="open")
    board = make_board(elsewhere)
    make_member(elsewhere, speaker)
    message = say(speaker, room_of(community), "I would do it so.")
    mute(speaker, community)
    if has_left:
        expel(speaker, community)
    with pytest.raises(Refused, match=SILENCED):
        lift(again(speaker), [message], board)
    assert not Lift.objects.exists()
    lift_all(speaker, community)
    lift(again(speaker), [message], board)
    assert Lift.objects.count() == 1


def test_who_was_muted_meanwhile_puts_up_nothing_that_was_agreed(community: Community) -> None:
    moderator, speaker = make_member(community, role=Role.MODERATOR), make_member(community)
    elsewhere = make_community(visibility="open")
    board = make_board(elsewhere)
    make_member(elsewhere, moderator)
    asked = lift(moderator, [say(speaker, room_of(community), "I would do it so.")], board)
    mute(moderator, community)
    agree(author=speaker, lift=asked, seen=wording_for(asked, speaker))
    asked.refresh_from_db()
    assert (asked.state, "You are muted" in asked.hindrance) == (Lift.State.ASKING, True)


@pytest.mark.parametrize("on_board_alone", [False, True])
def test_a_muted_moderator_gives_no_topic_a_title_by_splitting(
    community: Community, on_board_alone: bool
) -> None:
    """They go on removing: but a title, and the note where the branch stood, are words of theirs that others read."""
    board, moderator = make_board(community), make_member(community, role=Role.MODERATOR)
    topic = make_topic(board)
    post, facilitator = make_reply(topic), make_member(community, role=Role.FACILITATOR)
    mute_person(
        moderator=facilitator, person=again(moderator), community=community, reason="Be kind.",
        ends_at=timezone.now() + timedelta(days=3), board_key=board.pk if on_board_alone else None,
    )  # fmt: skip
    given = {"topic": topic, "post": post, "title": "What I think of you"}
    with pytest.raises(Refused, match=SILENCED):
        split_topic(moderator=again(moderator), **given)
    assert Topic.objects.count() == 1
    lift_all(moderator, community)
    assert split_topic(moderator=again(moderator), **given).title == "What I think of you"
