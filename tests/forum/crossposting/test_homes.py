"""Topics that get a home in another community, and questions that are asked elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from forum.communities.models import Role
from forum.core.verdicts import Invalid, Refused
from forum.crossposting.actions.homes import (
    accept_home_change,
    ask_to_adopt,
    decline_home_change,
    end_overdue_changes,
    offer_home,
    take_back_home_change,
)
from forum.crossposting.actions.questions import ask_there
from forum.crossposting.models import AskedThere, HomeChange
from forum.discussions.actions.deciding import let_through
from forum.discussions.actions.following import follow_topic
from forum.discussions.actions.uniting import unite_topics
from forum.discussions.actions.whole_topics import remove_topic, restore_topic
from forum.discussions.models import Board, HeldPost, Placement, Topic
from forum.discussions.models.placements import PATIENCE
from forum.discussions.selectors.topics import topics_on, topics_visible_to
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import (
    Crossing,
    make_board,
    make_community,
    make_crossing,
    make_member,
    make_reply,
    make_steward,
    make_topic,
)

pytestmark = pytest.mark.django_db
State = HomeChange.State


@pytest.fixture(autouse=True)
def _all_promises_hold() -> Iterator[None]:
    yield
    assert breaches() == []


def fresh(topic: Topic) -> Topic:
    return Topic.objects.select_related("home_board__community", "author").get(pk=topic.pk)


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def listed_on(board: Board) -> list[int]:
    return [row.topic_id for row in topics_on(Board.objects.get(pk=board.pk)).placements]


def open_crossing() -> Crossing:
    crossing = make_crossing("open", "open")
    make_member(crossing.there.community, crossing.author)
    return crossing


def test_what_its_home_removes_may_be_adopted_where_it_stood() -> None:
    crossing = make_crossing("open", "open")
    crossing.place()
    post = make_reply(crossing.topic, author=crossing.reader, via_board=crossing.there)
    remove_topic(moderator=crossing.home_moderator, topic=fresh(crossing.topic), reason="Not for us.")
    with pytest.raises(Refused, match="moderators of this board"):
        ask_to_adopt(moderator=crossing.reader, topic=fresh(crossing.topic), to=crossing.there)
    change = ask_to_adopt(
        moderator=crossing.there_moderator, topic=fresh(crossing.topic), to=crossing.there, note="We go on."
    )
    assert (change.state, change.awaits) == (State.WAITING, HomeChange.Awaits.HOME)
    with pytest.raises(Refused, match="board that is asked"):
        accept_home_change(moderator=crossing.there_moderator, change=change)
    accept_home_change(moderator=crossing.home_moderator, change=change)
    topic = fresh(crossing.topic)
    assert (topic.home_board, topic.removed_at) == (crossing.there, None)
    assert listed_on(crossing.there) == [topic.pk]
    assert listed_on(crossing.home) == []
    assert Board.objects.get(pk=crossing.there.pk).post_count == 2
    assert Placement.objects.filter(topic=topic).count() == 1
    post.refresh_from_db()
    assert post.via_board == crossing.there


def test_a_decline_says_why_and_a_restored_topic_is_not_given_away() -> None:
    crossing = make_crossing("open", "open")
    crossing.place()
    remove_topic(moderator=crossing.home_moderator, topic=fresh(crossing.topic), reason="Not for us.")
    change = ask_to_adopt(moderator=crossing.there_moderator, topic=fresh(crossing.topic), to=crossing.there)
    with pytest.raises(Invalid, match="Say why"):
        decline_home_change(moderator=crossing.home_moderator, change=change, reason="")
    with pytest.raises(Refused, match="asks for another home"):
        ask_to_adopt(moderator=crossing.there_moderator, topic=fresh(crossing.topic), to=crossing.there)
    restore_topic(moderator=crossing.home_moderator, topic=fresh(crossing.topic))
    with pytest.raises(Refused, match="brought it back"):
        accept_home_change(moderator=crossing.home_moderator, change=change)
    decline_home_change(moderator=crossing.home_moderator, change=change, reason="It is back.")
    assert HomeChange.objects.get().state == State.DECLINED


def test_a_home_offers_and_the_board_agrees() -> None:
    crossing = open_crossing()
    with pytest.raises(Refused, match="home board"):
        offer_home(moderator=crossing.author, topic=fresh(crossing.topic), to=crossing.there)
    change = offer_home(moderator=crossing.home_moderator, topic=fresh(crossing.topic), to=crossing.there)
    assert listed_on(crossing.home) == [crossing.topic.pk]
    accept_home_change(moderator=crossing.there_moderator, change=change)
    assert (listed_on(crossing.home), listed_on(crossing.there)) == ([], [crossing.topic.pk])


def test_a_guest_becomes_at_home_and_stands_there_once() -> None:
    crossing = open_crossing()
    crossing.place()
    third = make_board(make_community(visibility="open"), inbound="open")
    make_member(third.community, crossing.broker)
    other = Crossing(
        crossing.home, third, crossing.topic, crossing.author, again(crossing.broker), crossing.home_moderator,
        make_member(third.community, role=Role.MODERATOR), crossing.reader,
    )  # fmt: skip
    other.place()
    both = make_steward()
    change = offer_home(moderator=both, topic=fresh(crossing.topic), to=crossing.there)
    assert change.state == State.ACCEPTED
    assert [listed_on(board) for board in (crossing.home, crossing.there, third)] == [
        [], [crossing.topic.pk], [crossing.topic.pk],
    ]  # fmt: skip


def test_nobody_reads_it_who_did_not_and_its_author_still_does() -> None:
    wider = make_crossing("network", "open")
    with pytest.raises(Refused, match="More people read"):
        offer_home(moderator=wider.home_moderator, topic=fresh(wider.topic), to=wider.there)
    narrower = make_crossing("open", "private")
    with pytest.raises(Refused, match="Its author could not read it"):
        offer_home(moderator=narrower.home_moderator, topic=fresh(narrower.topic), to=narrower.there)


def test_a_narrower_home_ends_what_more_people_read() -> None:
    crossing = make_crossing("open", "open")
    crossing.place()
    closed = make_board(make_community(visibility="private"))
    make_member(closed.community, crossing.author)
    follow_topic(person=crossing.reader, topic=fresh(crossing.topic))
    change = offer_home(moderator=crossing.home_moderator, topic=fresh(crossing.topic), to=closed)
    accept_home_change(moderator=make_member(closed.community, role=Role.MODERATOR), change=change)
    row = Placement.objects.get(board=crossing.there)
    assert (row.state, row.ended_by) == (Placement.State.WITHDRAWN, Placement.Side.READERS)
    assert not topics_visible_to(again(crossing.reader)).filter(pk=crossing.topic.pk).exists()


def test_an_offer_is_taken_back_and_one_that_nobody_answers_ends() -> None:
    crossing = open_crossing()
    change = offer_home(moderator=crossing.home_moderator, topic=fresh(crossing.topic), to=crossing.there)
    with pytest.raises(Refused, match="board that asked"):
        take_back_home_change(moderator=crossing.there_moderator, change=change)
    take_back_home_change(moderator=crossing.home_moderator, change=change)
    offer_home(moderator=crossing.home_moderator, topic=fresh(crossing.topic), to=crossing.there)
    assert end_overdue_changes(timezone.now() + PATIENCE + timedelta(minutes=1)) == 1
    assert set(HomeChange.objects.values_list("state", flat=True)) == {State.WITHDRAWN, State.EXPIRED}


def test_what_is_for_members_is_asked_elsewhere_in_words_of_its_own() -> None:
    crossing = make_crossing("private", "open")
    make_member(crossing.home.community, crossing.broker)
    broker = again(crossing.broker)
    key = uuid4()
    said = {"title": "Does anyone else do this?", "body": "In general terms.", "client_key": key}
    asked = ask_there(asker=broker, source=fresh(crossing.topic), board=crossing.there, **said)
    assert isinstance(asked, Topic)
    assert ask_there(asker=broker, source=fresh(crossing.topic), board=crossing.there, **said) == asked
    row = AskedThere.objects.get()
    assert (row.source, row.asked, row.asked_by) == (crossing.topic, asked, broker)
    into = make_topic(crossing.home)
    unite_topics(moderator=crossing.home_moderator, topic=fresh(crossing.topic), into=fresh(into))
    assert AskedThere.objects.get().source == into


def test_what_could_be_carried_is_not_asked_elsewhere_and_only_readers_ask() -> None:
    crossing = make_crossing("open", "private")
    with pytest.raises(Refused, match="carry it there"):
        ask_there(
            asker=crossing.broker, source=fresh(crossing.topic), board=crossing.there, title="A", body="B"
        )
    closed = make_crossing("private", "open")
    with pytest.raises(Refused, match="no such topic"):
        ask_there(asker=closed.reader, source=fresh(closed.topic), board=closed.there, title="A", body="B")


def test_a_question_that_waits_for_a_moderator_is_tied_once_it_stands() -> None:
    crossing = make_crossing("private", "open", approval="everything")
    held = ask_there(
        asker=crossing.broker,
        source=fresh(crossing.topic),
        board=crossing.there,
        title="Asked",
        body="Words.",
    )
    assert isinstance(held, HeldPost)
    assert AskedThere.objects.get().asked is None
    post = let_through(moderator=crossing.there_moderator, held=held, revision=held.revision)
    assert AskedThere.objects.get().asked_id == post.topic_id
