"""What one has read, whatever becomes of the posts."""

from __future__ import annotations

import pytest

from forum.discussions.actions.edits import remove_post
from forum.discussions.actions.reading import mark_seen
from forum.discussions.models import ReadPosition, Topic
from forum.discussions.selectors.listings import unread_topics
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_reply, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic() -> Topic:
    return make_topic(make_board(make_community()))


@pytest.fixture
def writer(topic: Topic) -> Person:
    return make_member(topic.home_board.community)


def see(reader: Person, topic: Topic, *spans: tuple[int, int]) -> ReadPosition:
    mark_seen(reader=reader, topic=Topic.objects.get(pk=topic.pk), spans=list(spans))
    return ReadPosition.objects.get(person=reader, topic=topic)


def unread(reader: Person) -> list[Topic]:
    return [placement.topic for placement in unread_topics(reader).placements]


def test_a_removed_post_does_not_keep_a_topic_unread_for_who_had_read_the_rest(
    topic: Topic, writer: Person
) -> None:
    reader = make_member(topic.home_board.community)
    make_reply(topic)
    last = make_reply(topic, author=writer)
    see(reader, topic, (1, 2))
    assert unread(reader) == [topic]
    remove_post(author=writer, post=last)
    assert unread(reader) == []
    again = make_reply(topic)
    assert (unread(reader), again.number, breaches()) == ([topic], 4, [])


def test_whoever_begins_to_read_later_has_not_to_see_what_is_gone(topic: Topic, writer: Person) -> None:
    gone = make_reply(topic, author=writer)
    make_reply(topic)
    remove_post(author=writer, post=gone)
    position = see(make_member(topic.home_board.community), topic, (1, 1))
    assert (position.up_to, position.seen_count) == (2, 2)


def test_a_removed_post_that_still_holds_a_place_waits_to_be_seen(topic: Topic, writer: Person) -> None:
    answered = make_reply(topic, author=writer)
    answer = make_reply(topic, author=writer, parent=answered)
    reader = make_member(topic.home_board.community)
    see(reader, topic, (1, 1))
    remove_post(author=writer, post=answered)
    assert ReadPosition.objects.get(person=reader).up_to == 1
    remove_post(author=writer, post=answer)
    assert (ReadPosition.objects.get(person=reader).up_to, unread(reader), breaches()) == (3, [], [])
