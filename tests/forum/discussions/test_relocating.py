"""Removing, restoring, splitting and uniting topics: numbers, addresses, counts, and how they stand elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.communities.models import KEPT_DAYS
from forum.core.verdicts import Invalid, Refused
from forum.crossposting.actions.proposing import carry_topic
from forum.crossposting.actions.tending import hide_post
from forum.discussions.actions.following import follow_topic
from forum.discussions.actions.leaving import take_back_some_posts
from forum.discussions.actions.marks import accept_answer, react
from forum.discussions.actions.reading import mark_seen
from forum.discussions.actions.splitting import split_topic
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.actions.uniting import unite_topics
from forum.discussions.actions.whole_topics import (
    clear_removed_topics,
    remove_topic,
    restore_topic,
)
from forum.discussions.models import Board, Draft, Following, Placement, Post, ReadPosition, Topic
from forum.discussions.selectors.relocations import MOST_STEPS, where_post_went
from forum.discussions.selectors.topics import topics_on, topics_visible_to
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_community,
    make_crossing,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


def fresh(topic: Topic) -> Topic:
    return Topic.objects.select_related("home_board__community").get(pk=topic.pk)


def listed_on(board: Board) -> list[int]:
    return [row.topic_id for row in topics_on(Board.objects.get(pk=board.pk)).placements]


def numbers_in(topic: Topic) -> list[tuple[int, int | None]]:
    return list(topic.posts.order_by("number").values_list("number", "parent__number"))


def test_a_removed_topic_is_gone_for_everybody_and_comes_back_as_it_was(
    board: Board, moderator: Person
) -> None:
    topic = make_topic(board)
    make_reply(topic)
    with pytest.raises(Invalid, match="Say why"):
        remove_topic(moderator=moderator, topic=fresh(topic), reason=" ")
    remove_topic(moderator=moderator, topic=fresh(topic), reason="Off the board's subject.")
    assert not topics_visible_to(make_steward()).filter(pk=topic.pk).exists()
    assert (listed_on(board), Board.objects.get(pk=board.pk).post_count) == ([], 0)
    restore_topic(moderator=moderator, topic=fresh(topic))
    assert (listed_on(board), Board.objects.get(pk=board.pk).post_count) == ([topic.pk], 2)
    assert topic.posts.exclude(source="").count() == 2


def test_only_moderators_of_its_home_remove_and_restore() -> None:
    crossing = make_crossing()
    crossing.place()
    for person in (crossing.there_moderator, crossing.author, crossing.reader):
        with pytest.raises(Refused):
            remove_topic(moderator=person, topic=fresh(crossing.topic), reason="No.")
    remove_topic(moderator=crossing.home_moderator, topic=fresh(crossing.topic), reason="Private.")
    row = Placement.objects.get(board=crossing.there)
    assert (row.state, row.ended_by) == (Placement.State.REMOVED, Placement.Side.HOME)
    with pytest.raises(Refused):
        restore_topic(moderator=crossing.there_moderator, topic=fresh(crossing.topic))
    restore_topic(moderator=crossing.home_moderator, topic=fresh(crossing.topic))
    assert listed_on(crossing.there) == []


def test_a_month_later_the_words_go(board: Board, moderator: Person) -> None:
    topic = make_topic(board)
    make_reply(topic)
    remove_topic(moderator=moderator, topic=fresh(topic), reason="Off subject.")
    now = timezone.now()
    assert clear_removed_topics(now + timedelta(days=KEPT_DAYS - 1)) == 0
    assert clear_removed_topics(now + timedelta(days=KEPT_DAYS, minutes=1)) == 1
    assert not topic.posts.exclude(source="").exists()
    assert (fresh(topic).title, fresh(topic).slug, fresh(topic).removal_reason) == (
        "–",
        "topic",
        "Off subject.",
    )
    with pytest.raises(Refused, match="Nothing is left"):
        restore_topic(moderator=moderator, topic=fresh(topic))


def test_who_leaves_takes_their_words_out_of_removed_topics_too(board: Board, moderator: Person) -> None:
    author = make_member(board.community)
    topic = make_topic(board, author=author)
    remove_topic(moderator=moderator, topic=fresh(topic), reason="Off subject.")
    assert take_back_some_posts(person=author, now=timezone.now()) == 1
    assert not topic.posts.exclude(source="").exists()


def test_a_branch_becomes_a_topic_with_its_numbers_its_tree_and_what_was_read(
    client: Client, board: Board, moderator: Person
) -> None:
    topic = make_topic(board)
    first = make_reply(topic)
    branch = make_reply(topic, body="Another matter.")
    below = make_reply(topic, parent=branch, body="Yes, that.")
    last = make_reply(topic, parent=first)
    reader = make_person()
    follow_topic(person=reader, topic=fresh(topic))
    mark_seen(reader=reader, topic=fresh(topic), spans=[(1, 4)])
    react(person=make_member(board.community), post=below, kind="thanks")
    made = split_topic(moderator=moderator, topic=fresh(topic), post=branch, title="Another matter")
    assert numbers_in(made) == [(1, None), (2, 1)]
    assert [number for number, _parent in numbers_in(topic)] == [1, 2, last.number, last.number + 1]
    assert set(listed_on(board)) == {topic.pk, made.pk}
    assert Board.objects.get(pk=board.pk).post_count == 6
    assert (fresh(made).helpful_count, fresh(topic).helpful_count) == (1, 0)
    assert ReadPosition.objects.get(person=reader, topic=made).up_to == 2
    assert Following.objects.filter(person=reader, topic=made).exists()
    old = reverse("post", args=[topic.pk, topic.slug, below.number])
    assert client.get(old)["Location"] == reverse("post", args=[made.pk, made.slug, 2]) + "#post-2"
    assert "topic of its own" in client.get(topic.get_absolute_url()).content.decode()


def test_a_split_takes_the_accepted_answer_along_as_none_and_stays_at_home() -> None:
    crossing = make_crossing()
    crossing.place()
    answer = make_reply(crossing.topic, author=crossing.reader, via_board=crossing.there)
    accept_answer(person=crossing.author, post=answer)
    made = split_topic(
        moderator=crossing.home_moderator, topic=fresh(crossing.topic), post=answer, title="Elsewhere"
    )
    assert fresh(crossing.topic).accepted_post is None
    assert list(made.placements.values_list("board_id", flat=True)) == [crossing.home.pk]
    with pytest.raises(Refused):
        split_topic(
            moderator=crossing.there_moderator, topic=fresh(crossing.topic), post=crossing.topic.posts.first(),
            title="No",
        )  # fmt: skip


def test_what_hung_on_a_removed_post_leaves_nothing_behind(board: Board, moderator: Person) -> None:
    topic = make_topic(board)
    above = make_reply(topic)
    below = make_reply(topic, parent=above)
    take_down_post(moderator=moderator, post=above, reason="Off topic.")
    split_topic(moderator=moderator, topic=fresh(topic), post=below, title="On its own")
    above.refresh_from_db()
    assert above.reply_count == 0


def test_two_topics_become_one_and_every_old_address_leads_on(
    client: Client, board: Board, moderator: Person
) -> None:
    into, topic = make_topic(board, title="First"), make_topic(board, title="Again")
    make_reply(into)
    answer = make_reply(topic, body="Here too.")
    reader = make_person()
    mark_seen(reader=reader, topic=fresh(topic), spans=[(1, 2)])
    mark_seen(reader=reader, topic=fresh(into), spans=[(1, 2)])
    Draft.objects.create(person=reader, place=f"topic:{topic.pk}", topic=topic, body="Begun.")
    unite_topics(moderator=moderator, topic=fresh(topic), into=fresh(into))
    assert numbers_in(into) == [(1, None), (2, 1), (3, 1), (4, 3)]
    assert listed_on(board) == [into.pk]
    assert Board.objects.get(pk=board.pk).post_count == 4
    assert ReadPosition.objects.get(person=reader, topic=into).up_to == 4
    assert Draft.objects.get(person=reader).place == f"topic:{into.pk}"
    for number, now in ((1, 3), (answer.number, 4)):
        old = reverse("post", args=[topic.pk, topic.slug, number])
        assert client.get(old)["Location"] == reverse("post", args=[into.pk, into.slug, now]) + f"#post-{now}"
    assert client.get(topic.get_absolute_url())["Location"].endswith("#post-3")
    with pytest.raises(Refused, match="Nothing is left"):
        restore_topic(moderator=moderator, topic=fresh(topic))


def test_numbers_that_no_post_has_any_more_are_nobody_s_news(board: Board, moderator: Person) -> None:
    topic, into = make_topic(board), make_topic(board)
    branch = make_reply(topic)
    make_reply(topic)
    below = make_reply(topic, parent=branch)
    reader, late = make_person(), make_person()
    mark_seen(reader=reader, topic=fresh(topic), spans=[(1, 4)])
    made = split_topic(moderator=moderator, topic=fresh(topic), post=branch, title="Apart")
    assert (Post.objects.get(pk=below.pk).number, fresh(made).last_number) == (3, 3)
    mark_seen(reader=reader, topic=fresh(into), spans=[(1, 1)])
    for each, unseen in ((topic, 1), (made, 0)):
        position = ReadPosition.objects.get(person=reader, topic=each)
        assert fresh(each).last_number - position.seen_count == unseen, each.title
    mark_seen(reader=late, topic=fresh(made), spans=[(1, 1), (3, 3)])
    assert ReadPosition.objects.get(person=late, topic=made).up_to == 3
    unite_topics(moderator=moderator, topic=fresh(made), into=fresh(into))
    united = fresh(into)
    position = ReadPosition.objects.get(person=reader, topic=united)
    assert (united.last_number, position.seen_count, position.up_to) == (4, 4, 4)


def test_what_is_seen_of_a_topic_that_is_united_at_that_moment_is_no_error(
    board: Board, moderator: Person
) -> None:
    topic, into, reader = make_topic(board), make_topic(board), make_person()
    make_reply(topic)
    on_the_screen = fresh(topic)
    unite_topics(moderator=moderator, topic=fresh(topic), into=fresh(into))
    mark_seen(reader=reader, topic=on_the_screen, spans=[(1, 2)])
    assert not ReadPosition.objects.filter(person=reader, topic=into).exists()


def test_boards_new_to_a_conversation_are_asked_anew() -> None:
    crossing = make_crossing()
    crossing.place()
    into = make_topic(crossing.home)
    unite_topics(moderator=crossing.home_moderator, topic=fresh(crossing.topic), into=fresh(into))
    row = Placement.objects.get(topic=into, board=crossing.there)
    assert (row.state, row.awaits_board, row.proposed_by) == (Placement.State.PENDING, True, crossing.broker)
    assert listed_on(crossing.there) == []


def test_topics_that_others_read_are_not_united(board: Board) -> None:
    closed = make_board(make_community(visibility="private"))
    both = make_steward()
    with pytest.raises(Refused, match="Other people read"):
        unite_topics(moderator=both, topic=make_topic(board), into=make_topic(closed))


def test_what_was_split_off_and_united_again_is_still_found(
    board: Board, moderator: Person, client: Client
) -> None:
    topic, other = make_topic(board), make_topic(board)
    branch = make_reply(topic)
    below = make_reply(topic, parent=branch)
    made = split_topic(moderator=moderator, topic=fresh(topic), post=branch, title="Apart")
    unite_topics(moderator=moderator, topic=fresh(made), into=fresh(other))
    below = Post.objects.get(pk=below.pk)
    assert (below.topic_id, below.number) == (other.pk, 3)
    answer = client.get(reverse("post", args=[topic.pk, topic.slug, 3]))
    assert answer["Location"] == reverse("post", args=[other.pk, other.slug, 3]) + "#post-3"


def test_however_often_topics_were_split_and_united_old_addresses_cost_little(
    board: Board, moderator: Person, django_assert_max_num_queries: Any
) -> None:
    topic = make_topic(board)
    for _ in range(3):
        made = split_topic(moderator=moderator, topic=fresh(topic), post=make_reply(topic), title="Apart")
        unite_topics(moderator=moderator, topic=fresh(made), into=fresh(topic))
    for number in (9999, 10**30):
        with django_assert_max_num_queries(2 * MOST_STEPS):
            assert where_post_went(topic.pk, number) is None


def test_what_a_board_hid_stays_hidden_where_both_topics_stood() -> None:
    crossing = make_crossing()
    placement = crossing.place()
    into = make_topic(crossing.home)
    carry_topic(broker=crossing.there_moderator, topic=fresh(into), board=crossing.there)
    reply = make_reply(crossing.topic)
    hide_post(moderator=crossing.there_moderator, placement=placement, post=reply, reason="")
    unite_topics(moderator=crossing.home_moderator, topic=fresh(crossing.topic), into=fresh(into))
    row = Placement.objects.get(topic=into, board=crossing.there)
    assert (row.hidden_count, list(row.hidden_posts.values_list("post", flat=True))) == (1, [reply.pk])
