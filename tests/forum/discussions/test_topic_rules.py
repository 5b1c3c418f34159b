"""How one topic is answered: until when, how fast, and whether replies wait."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.communities.actions.opening import archive_community
from forum.communities.models import Change, Verb
from forum.core.editions import ChangedMeanwhile
from forum.core.verdicts import Invalid
from forum.discussions.actions.deciding import CannotLetThrough, let_through
from forum.discussions.actions.edits import edit_post
from forum.discussions.actions.marks import accept_answer
from forum.discussions.actions.replies import post_reply
from forum.discussions.actions.splitting import split_topic
from forum.discussions.actions.submitting import submit_reply
from forum.discussions.actions.topic_rules import Rules, close_topics_whose_time_has_come, rule_topic
from forum.discussions.actions.topics import lock_topic, retitle_topic, unlock_topic
from forum.discussions.models import Board, HeldPost, Post, Topic
from forum.discussions.selectors.topic_rules import edition_of_rules
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import (
    hold_reply,
    make_board_moderator,
    make_member,
    make_reply,
    make_steward,
    make_topic,
)
from tests.factories.crossing import make_crossing
from tests.forum.discussions.refusing import refusal

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def rule(moderator: Person, topic: Topic, *, now: datetime | None = None, **wanted: Any) -> Topic:
    """Set what is named, and nothing else."""
    topic = Topic.objects.select_related("home_board__community").get(pk=topic.pk)
    rules = {
        "locks_at": topic.locks_at,
        "slow_seconds": topic.slow_seconds,
        "asks_approval": topic.asks_approval,
    }
    return rule_topic(
        moderator=moderator, topic=topic, rules=Rules(**(rules | wanted)), seen=edition_of_rules(topic), now=now
    )  # fmt: skip


def closed(topic: Topic, moderator: Person, *, ago: timedelta = HOUR) -> Topic:
    """A topic that was to close so long ago, before anybody has locked it."""
    past = timezone.now() - ago
    return rule(moderator, topic, locks_at=past, now=past - HOUR)


def page_of(topic: Topic, reader: Person | None = None) -> str:
    client = Client()
    if reader is not None:
        client.force_login(reader)
    return client.get(topic.get_absolute_url()).content.decode()


def test_after_its_moment_nobody_answers_a_topic_whether_or_not_it_was_locked_by_then(
    board: Board, moderator: Person
) -> None:
    author, member = make_member(board.community), make_member(board.community)
    topic = make_topic(board, author=author, now=timezone.now() - 3 * HOUR)
    moment = timezone.now() + HOUR
    rule(moderator, topic, locks_at=moment)
    post = make_reply(topic, author=member)
    assert "closes <time" in page_of(topic)

    Topic.objects.filter(pk=topic.pk).update(locks_at=timezone.now() - timedelta(seconds=1))
    topic.refresh_from_db()
    said = "This topic was open until a certain day, which is past. It can be read, not answered."
    for one in (author, member, moderator, make_steward()):
        assert refusal(post_reply, author=one, topic=topic, body="Late.") == said
    assert "locked" in refusal(edit_post, editor=member, post=post, body="Other.", revision=1)
    retitled = {"title": "Other", "type": "discussion", "tags": []}
    assert "locked" in refusal(retitle_topic, editor=author, topic=topic, **retitled)
    assert said in page_of(topic, member)
    assert "closes <time" not in page_of(topic)


def test_the_clock_locks_what_is_over_once_and_says_so_in_the_log(board: Board, moderator: Person) -> None:
    over, later, other = (make_topic(board, now=timezone.now() - 5 * HOUR) for _each in range(3))
    closed(over, moderator)
    rule(moderator, later, locks_at=timezone.now() + HOUR)
    before = Board.objects.get(pk=board.pk).version

    assert close_topics_whose_time_has_come(timezone.now()) == 1
    assert close_topics_whose_time_has_come(timezone.now()) == 0
    over.refresh_from_db()
    assert (over.locked_at, over.locked_by) == (over.locks_at, None)
    assert not Topic.objects.filter(pk__in=[later.pk, other.pk]).exclude(locked_at=None).exists()
    assert Board.objects.get(pk=board.pk).version == before + 1
    line = Change.objects.get(verb=Verb.TOPIC_CLOSED)
    assert (line.community, line.actor and line.actor.handle) == (board.community, "machine")
    assert breaches() == []


def test_a_topic_that_has_closed_opens_by_hand_or_with_another_moment(
    board: Board, moderator: Person
) -> None:
    for locks in (False, True):
        first, second = (make_topic(board, now=timezone.now() - 5 * HOUR) for _each in range(2))
        for topic in (first, second):
            closed(topic, moderator)
        if locks:
            close_topics_whose_time_has_come(timezone.now())
        unlock_topic(moderator=moderator, topic=first)
        rule(moderator, second, locks_at=timezone.now() + HOUR)
        assert [make_reply(topic).number for topic in (first, second)] == [2, 2]
    assert breaches() == []


def test_what_moderators_have_locked_stays_locked_when_its_moment_is_changed(
    board: Board, moderator: Person
) -> None:
    topic = make_topic(board)
    rule(moderator, topic, locks_at=timezone.now() + HOUR)
    lock_topic(moderator=moderator, topic=topic)
    rule(moderator, topic, locks_at=None)
    assert "locked" in refusal(post_reply, author=moderator, topic=topic, body="Late.")


def test_a_moment_that_is_past_or_absurd_is_refused(board: Board, moderator: Person) -> None:
    topic = make_topic(board)
    for moment in (timezone.now() - HOUR, timezone.now() + timedelta(days=9000)):
        with pytest.raises(Invalid) as refused:
            rule(moderator, topic, locks_at=moment)
        assert refused.value.field == "locks_at"
    with pytest.raises(Invalid):
        rule(moderator, topic, slow_seconds=10**7)
    topic.refresh_from_db()
    assert (topic.locks_at, topic.slow_seconds) == (None, 0)


def test_a_split_leaves_its_note_in_a_topic_that_has_closed(board: Board, moderator: Person) -> None:
    topic = make_topic(board, now=timezone.now() - 5 * HOUR)
    reply = make_reply(topic, now=timezone.now() - 4 * HOUR)
    closed(topic, moderator)
    split_topic(moderator=moderator, topic=topic, post=reply, title="Another matter")
    assert breaches() == []


def test_one_writes_as_fast_as_the_slowest_lets_one(board: Board, moderator: Person) -> None:
    now = timezone.now()
    Board.objects.filter(pk=board.pk).update(slow_seconds=60)
    topic, other = make_topic(board), make_topic(board)
    member = make_member(board.community)
    rule(moderator, topic, slow_seconds=600)
    make_reply(topic, author=member, now=now)

    def again(where: Topic, seconds: int, who: Person = member) -> Post:
        return make_reply(where, author=who, now=now + timedelta(seconds=seconds))

    assert "board is in slow mode" in refusal(again, other, 30)
    assert again(other, 61)
    said = refusal(again, topic, 500)
    assert said == "This topic is in slow mode. You can post here again in 2 minutes."
    assert again(topic, 601)
    assert again(topic, 602, moderator) and again(topic, 603, moderator)
    assert again(topic, 604, make_board_moderator(board))
    assert again(topic, 605, make_member(board.community))


def test_the_composer_says_what_the_topic_asks_for_and_when_one_may_write_again(
    board: Board, moderator: Person
) -> None:
    topic, member = make_topic(board), make_member(board.community)
    assert "slow mode" not in page_of(topic, member)
    rule(moderator, topic, slow_seconds=3600, asks_approval=True)
    page = page_of(topic, member)
    assert "This topic is in slow mode: write, then wait for 60 minutes." in page
    assert "A moderator looks at every post in this topic before it appears." in page
    submit_reply(author=member, topic=topic, body="Soon.")
    assert re.search(r"You can post here again in 60 minutes", page_of(topic, member))
    page = page_of(topic, moderator)
    assert "slow mode" not in page
    assert "A moderator looks at" not in page


def test_posts_of_one_topic_wait_where_the_board_does_not_ask_it(board: Board, moderator: Person) -> None:
    topic, other, member = make_topic(board), make_topic(board), make_member(board.community)
    rule(moderator, topic, asks_approval=True)

    assert isinstance(submit_reply(author=member, topic=other, body="At once."), Post)
    assert "looks at every post in this topic" in refusal(
        post_reply, author=member, topic=topic, body="At once?"
    )
    held = hold_reply(topic, member)
    assert (held.board, held.topic) == (board, topic)
    assert isinstance(submit_reply(author=moderator, topic=topic, body="At once."), Post)
    client = Client()
    client.force_login(member)
    assert "looks at every post in this topic" in client.get(held.get_absolute_url()).content.decode()
    assert "1 post of yours here waits" in page_of(topic, member)
    client.force_login(moderator)
    assert "1 post waits here" in client.get(board.get_absolute_url()).content.decode()

    rule(moderator, topic, asks_approval=False)
    assert isinstance(submit_reply(author=member, topic=topic, body="At once."), Post)
    assert let_through(moderator=moderator, held=held, revision=1).number == 4
    assert breaches() == []


def test_what_waited_until_its_topic_had_closed_is_not_let_through(board: Board, moderator: Person) -> None:
    topic = make_topic(board, now=timezone.now() - 5 * HOUR)
    rule(moderator, topic, asks_approval=True)
    held = hold_reply(topic)
    closed(topic, moderator)
    with pytest.raises(CannotLetThrough) as refused:
        let_through(moderator=moderator, held=held, revision=1)
    assert "which is past" in str(refused.value.sentence)
    assert HeldPost.objects.get(pk=held.pk).state == "waiting"


def test_only_moderators_of_the_home_set_how_a_topic_is_answered_anywhere() -> None:
    crossing = make_crossing("open", "open")
    crossing.place()
    topic, moderator = crossing.topic, crossing.home_moderator
    for other in (
        crossing.author,
        crossing.reader,
        crossing.there_moderator,
        make_board_moderator(crossing.there),
    ):
        assert "Only moderators of its home" in refusal(rule, other, topic, asks_approval=True)
    for person in (moderator, make_board_moderator(crossing.home), make_steward()):
        rule(person, topic, slow_seconds=person.pk % 600)
    rule(moderator, topic, asks_approval=True, slow_seconds=600)
    held = submit_reply(author=crossing.reader, topic=topic, body="Through there.", via_board=crossing.there)
    assert isinstance(held, HeldPost)
    assert held.board == crossing.home
    assert "slow mode" in refusal(
        submit_reply, author=crossing.reader, topic=topic, body="More.", via_board=crossing.there
    )


def test_of_two_moderators_neither_overwrites_what_they_have_not_seen(
    board: Board, moderator: Person
) -> None:
    topic, client = make_topic(board), Client()
    seen = edition_of_rules(topic)
    rule(moderator, topic, slow_seconds=600)
    rules = Rules(None, 0, asks_approval=True)
    with pytest.raises(ChangedMeanwhile):
        rule_topic(moderator=moderator, topic=topic, rules=rules, seen=seen)
    client.force_login(moderator)
    address = reverse("topic-answering", args=[topic.pk])
    answer = client.post(address, {"seen": seen, "slow_seconds": "0", "asks_approval": "on"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "One post in 15 minutes" in page and "Another moderator has changed this" in page
    assert re.search(r'name="asks_approval"[^>]* checked', page)


def test_hours_are_typed_by_the_clock_of_who_types_them(
    board: Board, moderator: Person, client: Client
) -> None:
    topic = make_topic(board)
    Person.objects.filter(pk=moderator.pk).update(time_zone="Asia/Kolkata")
    client.force_login(moderator)
    address, year = reverse("topic-answering", args=[topic.pk]), timezone.now().year + 1
    seen = edition_of_rules(topic)
    form = {"seen": seen, "locks_at": f"{year}-03-31T18:00", "slow_seconds": "0"}
    for absurd in ("0001-01-01T00:00", "9999-12-31T23:59"):
        assert client.post(address, form | {"locks_at": absurd}).status_code == 422
    assert client.post(address, form).status_code == 302
    topic.refresh_from_db()
    assert topic.locks_at == datetime(year, 3, 31, 12, 30, tzinfo=UTC)
    assert f'value="{year}-03-31T18:00"' in client.get(address).content.decode()
    assert client.post(address, form).status_code == 302  # pressed twice: it is so already
    line = Change.objects.get(verb=Verb.TOPIC_RULED)
    assert line.details == {
        "topic": topic.pk,
        "locks_at": {"before": None, "after": f"{year}-03-31 12:30 UTC"},
    }
    bad = client.post(address, form | {"locks_at": "tomorrow", "asks_approval": "on"})
    assert bad.status_code == 422
    assert "Write the day and the hour" in bad.content.decode() and 'value="tomorrow"' in bad.content.decode()


def test_in_an_archived_community_nothing_is_set(board: Board, moderator: Person) -> None:
    topic, steward = make_topic(board), make_steward()
    archive_community(archiver=steward, community=board.community)
    board.community.refresh_from_db()
    assert "archived" in refusal(rule, moderator, topic, asks_approval=True)


def test_another_type_leaves_a_question_without_its_accepted_answer(board: Board, moderator: Person) -> None:
    topic = make_topic(board, type="question")
    accept_answer(person=moderator, post=make_reply(topic))
    client = Client()
    client.force_login(moderator)
    assert (
        "as a question again it waits for one"
        in client.get(reverse("topic-title", args=[topic.pk])).content.decode()
    )
    for type, placed in (("case", True), ("question", False)):
        retitle_topic(editor=moderator, topic=topic, title=topic.title, type=type, tags=[])
        topic.refresh_from_db()
        assert (topic.accepted_post, topic.placements.get().is_answered) == (None, placed)
    assert breaches() == []


def test_what_moderators_made_an_announcement_stays_one_when_its_author_changes_the_title(
    board: Board, moderator: Person, client: Client
) -> None:
    author = make_member(board.community)
    topic = make_topic(board, author=author)
    client.force_login(author)
    address, form = reverse("topic-title", args=[topic.pk]), {"title": "Other", "type": "announcement"}
    assert client.post(address, form).status_code == 422
    retitle_topic(editor=moderator, topic=topic, title=topic.title, type="announcement", tags=[])
    assert client.post(address, form).status_code == 302
    topic.refresh_from_db()
    assert (topic.title, topic.type) == ("Other", "announcement")
