"""Who reads a board or a community changes: what stands beside its home stays where nobody reads more by it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from forum.communities.models import Community, Role
from forum.core.verdicts import Refused
from forum.crossposting.actions.proposing import carry_topic
from forum.crossposting.actions.tending import hide_post, lock_here
from forum.discussions.actions.changing_boards import change_board
from forum.discussions.actions.edits import remove_post
from forum.discussions.actions.merging import merge_boards
from forum.discussions.actions.moving import move_topics
from forum.discussions.actions.visibility import change_visibility_as_shown
from forum.discussions.models import Board, HiddenPost, Placement
from forum.discussions.policies.topics import may_read_topic
from forum.discussions.readers import is_read_by_more
from forum.discussions.selectors.board_management import edition_of_settings
from forum.discussions.selectors.topics import topic_with_placements
from forum.discussions.selectors.visibility import effects_for, read_by_more_than
from tests.factories import (
    make_board,
    make_community,
    make_crossing,
    make_member,
    make_reply,
    make_steward,
    make_topic,
    place_topic,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
State = Placement.State


def change(board: Board, **fields: Any) -> None:
    board = Board.objects.select_related("community").get(pk=board.pk)
    agreed = fields.get("read_from")
    seen = edition_of_settings(board)
    change_board(editor=make_steward(), board=board, seen=seen, fields=fields, agreed_level=agreed)


def become(community: Community, visibility: str) -> None:
    steward = make_steward()
    community = Community.objects.get(pk=community.pk)
    edition = effects_for(steward, community, visibility).edition
    change_visibility_as_shown(
        changer=steward, community=community, visibility=visibility, seen=edition, typed_name=community.name
    )


def state_on(board: Board) -> str:
    return Placement.objects.get(board=board).state


def test_a_home_that_is_for_the_network_alone_takes_its_topics_back_from_the_open_web() -> None:
    crossing = make_crossing("open", "open")
    crossing.place()
    inside = make_board(make_community(visibility="network"))
    place_topic(crossing.topic, inside)
    steward = make_steward()
    assert effects_for(steward, crossing.home.community, "network").ended == 1
    become(crossing.home.community, "network")
    assert (state_on(crossing.there), state_on(inside)) == (State.WITHDRAWN, State.LIVE)
    topic = topic_with_placements(crossing.topic.pk)
    assert topic is not None
    assert not may_read_topic(AnonymousUser(), topic)


def test_renaming_a_board_of_a_closed_community_ends_nothing() -> None:
    community = make_community(visibility="private")
    home, other = make_board(community), make_board(community)
    place_topic(make_topic(home), other)
    change(home, name="Another name")
    assert state_on(other) == State.LIVE


def test_moved_within_a_closed_community_a_topic_stands_where_it_stood() -> None:
    community = make_community(visibility="private")
    home, other, to = (make_board(community) for _ in range(3))
    topic = make_topic(home)
    place_topic(topic, other)
    move_topics(mover=make_steward(), topics=[topic], to=to)
    assert state_on(other) == State.LIVE


def test_boards_of_a_closed_community_are_merged_and_its_topics_stand_where_they_stood() -> None:
    community = make_community(visibility="private")
    home, other, into = (make_board(community) for _ in range(3))
    place_topic(make_topic(home), other)
    home.refresh_from_db()
    merge_boards(merger=make_steward(), board=home, into=into)
    assert state_on(other) == State.LIVE


def test_a_board_that_opens_up_asks_anew_for_what_is_for_fewer_in_its_own_community() -> None:
    community = make_community(visibility="network")
    home, narrow = make_board(community, read_from=20), make_board(community, read_from=30)
    moderator = make_member(community, role=Role.MODERATOR)
    topic = make_topic(home, author=moderator)
    carry_topic(broker=moderator, topic=topic, board=narrow)
    change(narrow, read_from=0)
    assert Placement.objects.get(board=narrow).state == State.PENDING


def test_a_proposal_for_a_board_that_opens_up_asks_its_home_too() -> None:
    crossing = make_crossing("network", "open", read_from=20)
    crossing.propose()
    change(crossing.there, read_from=0)
    row = Placement.objects.get(board=crossing.there)
    assert (row.state, row.awaits_board, row.awaits_home) == (State.PENDING, True, True)


def test_where_guests_read_along_nothing_comes_that_would_be_read_by_all_one_day() -> None:
    community = make_community(visibility="private")
    home, wide = make_board(community, read_from=10), make_board(community, read_from=0)
    moderator = make_member(community, role=Role.MODERATOR)
    topic = make_topic(home, author=moderator)
    with pytest.raises(Refused, match="Members alone"):
        carry_topic(broker=moderator, topic=topic, board=wide)


def test_what_a_board_did_with_a_topic_is_forgotten_however_it_ends() -> None:
    for end in ("closed", "removed", "opened"):
        crossing = make_crossing("network", "private")
        placement = crossing.place()
        post = make_reply(crossing.topic, author=crossing.author)
        moderator = crossing.there_moderator
        hide_post(moderator=moderator, placement=placement, post=post, reason="Off topic.")
        lock_here(moderator=moderator, placement=placement)
        if end == "closed":
            become(crossing.home.community, "private")
        elif end == "opened":
            become(crossing.there.community, "open")
        else:
            for each in crossing.topic.posts.order_by("-number"):
                remove_post(author=crossing.author, post=each)
        row = Placement.objects.get(pk=placement.pk)
        assert (row.state != State.LIVE, row.hidden_count, row.locked_at) == (True, 0, None)
        assert not HiddenPost.objects.exists()


def test_what_a_merged_board_hid_stays_hidden_where_the_topic_only_waited_on_the_other() -> None:
    crossing = make_crossing("network", "private")
    placement = crossing.place()
    post = make_reply(crossing.topic, author=crossing.author)
    hide_post(moderator=crossing.there_moderator, placement=placement, post=post, reason="Off topic.")
    into = make_board(crossing.there.community)
    place_topic(crossing.topic, into, state=State.PENDING)
    crossing.there.refresh_from_db()
    merge_boards(merger=make_steward(), board=crossing.there, into=into)
    row = Placement.objects.get(board=into)
    assert (row.state, row.hidden_count, row.proposed_by) == (State.LIVE, 1, crossing.broker)
    assert HiddenPost.objects.get().placement == row


def test_the_condition_on_rows_is_that_on_boards() -> None:
    """Each board as a home against each other one, in communities of every visibility."""
    communities = [make_community(visibility=each) for each in ("open", "network", "private", "hidden")]
    boards = [
        make_board(community, read_from=level) for community in communities for level in (0, 10, 20, 30)
    ]
    topic = make_topic(boards[0])
    for board in boards[1:]:
        place_topic(topic, board, state=State.DECLINED)
    for home in boards:
        rows = Placement.objects.filter(read_by_more_than(home), topic=topic)
        expected = {board.pk for board in boards if is_read_by_more(board, than=home)}
        assert set(rows.values_list("board", flat=True)) == expected
