"""Topics carried, answered and taken back at the same moment as others do the same, or change who reads what."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from forum.communities.models import Community, Role
from forum.core.verdicts import Refused
from forum.crossposting.actions.deciding import accept_placement, decline_placement
from forum.crossposting.actions.ending import end_overdue, end_placement
from forum.crossposting.actions.proposing import carry_topic
from forum.crossposting.actions.tending import hide_post, lock_here
from forum.discussions.actions.edits import remove_post
from forum.discussions.actions.merging import merge_boards
from forum.discussions.actions.moving import MoveReport, move_topics
from forum.discussions.actions.replies import post_reply
from forum.discussions.actions.visibility import change_visibility_as_shown
from forum.discussions.models import Board, Placement, Post, Topic
from forum.discussions.models.placements import MOST_ELSEWHERE, PATIENCE
from forum.discussions.selectors.visibility import effects_for
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import (
    Crossing,
    make_board,
    make_crossing,
    make_member,
    make_reply,
    make_steward,
    make_topic,
)
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]

ROUNDS = 6
State, Side = Placement.State, Placement.Side


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def again(placement: Placement) -> Placement:
    return Placement.objects.select_related("topic__home_board__community", "board__community").get(
        pk=placement.pk
    )


def become(community: Community, visibility: str) -> Any:
    """Change who reads it, as it was shown just before."""
    steward = make_steward()
    community = Community.objects.get(pk=community.pk)
    edition = effects_for(steward, community, visibility).edition
    return partial(
        change_visibility_as_shown, changer=steward, community=community, visibility=visibility,
        seen=edition, typed_name=community.name,
    )  # fmt: skip


def only(results: list[Any], *kinds: type) -> bool:
    """Whether everything that came out is one of these: a deadlock, for one, is none."""
    wrong = [result for result in results if not isinstance(result, kinds)]
    assert wrong == []
    return True


def test_what_is_accepted_while_its_home_closes_is_read_by_nobody_else() -> None:
    for _round in range(ROUNDS):
        crossing = make_crossing("network", "network")
        placement = crossing.propose()
        closing = become(crossing.home.community, "private")
        accept = partial(accept_placement, moderator=fresh(crossing.there_moderator), placement=placement)
        results = together([accept, closing])
        assert only(results, Placement, Refused, Community)
        if isinstance(results[1], Community):
            assert again(placement).state == State.WITHDRAWN
    assert breaches() == []


def test_of_two_moderators_who_answer_at_once_one_has_answered() -> None:
    for _round in range(ROUNDS):
        crossing = make_crossing()
        placement = crossing.propose()
        other = make_member(crossing.there.community, role=Role.MODERATOR)
        acts = [
            partial(accept_placement, moderator=fresh(crossing.there_moderator), placement=placement),
            partial(decline_placement, moderator=fresh(other), placement=placement, reason="Not here."),
        ]
        results = together(acts)
        assert only(results, Placement, Refused)
        assert sum(isinstance(result, Placement) for result in results) == 1
        states = [State.LIVE, State.DECLINED]
        assert again(placement).state == states[isinstance(results[1], Placement)]
    assert breaches() == []


def test_both_sides_that_agree_at_once_have_agreed() -> None:
    for _round in range(ROUNDS):
        crossing = make_crossing("network", "network")
        Board.objects.filter(pk=crossing.home.pk).update(outbound="ask")
        placement = crossing.propose()
        moderators = (crossing.there_moderator, crossing.home_moderator)
        acts = [partial(accept_placement, moderator=fresh(each), placement=placement) for each in moderators]
        assert only(together(acts), Placement)
        assert again(placement).state == State.LIVE
    assert breaches() == []


def test_an_objection_counts_before_and_after_it_was_agreed_to() -> None:
    for _round in range(ROUNDS):
        crossing = make_crossing()
        placement = crossing.propose()
        acts = [
            partial(accept_placement, moderator=fresh(crossing.there_moderator), placement=placement),
            partial(end_placement, person=fresh(crossing.author), placement=placement, reason="Not ready."),
        ]
        results = together(acts)
        assert only(results, Placement, Refused) and isinstance(results[1], Placement)
        assert (again(placement).state, again(placement).ended_by) == (State.WITHDRAWN, Side.AUTHOR)
    assert breaches() == []


def test_no_reply_comes_through_a_board_once_the_topic_stands_there_no_longer() -> None:
    for _round in range(ROUNDS):
        crossing = make_crossing()
        placement = crossing.place()
        people = [crossing.reader, *(make_member(crossing.there.community) for _ in range(4))]
        acts: list[Any] = [
            partial(
                post_reply, author=fresh(each), topic=crossing.topic, body="Mine.", via_board=crossing.there
            )
            for each in people
        ]
        acts.append(partial(end_placement, person=fresh(crossing.there_moderator), placement=placement))
        results = together(acts)
        assert only(results, Post, Refused, Placement)
        ended = again(placement)
        assert ended.decided_at is not None and ended.state == State.REMOVED
        for post in Post.objects.filter(topic=crossing.topic, via_board=crossing.there):
            assert post in results
        with pytest.raises(Refused):
            post_reply(author=fresh(crossing.reader), topic=crossing.topic, body="Late.")
    assert breaches() == []


def test_what_is_hidden_locked_answered_and_removed_at_once_is_counted_once() -> None:
    for _round in range(ROUNDS):
        crossing = make_crossing("network", "network")
        placement = crossing.place()
        posts = [make_reply(crossing.topic, author=crossing.author) for _ in range(3)]
        moderator = crossing.there_moderator
        acts: list[Any] = [
            partial(hide_post, moderator=fresh(moderator), placement=placement, post=post, reason="No.")
            for post in (*posts, posts[0])
        ]
        acts += [
            partial(lock_here, moderator=fresh(moderator), placement=placement),
            partial(remove_post, author=fresh(crossing.author), post=posts[1]),
            partial(post_reply, author=fresh(crossing.reader), topic=crossing.topic, body="Me too."),
        ]
        assert only(together(acts), type(None), Placement, Post, Refused)
    assert breaches() == []


def test_a_topic_proposed_twice_at_once_is_proposed_once() -> None:
    for _round in range(ROUNDS):
        crossing = make_crossing()
        people = [
            crossing.broker,
            crossing.reader,
            *(make_member(crossing.there.community) for _ in range(4)),
        ]
        acts = [
            partial(carry_topic, broker=fresh(each), topic=crossing.topic, board=crossing.there)
            for each in people
        ]
        results = together(acts)
        assert only(results, Placement, Refused)
        assert sum(isinstance(result, Placement) for result in results) == 1
    assert breaches() == []


def test_no_more_boards_agree_at_once_than_a_topic_may_stand_on() -> None:
    topic = make_topic(make_board())
    waiting: list[tuple[Person, Placement]] = []
    for _each in range(MOST_ELSEWHERE + 3):
        board = make_board()
        moderator = make_member(board.community, role=Role.MODERATOR)
        broker = make_member(board.community)
        waiting.append((moderator, carry_topic(broker=broker, topic=topic, board=board)))
    results = together(
        [partial(accept_placement, moderator=fresh(each), placement=place) for each, place in waiting]
    )
    assert only(results, Placement, Refused)
    assert sum(isinstance(result, Placement) for result in results) == MOST_ELSEWHERE
    assert Placement.objects.filter(topic=topic, state=State.LIVE).count() == MOST_ELSEWHERE + 1
    assert breaches() == []


def test_what_is_accepted_while_its_board_is_merged_stands_on_the_other_or_waits_there() -> None:
    for _round in range(ROUNDS):
        crossing = make_crossing("network", "network")
        placement = crossing.propose()
        into = make_board(crossing.there.community)
        results = together(
            [
                partial(accept_placement, moderator=fresh(crossing.there_moderator), placement=placement),
                partial(merge_boards, merger=make_steward(), board=crossing.there, into=into),
            ]
        )
        assert only(results, Placement, Board, Refused) and isinstance(results[1], Board)
        row = again(placement)
        assert row.board_id == into.pk
        assert row.state == (State.LIVE if isinstance(results[0], Placement) else State.PENDING)
    assert breaches() == []


def test_what_runs_out_while_it_is_accepted_is_one_or_the_other() -> None:
    for _round in range(ROUNDS):
        crossings = [make_crossing() for _ in range(3)]
        placements = [crossing.propose() for crossing in crossings]
        later = timezone.now() + PATIENCE + timedelta(minutes=1)
        acts: list[Any] = [
            partial(accept_placement, moderator=fresh(crossing.there_moderator), placement=placement)
            for crossing, placement in zip(crossings, placements, strict=True)
        ]
        results = together([*acts, partial(end_overdue, later), partial(end_overdue, later)])
        assert only(results, Placement, Refused, int)
        accepted = sum(isinstance(result, Placement) for result in results)
        assert accepted + sum(results[3:]) == len(placements)
        states = [again(placement).state for placement in placements]
        assert states.count(State.LIVE) == accepted
        assert states.count(State.DECLINED) == len(placements) - accepted
    assert breaches() == []


def test_topics_that_stand_on_the_same_boards_the_other_way_round_wait_for_each_other() -> None:
    """Those at home on one board are guests on the other: they are taken back while the others are answered."""
    for _round in range(ROUNDS):
        one, other = make_board(), make_board()
        guests = [make_topic(other) for _ in range(5)]
        for topic in guests:
            _stand(topic, one)
        for _each in range(5):
            _stand(make_topic(one), other)
        closing = become(one.community, "private")
        writers = [make_member(other.community) for _ in guests]
        acts: list[Any] = [
            partial(_answer_again_and_again, fresh(writer), topic)
            for writer, topic in zip(writers, guests, strict=True)
        ]
        results = together([*acts, closing])
        assert only(results, list, Community)
        assert isinstance(results[-1], Community)
    assert breaches() == []


def _answer_again_and_again(writer: Person, topic: Topic) -> list[Post]:
    return [post_reply(author=writer, topic=topic, body=f"Mine, {number}.") for number in range(4)]


def _stand(topic: Topic, board: Board) -> None:
    steward = make_steward()
    placement = carry_topic(broker=steward, topic=topic, board=board)
    assert placement.state == State.LIVE


def test_everything_at_once_ends_somehow_and_keeps_the_promises() -> None:
    for _round in range(ROUNDS):
        crossing: Crossing = make_crossing("open", "open")
        placement = crossing.place()
        post = make_reply(crossing.topic, author=crossing.author)
        beside, into = make_board(crossing.home.community), make_board(crossing.there.community)
        moderator = crossing.there_moderator
        acts: list[Any] = [
            become(crossing.home.community, "network"),
            become(crossing.there.community, "private"),
            partial(move_topics, mover=make_steward(), topics=[crossing.topic], to=beside),
            partial(merge_boards, merger=make_steward(), board=crossing.there, into=into),
            partial(hide_post, moderator=fresh(moderator), placement=placement, post=post, reason="No."),
            partial(end_placement, person=fresh(crossing.author), placement=placement),
            partial(post_reply, author=fresh(crossing.reader), topic=crossing.topic, body="Mine."),
            partial(carry_topic, broker=fresh(crossing.broker), topic=crossing.topic, board=into),
        ]
        only(together(acts), Community, MoveReport, Board, type(None), Placement, Post, Refused)
        assert breaches() == []
