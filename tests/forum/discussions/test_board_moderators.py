"""Members who look after one board, and no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from forum.communities.actions.members import give_role, leave_community
from forum.communities.models import Change, Membership, Role, Verb
from forum.communities.selectors.standing import boards_moderated_by, forget_memberships
from forum.core.verdicts import Refused
from forum.discussions.actions.board_moderators import end_board_moderator, name_board_moderator
from forum.discussions.actions.edits import edit_post
from forum.discussions.actions.marks import accept_answer
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.actions.topics import lock_topic, pin_topic, retitle_topic
from forum.discussions.models import Board, Topic
from forum.discussions.policies.boards import may_import_into, may_moderate_board, may_read_board, moderates
from forum.importing.models import ImportRun
from forum.importing.policies import may_follow_import
from forum.importing.selectors import imports_visible_to
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_board_moderator,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
    suspend,
)

pytestmark = pytest.mark.django_db


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_a_member_who_is_named_moderates_that_board_alone() -> None:
    board = make_board()
    other, elsewhere = make_board(board.community), make_board()
    person = make_board_moderator(board)
    assert [moderates(fresh(person), each) for each in (board, other, elsewhere)] == [True, False, False]
    end_board_moderator(ender=make_steward(), person=person, board=board)
    assert [moderates(fresh(person), each) for each in (board, other, elsewhere)] == [False, False, False]


ACTS: dict[str, Callable[[Person, Topic], Any]] = {
    "lock": lambda person, topic: lock_topic(moderator=person, topic=topic),
    "pin": lambda person, topic: pin_topic(moderator=person, topic=topic, board=topic.home_board),
    "edit": lambda person, topic: edit_post(
        editor=person, post=topic.posts.get(number=1), body="Better words.", revision=1
    ),
    "remove": lambda person, topic: take_down_post(
        moderator=person, post=topic.posts.get(number=2), reason="It names a patient."
    ),
    "retitle": lambda person, topic: retitle_topic(
        editor=person, topic=topic, title="A better title", type="question", tags=[]
    ),
    "accept": lambda person, topic: accept_answer(person=person, post=topic.posts.get(number=2)),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_moderators_may_they_may_on_their_board_and_not_on_another(act: str) -> None:
    board = make_board(kind="questions")
    other = make_board(board.community, kind="questions")
    mine, foreign = (make_topic(each, type=Topic.Type.QUESTION) for each in (board, other))
    for topic in (mine, foreign):
        make_reply(topic)
    person = make_board_moderator(board)
    ACTS[act](fresh(person), mine)
    with pytest.raises(Refused):
        ACTS[act](fresh(person), foreign)
    assert breaches() == []


def test_they_read_what_only_moderators_read_there_and_not_elsewhere() -> None:
    board = make_board(read_from=30)
    other = make_board(board.community, read_from=30)
    person = fresh(make_board_moderator(board))
    assert [bool(may_read_board(person, each)) for each in (board, other)] == [True, False]


def test_they_import_and_follow_imports_there_and_not_elsewhere() -> None:
    board = make_board()
    other = make_board(board.community)
    person = fresh(make_board_moderator(board))
    runs = [
        ImportRun.objects.create(board=each, requested_by=make_steward(), name="list.mbox")
        for each in (board, other)
    ]
    assert [bool(may_import_into(person, each)) for each in (board, other)] == [True, False]
    assert [bool(may_follow_import(person, run)) for run in runs] == [True, False]
    assert list(imports_visible_to(person)) == runs[:1]


def _guest(board: Board) -> Person:
    return make_member(board.community, role=Role.GUEST)


WHO: dict[str, tuple[Callable[[Board], Person], str]] = {
    "member": (lambda board: make_member(board.community, make_person("Ada")), ""),
    "guest": (
        lambda board: make_member(board.community, make_person("Ada"), role=Role.GUEST),
        "Ada is a guest of C. Make them a member first.",
    ),
    "stranger": (lambda board: make_person("Ada"), "Ada does not belong to C. Invite them first."),
    "moderator": (
        lambda board: make_member(board.community, make_person("Ada"), role=Role.MODERATOR),
        "Ada moderates every board of C already.",
    ),
}


@pytest.mark.parametrize("who", WHO)
def test_only_members_can_be_named(who: str) -> None:
    board = make_board(make_community("C"))
    find, sentence = WHO[who]
    person = find(board)
    try:
        name_board_moderator(giver=make_steward(), person=person, board=board)
        said = ""
    except Refused as refusal:
        said = str(refusal.sentence)
    assert (said, board.pk in boards_moderated_by(fresh(person))) == (sentence, not sentence)


def _suspended(board: Board) -> Person:
    person = make_member(board.community, role=Role.FACILITATOR)
    suspend(person, board.community)
    return person


GIVERS: dict[str, Callable[[Board], Person]] = {
    "stranger": lambda board: make_person(),
    "guest": _guest,
    "member": lambda board: make_member(board.community),
    "board moderator": make_board_moderator,
    "moderator": lambda board: make_member(board.community, role=Role.MODERATOR),
    "facilitator": lambda board: make_member(board.community, role=Role.FACILITATOR),
    "suspended facilitator": _suspended,
    "facilitator elsewhere": lambda board: make_member(make_community(), role=Role.FACILITATOR),
    "steward": lambda board: make_steward(),
}


@pytest.mark.parametrize("who", GIVERS)
def test_facilitators_and_stewards_name_them_and_end_it(who: str) -> None:
    board = make_board()
    named, giver = make_board_moderator(board), GIVERS[who](board)
    another = make_member(board.community)
    outcomes = []
    for act in (
        lambda: name_board_moderator(giver=fresh(giver), person=another, board=board),
        lambda: end_board_moderator(ender=fresh(giver), person=named, board=board),
    ):
        try:
            act()
            outcomes.append("")
        except Refused as refusal:
            outcomes.append(str(refusal.sentence))
    no = "Only facilitators of this community can do that."
    assert outcomes == (["", ""] if who in {"facilitator", "steward"} else [no, no])


def test_naming_twice_is_the_same_as_once_and_both_acts_are_logged() -> None:
    board = make_board()
    steward, person = make_steward(), make_member(board.community)
    for _time in range(2):
        name_board_moderator(giver=steward, person=person, board=board)
    for _time in range(2):
        end_board_moderator(ender=steward, person=person, board=board)
    lines = Change.objects.filter(person=person, board_key=board.pk).order_by("pk")
    assert list(lines.values_list("verb", "about", "actor")) == [
        (Verb.BOARD_MODERATOR, board.name, steward.pk),
        (Verb.BOARD_MODERATOR_ENDED, board.name, steward.pk),
    ]


def test_it_ends_with_leaving_and_with_becoming_a_guest() -> None:
    board = make_board()
    leaving, falling = make_board_moderator(board), make_board_moderator(board)
    leave_community(person=leaving, community=board.community)
    make_member(board.community, leaving)
    steward = make_steward()
    for role in (Role.GUEST, Role.MEMBER):
        give_role(giver=steward, person=falling, community=board.community, role=role)
    assert [boards_moderated_by(fresh(each)) for each in (leaving, falling)] == [[], []]


def test_a_suspension_suspends_it() -> None:
    board = make_board()
    person = make_board_moderator(board)
    suspend(person, board.community)
    forget_memberships(person)
    assert not may_moderate_board(person, board)


def test_the_promise_finds_boards_that_are_not_of_the_community() -> None:
    board, elsewhere = make_board(), make_board()
    person = make_board_moderator(board)
    assert breaches() == []
    rows = Membership.objects.filter(person=person)
    for wrong in ([elsewhere.pk], [board.pk, board.pk], [10**9]):
        rows.update(boards_moderated=wrong)
        assert [breach.promise.key for breach in breaches()] == ["I5-board-moderators"]
    rows.update(boards_moderated=[board.pk], role=Role.GUEST)
    assert [breach.promise.key for breach in breaches()] == ["I5-board-moderators"]
