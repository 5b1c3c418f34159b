"""Boards merged, moved to, archived, ordered and changed at the same moment as others write there or do the same."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from forum.communities.actions.members import give_role
from forum.communities.models import Community, Role
from forum.core.editions import ChangedMeanwhile
from forum.core.verdicts import Refused
from forum.discussions.actions.board_moderators import name_board_moderator
from forum.discussions.actions.changing_boards import (
    archive_board,
    change_board,
    order_boards,
    restore_board,
)
from forum.discussions.actions.drafts import keep_draft
from forum.discussions.actions.merging import merge_boards
from forum.discussions.actions.moving import MoveReport, move_topics
from forum.discussions.actions.replies import post_reply
from forum.discussions.actions.starting import start_topic
from forum.discussions.actions.topics import lock_topic, pin_topic
from forum.discussions.models import Board, Draft, Placement, Post, Topic
from forum.discussions.selectors.board_management import edition_of_settings, order_of
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
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]

ROUNDS = 6


def boards_of(community: Community, many: int) -> list[Board]:
    return [make_board(community) for _ in range(many)]


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def kinds(results: list[Any]) -> list[type]:
    return sorted((type(result) for result in results), key=lambda kind: kind.__name__)


def test_boards_merged_into_each_other_at_once_become_one() -> None:
    for _round in range(ROUNDS):
        one, other = boards_of(make_community(), 2)
        topics = [make_topic(board) for board in (one, other) for _ in range(3)]
        results = together(
            [
                partial(merge_boards, merger=make_steward(), board=one, into=other),
                partial(merge_boards, merger=make_steward(), board=other, into=one),
            ]
        )
        assert kinds(results) == [Board, Refused]
        into = next(result for result in results if isinstance(result, Board))
        assert set(Topic.objects.filter(home_board=into)) == set(topics)
        assert Board.objects.filter(pk__in=[one.pk, other.pk], merged_into=None).get() == into
    assert breaches() == []


def test_nothing_that_is_written_while_a_board_is_merged_is_lost() -> None:
    for _round in range(ROUNDS):
        here, there = boards_of(make_community(), 2)
        topic = make_topic(here)
        writers = [make_member(here.community) for _ in range(6)]
        acts: list[Any] = [partial(merge_boards, merger=make_steward(), board=here, into=there)]
        acts += [partial(post_reply, author=person, topic=topic, body="Mine.") for person in writers[:3]]
        acts += [
            partial(start_topic, author=person, board=here, title="Mine", body="Words.")
            for person in writers[3:]
        ]
        results = together(acts)
        assert [type(result) for result in results[:4]] == [Board, Post, Post, Post]
        started = [result for result in results[4:] if isinstance(result, Topic)]
        assert all(isinstance(result, Topic | Refused) for result in results[4:])
        assert set(Topic.objects.filter(home_board=there)) == {topic, *started}
        assert set(Post.objects.filter(topic__home_board=there).values_list("via_board", flat=True)) == {
            there.pk
        }
        assert not Placement.objects.filter(board=here).exists()
    assert breaches() == []


def test_drafts_kept_while_their_board_is_merged_are_not_lost() -> None:
    for _round in range(ROUNDS):
        here, there = boards_of(make_community(), 2)
        writer = make_member(here.community)
        keep_draft(person=writer, place=here, body="Old words")
        results = together(
            [
                partial(merge_boards, merger=make_steward(), board=here, into=there),
                partial(keep_draft, person=fresh(writer), place=here, body="New words"),
                partial(keep_draft, person=fresh(writer), place=there, body="Other words"),
            ]
        )
        assert not any(isinstance(result, Exception) for result in results)
        kept = set(Draft.objects.filter(person=writer).values_list("body", flat=True))
        assert {"New words", "Other words"} <= kept


def test_a_reply_and_a_move_wait_for_each_other() -> None:
    for _round in range(ROUNDS):
        here, there = boards_of(make_community(), 2)
        topic = make_topic(here)
        writers = [make_member(here.community) for _ in range(4)]
        acts: list[Any] = [partial(move_topics, mover=make_steward(), topics=[topic], to=there)]
        acts += [partial(post_reply, author=person, topic=topic, body="Mine.") for person in writers]
        results = together(acts)
        assert kinds(results) == [MoveReport, Post, Post, Post, Post]
        assert set(topic.posts.values_list("via_board", flat=True)) == {there.pk}
    assert breaches() == []


def test_a_move_a_lock_and_a_pin_wait_for_each_other() -> None:
    for _round in range(ROUNDS):
        here, there = boards_of(make_community(), 2)
        topics = [make_topic(here) for _ in range(3)]
        moderator = make_steward()
        acts: list[Any] = [partial(move_topics, mover=moderator, topics=topics, to=there)]
        acts += [partial(move_topics, mover=make_steward(), topics=topics[::-1], to=there)]
        acts += [partial(lock_topic, moderator=fresh(moderator), topic=topic) for topic in topics]
        acts += [partial(pin_topic, moderator=make_steward(), topic=topics[0], board=there)]
        results = together(acts)
        assert kinds(results[:2]) == [MoveReport, MoveReport]
        assert sorted(len(report.moved) for report in results[:2]) == [0, 3]
        assert results[2:5] == [None, None, None]
        assert set(Topic.objects.filter(home_board=there, locked_at__isnull=False)) == set(topics)
    assert breaches() == []


def test_moves_back_and_forth_end_on_one_board() -> None:
    here, there = boards_of(make_community(), 2)
    topics = [make_topic(here) for _ in range(4)]
    for _round in range(ROUNDS):
        acts = [
            partial(move_topics, mover=make_steward(), topics=order, to=to)
            for order, to in ((topics, there), (topics[::-1], here), (topics[1:], there), (topics[:2], here))
        ]
        assert kinds(together(acts)) == [MoveReport] * 4
        assert breaches() == []


def test_the_second_of_two_orders_is_told() -> None:
    community = make_community()
    boards_of(community, 4)
    for _round in range(ROUNDS):
        seen = order_of(community)
        wanted = [[*seen[1:], seen[0]], seen[::-1]]
        results = together(
            [
                partial(order_boards, orderer=make_steward(), community=community, seen=seen, wanted=each)
                for each in wanted
            ]
        )
        assert kinds(results) == [ChangedMeanwhile, type(None)]
        assert order_of(community) == wanted[results.index(None)]


def test_the_second_of_two_changes_is_told() -> None:
    board = make_board()
    for number in range(ROUNDS):
        board.refresh_from_db()
        seen = edition_of_settings(board)
        names = [f"Name {number} {hand}" for hand in range(4)]
        results = together(
            [
                partial(change_board, editor=make_steward(), board=board, seen=seen, fields={"name": name})
                for name in names
            ]
        )
        assert kinds(results) == [Board, *[ChangedMeanwhile] * 3]
        winner = next(index for index, result in enumerate(results) if isinstance(result, Board))
        board.refresh_from_db()
        assert board.name == names[winner]


def test_nothing_is_started_on_a_board_once_it_is_archived() -> None:
    for _round in range(ROUNDS):
        board = make_board()
        writers = [make_member(board.community) for _ in range(4)]
        acts: list[Any] = [partial(archive_board, archiver=make_steward(), board=board)]
        acts += [
            partial(start_topic, author=person, board=board, title="Mine", body="Words.")
            for person in writers
        ]
        results = together(acts)
        assert all(isinstance(result, Topic | Refused) for result in results[1:])
        archived_at = Board.objects.get(pk=board.pk).archived_at
        assert archived_at is not None
        started = sum(isinstance(result, Topic) for result in results)
        assert Topic.objects.filter(home_board=board).count() == started
        restore_board(restorer=make_steward(), board=board)
    assert breaches() == []


def test_moderators_are_named_while_roles_are_given_and_boards_are_merged() -> None:
    for _round in range(ROUNDS):
        here, there = boards_of(make_community(), 2)
        members = [make_board_moderator(here), make_member(here.community), make_member(here.community)]
        results = together(
            [
                partial(merge_boards, merger=make_steward(), board=here, into=there),
                partial(name_board_moderator, giver=make_steward(), person=fresh(members[1]), board=here),
                partial(name_board_moderator, giver=make_steward(), person=fresh(members[2]), board=there),
                partial(
                    give_role,
                    giver=make_steward(),
                    person=fresh(members[0]),
                    community=here.community,
                    role=Role.GUEST,
                ),
                partial(pin_topic, moderator=fresh(members[0]), topic=make_topic(here), board=here),
            ]
        )
        assert not any(
            isinstance(result, Exception) and not isinstance(result, Refused) for result in results
        )
        assert breaches() == []
