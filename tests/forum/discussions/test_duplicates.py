"""Topics that repeat others: where they lead, for whom, and what becomes of the mark."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.communities.models import Change
from forum.discussions.actions.duplicates import end_duplicate, mark_duplicate
from forum.discussions.actions.moving import move_topics
from forum.discussions.actions.topics import lock_topic, unlock_topic
from forum.discussions.actions.uniting import unite_topics
from forum.discussions.actions.whole_topics import remove_topic
from forum.discussions.models import Board, Topic
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_board_moderator,
    make_community,
    make_member,
    make_steward,
    make_topic,
)
from tests.factories.crossing import make_crossing
from tests.forum.discussions.refusing import refusal

pytestmark = pytest.mark.django_db

OF_ANOTHER = "Moderators have marked this topic as a duplicate of another one."


def fresh(topic: Topic) -> Topic:
    return Topic.objects.select_related("home_board__community").get(pk=topic.pk)


def page_of(topic: Topic, reader: Person | None = None) -> str:
    client = Client()
    if reader is not None:
        client.force_login(reader)
    return client.get(fresh(topic).get_absolute_url()).content.decode()


def test_a_duplicate_is_locked_and_leads_on_and_opens_again_without_the_mark(
    board: Board, moderator: Person
) -> None:
    topic, of = make_topic(board), make_topic(board, title="The one that was first")
    mark_duplicate(moderator=moderator, topic=topic, of=of)
    assert (fresh(topic).duplicate_of, fresh(topic).locked_by) == (of, moderator)
    for reader in (None, moderator, make_member(board.community)):
        page = page_of(topic, reader)
        assert f'<a href="{of.get_absolute_url()}">The one that was first</a>' in page
    listed = Client().get(board.get_absolute_url()).content.decode()
    assert listed.count(">Duplicate</span>") == 1

    end_duplicate(moderator=moderator, topic=topic)
    assert (fresh(topic).duplicate_of, fresh(topic).locked_at) == (None, None)
    assert "The one that was first" not in page_of(topic)
    lines = [
        (line.verb, line.details) for line in Change.objects.filter(verb__contains="duplicate").order_by("pk")
    ]
    assert lines == [(verb, {"topic": topic.pk}) for verb in ("topic-duplicate", "topic-no-duplicate")]
    assert breaches() == []


def test_what_was_locked_before_stays_locked_without_the_mark(board: Board, moderator: Person) -> None:
    topic, of = make_topic(board), make_topic(board)
    lock_topic(moderator=moderator, topic=topic)
    mark_duplicate(moderator=moderator, topic=topic, of=of)
    end_duplicate(moderator=moderator, topic=topic)
    assert fresh(topic).locked_at is not None
    other = make_topic(board)
    mark_duplicate(moderator=moderator, topic=other, of=of)
    unlock_topic(moderator=moderator, topic=other)
    lock_topic(moderator=moderator, topic=other)
    end_duplicate(moderator=moderator, topic=other)
    assert fresh(other).locked_at is not None


def test_which_topic_it_repeats_is_for_those_alone_who_read_that_one(board: Board) -> None:
    closed_board = make_board(make_community(visibility="hidden"))
    steward, member = make_steward(), make_member(board.community)
    insider = make_member(closed_board.community)
    topic, of = make_topic(board), make_topic(closed_board, title="Behind closed doors")
    mark_duplicate(moderator=steward, topic=topic, of=of)
    for reader, reads in ((None, False), (member, False), (insider, True), (steward, True)):
        page = page_of(topic, reader)
        assert ("Behind closed doors" in page, OF_ANOTHER in page) == (reads, not reads)
    remove_topic(moderator=steward, topic=fresh(of), reason="Off subject.")
    assert OF_ANOTHER in page_of(topic, insider)


def test_a_page_that_was_kept_for_visitors_forgets_what_they_read_no_longer(board: Board) -> None:
    other = make_board(make_community(visibility="open"))
    topic, of = make_topic(board), make_topic(other, title="Open until now")
    mark_duplicate(moderator=make_steward(), topic=topic, of=of)
    assert "Open until now" in page_of(topic)
    Board.objects.filter(pk=other.pk).update(read_from=20)
    assert "Open until now" not in page_of(topic)


def test_marks_lead_to_the_last_and_never_in_circles(board: Board, moderator: Person) -> None:
    first, second, third = (make_topic(board) for _each in range(3))
    mark_duplicate(moderator=moderator, topic=first, of=second)
    assert "End that mark first" in refusal(
        lambda: mark_duplicate(moderator=moderator, topic=second, of=fresh(first))
    )
    assert "another topic" in refusal(mark_duplicate, moderator=moderator, topic=first, of=first)
    mark_duplicate(moderator=moderator, topic=second, of=third)
    assert [fresh(each).duplicate_of for each in (first, second)] == [third, third]
    fourth = make_topic(board)
    mark_duplicate(moderator=moderator, topic=fourth, of=first)
    assert fresh(fourth).duplicate_of == third
    end_duplicate(moderator=moderator, topic=second)
    assert [fresh(each).duplicate_of for each in (first, fourth)] == [third, third]
    assert breaches() == []


def test_a_mark_follows_what_it_leads_to(board: Board, moderator: Person) -> None:
    topic, of, other = (make_topic(board) for _each in range(3))
    mark_duplicate(moderator=moderator, topic=topic, of=of)
    elsewhere = make_board(board.community)
    move_topics(mover=make_steward(), topics=[fresh(of)], to=elsewhere)
    assert of.get_absolute_url() in page_of(topic)
    unite_topics(moderator=moderator, topic=fresh(of), into=fresh(other))
    assert fresh(topic).duplicate_of == other
    assert other.get_absolute_url() in page_of(topic)
    assert breaches() == []


def test_a_duplicate_that_is_united_with_what_it_repeats_is_none_any_more(
    board: Board, moderator: Person
) -> None:
    for reverse_order in (False, True):
        topic, of, third = (make_topic(board) for _each in range(3))
        mark_duplicate(moderator=moderator, topic=topic, of=of)
        mark_duplicate(moderator=moderator, topic=third, of=of)
        gone, stays = (of, topic) if reverse_order else (topic, of)
        unite_topics(moderator=moderator, topic=fresh(gone), into=fresh(stays))
        assert (fresh(stays).duplicate_of, fresh(stays).locked_at) == (None, None)
        assert fresh(third).duplicate_of == stays
    assert breaches() == []


def test_only_moderators_of_its_home_mark_a_topic_and_with_what_they_read() -> None:
    crossing = make_crossing("open", "open")
    crossing.place()
    of, hidden = make_topic(crossing.home), make_topic(make_board(make_community(visibility="hidden")))
    for other in (
        crossing.author,
        crossing.reader,
        crossing.there_moderator,
        make_board_moderator(crossing.there),
    ):
        assert "Only moderators of its home" in refusal(
            mark_duplicate, moderator=other, topic=crossing.topic, of=of
        )
    home = crossing.home_moderator
    assert refusal(mark_duplicate, moderator=home, topic=crossing.topic, of=hidden) == (
        "There is no such topic."
    )
    mark_duplicate(moderator=make_board_moderator(crossing.home), topic=crossing.topic, of=of)
    assert of.title in page_of(crossing.topic, crossing.reader)


def test_a_moderator_chooses_by_number_or_address_and_is_told_what_is_wrong(
    board: Board, moderator: Person, client: Client
) -> None:
    topic, of = make_topic(board), make_topic(board)
    hidden = make_topic(make_board(make_community(visibility="hidden")))
    client.force_login(moderator)
    address = reverse("topic-duplicate", args=[topic.pk])
    page = client.get(address).content.decode()
    assert f'<option value="{of.pk}">' in page
    assert reverse("topic-unite", args=[topic.pk]) in page
    for said in ("", "nothing", hidden.pk, 10**9):
        answer = client.post(address, {"into": said})
        assert (answer.status_code, hidden.title in answer.content.decode()) == (422, False)
    assert client.post(address, {"into": topic.pk}).status_code == 403
    for _twice in range(2):
        assert client.post(address, {"into": f"https://x.org{of.get_absolute_url()}"}).status_code == 302
    assert fresh(topic).duplicate_of == of
    for _twice in range(2):
        assert client.post(reverse("topic-no-duplicate", args=[topic.pk])).status_code == 302
    assert fresh(topic).duplicate_of is None


def test_a_mark_outlives_the_moment_at_which_its_topic_was_to_close(board: Board, moderator: Person) -> None:
    topic, of = make_topic(board), make_topic(board)
    mark_duplicate(moderator=moderator, topic=topic, of=of)
    Topic.objects.filter(pk=topic.pk).update(locks_at=timezone.now() - timedelta(seconds=1))
    end_duplicate(moderator=moderator, topic=topic)
    assert fresh(topic).is_locked(timezone.now())
