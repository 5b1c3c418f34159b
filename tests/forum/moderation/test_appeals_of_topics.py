"""Appeals against that a whole topic was removed: they stay where they were asked, and end with its author's words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from forum.communities.models import Role
from forum.core.verdicts import Refused
from forum.crossposting.actions.homes import accept_home_change, ask_to_adopt
from forum.discussions.actions.merging import merge_boards
from forum.discussions.actions.moving import move_topics
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.actions.whole_topics import (
    clear_removed_topics,
    forget_own_in_removed_topic,
    remove_topic,
    restore_topic,
)
from forum.discussions.models import Board, Post, Topic
from forum.moderation.actions.appealing import appeal_removed_topic, overturn_decision, uphold_decision
from forum.moderation.actions.purging import purge_post
from forum.moderation.models import Appeal
from forum.moderation.selectors.appeals import appeal_with, appeals_in, decided_appeals_in
from forum.moderation.selectors.health import Reversals, reversals_in
from forum.people.models import Person
from tests.factories import (
    Crossing,
    make_board,
    make_community,
    make_crossing,
    make_member,
    make_person,
    make_reply,
    make_topic,
)
from tests.forum.people_anew import again, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
TITLE, SAID, ANSWER, WHY, PLEA = (
    "Courses of ours",
    "What we offer.",
    "How much?",
    "We sell nothing.",
    "It is free.",
)
State = Appeal.State


@pytest.fixture
def board() -> Board:
    return make_board(make_community("Ward teaching", visibility="private"))


@pytest.fixture
def moderator(board: Board) -> Person:
    return make_member(board.community, make_person("Mo"), role=Role.MODERATOR)


@pytest.fixture
def decider(board: Board) -> Person:
    return make_member(board.community, make_person("Dee"), role=Role.MODERATOR)


@pytest.fixture
def author(board: Board) -> Person:
    return make_member(board.community, make_person("Ada"))


@pytest.fixture
def topic(board: Board, author: Person) -> Topic:
    topic = make_topic(board, author=author, title=TITLE, body=SAID)
    make_reply(topic, author=make_member(board.community), body=ANSWER)
    return topic


def fresh(topic: Topic) -> Topic:
    return Topic.objects.select_related("home_board__community", "author").get(pk=topic.pk)


def post_of(topic: Topic, number: int = 1) -> Post:
    rows = Post.objects.select_related("topic__home_board__community", "via_board__community", "author")
    return rows.get(topic=topic, number=number)


def remove(topic: Topic, by: Person) -> Topic:
    return remove_topic(moderator=again(by), topic=fresh(topic), reason=WHY)


def asked(author: Person, topic: Topic) -> Appeal:
    row = appeal_removed_topic(person=again(author), topic=fresh(topic), words=PLEA)
    found = appeal_with(row.pk)
    assert found is not None
    return found


def page(person: Person, address: str) -> Any:
    return signed_in(person).get(address)


def adopted(crossing: Crossing) -> None:
    change = ask_to_adopt(
        moderator=again(crossing.there_moderator), topic=fresh(crossing.topic), to=crossing.there, note="On."
    )
    accept_home_change(moderator=again(crossing.home_moderator), change=change)


def who_reads(crossing: Crossing, appeal: Appeal) -> tuple[int, int]:
    """What those who look after its first home get, and those of the new one."""
    address = appeal.get_absolute_url()
    return (
        page(crossing.home_moderator, address).status_code,
        page(crossing.there_moderator, address).status_code,
    )


@pytest.mark.parametrize("is_decided", [True, False])
def test_it_stays_with_those_who_were_asked_whatever_home_the_topic_gets(is_decided: bool) -> None:
    crossing = make_crossing("open", "open")
    crossing.place()
    home, there = crossing.home.community, crossing.there.community
    decider = make_member(home, role=Role.MODERATOR)
    remove(crossing.topic, crossing.home_moderator)
    appeal = asked(crossing.author, crossing.topic)
    if is_decided:
        uphold_decision(decider=again(decider), appeal=appeal, reason="So it is, and stays.")
    assert who_reads(crossing, appeal) == (200, 404)
    adopted(crossing)
    assert fresh(crossing.topic).home_board == crossing.there
    Topic.objects.filter(pk=crossing.topic.pk).update(title="Called anew there")
    Post.objects.filter(topic=crossing.topic, number=1).update(html="<p>Reworded there.</p>")
    assert who_reads(crossing, appeal) == (200, 404)
    shown = page(crossing.home_moderator, appeal.get_absolute_url()).content.decode()
    assert PLEA in shown and "at home in another community now" in shown
    assert "Called anew there" not in shown and "Reworded there" not in shown
    lists = [page(crossing.home_moderator, reverse("community-appeals", args=[home.slug])).content.decode()]
    assert appeal.get_absolute_url() in lists[0] and "Called anew there" not in lists[0]
    listed = [[each.pk for each in decided_appeals_in(again(by), where)] for by, where in (
        (crossing.home_moderator, home), (crossing.there_moderator, there),
    )]  # fmt: skip
    assert listed == [[appeal.pk], []]
    counted = Reversals(1 if is_decided else 0, 0)
    assert (reversals_in(home, timezone.now()), reversals_in(there, timezone.now())) == (
        counted,
        Reversals(0, 0),
    )
    state = State.UPHELD if is_decided else State.GONE
    assert (Appeal.objects.get().state, Appeal.objects.get().board) == (state, crossing.home)


def test_it_follows_the_topic_within_its_community(
    board: Board, topic: Topic, author: Person, moderator: Person, decider: Person
) -> None:
    second, third = make_board(board.community), make_board(board.community)
    facilitator = make_member(board.community, role=Role.FACILITATOR)
    remove(topic, moderator)
    decided = asked(author, topic)
    uphold_decision(decider=again(decider), appeal=decided, reason="So it is, and stays.")
    restore_topic(moderator=again(moderator), topic=fresh(topic))
    move_topics(mover=again(moderator), topics=[fresh(topic)], to=second)
    assert Appeal.objects.get().board == second
    remove(topic, moderator)
    waits = asked(author, topic)
    merge_boards(merger=again(facilitator), board=second, into=third)
    assert fresh(topic).home_board == third
    assert set(Appeal.objects.values_list("pk", "board")) == {(decided.pk, third.pk), (waits.pk, third.pk)}
    found = appeals_in(again(decider), board.community)
    assert [each.pk for each in found] == [waits.pk]
    overturn_decision(decider=again(decider), appeal=found[0], reason="You are right.")
    assert fresh(topic).removed_at is None


def test_it_ends_with_the_words_in_the_same_moment_and_nobody_brings_the_topic_back_for_it(
    topic: Topic, author: Person, moderator: Person, decider: Person
) -> None:
    remove(topic, moderator)
    appeal = asked(author, topic)
    forget_own_in_removed_topic(author=again(author), topic=fresh(topic))
    assert Appeal.objects.get().state == State.GONE  # nothing waits for the transaction's end
    with pytest.raises(Refused):
        overturn_decision(decider=again(decider), appeal=appeal, reason="You are right.")
    assert fresh(topic).removed_at is not None


def test_after_a_purge_one_asks_only_for_what_is_kept_of_ones_own(
    board: Board, topic: Topic, author: Person, moderator: Person
) -> None:
    facilitator = make_member(board.community, role=Role.FACILITATOR)
    other = make_topic(board, author=author, title="Another one", body="Said beside.")
    make_reply(other, author=author, body="And more of it.")
    for each in (topic, other):
        remove(each, moderator)
        assert purge_post(purger=again(facilitator), post=post_of(each), why="patient")
    why = page(author, reverse("topic-removal", args=[topic.pk])).content.decode()
    assert "The reason is deleted with the words." in why and "A patient could" not in why
    assert reverse("topic-removal-appeal", args=[topic.pk]) not in why
    with pytest.raises(Refused, match="nothing of yours is left"):
        asked(author, topic)
    assert (
        reverse("topic-removal-appeal", args=[other.pk])
        in page(author, reverse("topic-removal", args=[other.pk])).content.decode()
    )
    assert asked(author, other).state == State.OPEN


def test_who_decides_reads_what_is_kept_where_the_beginning_is_gone(
    topic: Topic, author: Person, moderator: Person, decider: Person
) -> None:
    take_down_post(moderator=again(moderator), post=post_of(topic), reason="A name.")
    remove(topic, moderator)
    appeal = asked(author, topic)
    shown = page(decider, appeal.get_absolute_url()).content.decode()
    assert "1 other post in it is kept." in shown and "Bring the topic back" in shown
    assert "gone for good" not in shown
    forget_own = page(author, reverse("topic-removal", args=[topic.pk])).content.decode()
    assert "1 other post in it is kept." in forget_own


def test_of_a_topic_of_ones_own_alone_nothing_stays_but_why(
    board: Board, author: Person, moderator: Person
) -> None:
    alone = make_topic(board, author=author, title=TITLE, body=SAID)
    make_reply(alone, author=author, body=ANSWER)
    Topic.objects.filter(pk=alone.pk).update(tags=["courses"])
    remove(alone, moderator)
    address = reverse("topic-removal", args=[alone.pk])
    assert "stays kept, with the title" not in page(author, address).content.decode()
    done = signed_in(author).post(reverse("topic-forget", args=[alone.pk]), follow=True).content.decode()
    assert ("deleted for good" in done, "with the title" in done, TITLE in done) == (True, False, False)
    for days in (0, 31):
        clear_removed_topics(timezone.now() + timedelta(days=days))
        now = fresh(alone)
        assert (now.title, now.slug, now.tags, now.post_count) == ("–", "topic", [], 0)
        assert [post.source for post in alone.posts.all()] == ["", ""]
        listed = page(author, reverse("own-removed")).content.decode()
        assert (WHY in listed, TITLE in listed, board.name in listed) == (True, False, True)


def test_beside_what_others_wrote_all_of_ones_own_goes_and_the_title_stays_for_a_month(
    topic: Topic, author: Person, moderator: Person
) -> None:
    make_reply(topic, author=author, body="Nothing at all.")
    remove(topic, moderator)
    address = reverse("topic-removal", args=[topic.pk])
    assert "stays kept, with the title" in page(author, address).content.decode()
    done = signed_in(author).post(reverse("topic-forget", args=[topic.pk]), follow=True).content.decode()
    assert "What others wrote there stays kept, with the title." in done and TITLE in done
    assert [post.source for post in topic.posts.order_by("number")] == ["", ANSWER, ""]
    assert signed_in(author).post(reverse("topic-forget", args=[topic.pk])).status_code == 403
    assert clear_removed_topics(timezone.now() + timedelta(days=31)) == 1
    assert fresh(topic).title == "–"
    assert TITLE not in page(author, reverse("own-removed")).content.decode()
