"""Someone of each role around a board, for tests that try an act with all of them."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser

from forum.communities.models import Role
from forum.discussions.models import Board
from forum.people.actors import Actor
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_board_moderator,
    make_community,
    make_member,
    make_person,
    make_steward,
    mute,
    suspend,
)


def _in_role(role: int) -> Callable[[Board], Person]:
    return lambda board: make_member(board.community, role=role)


def _muted(board: Board) -> Person:
    person = make_member(board.community)
    mute(person, board.community)
    return person


def _suspended(board: Board) -> Person:
    person = make_member(board.community, role=Role.FACILITATOR)
    suspend(person, board.community)
    return person


ROLES: dict[str, Callable[[Board], Actor]] = {
    "visitor": lambda _board: AnonymousUser(),
    "stranger": lambda _board: make_person(),
    "guest": _in_role(Role.GUEST),
    "member": _in_role(Role.MEMBER),
    "muted": _muted,
    "suspended facilitator": _suspended,
    "board moderator": make_board_moderator,
    "moderator of another board": lambda board: make_board_moderator(make_board(board.community)),
    "moderator": _in_role(Role.MODERATOR),
    "facilitator": _in_role(Role.FACILITATOR),
    "facilitator elsewhere": lambda _board: make_member(make_community(), role=Role.FACILITATOR),
    "steward": lambda _board: make_steward(),
}
MANAGE = {"facilitator", "steward"}
MODERATE = MANAGE | {"moderator"}


def someone(role: str, board: Board) -> Person:
    """A person of this role, as the next request would find them; not for visitors."""
    return Person.objects.get(pk=ROLES[role](board).pk)
