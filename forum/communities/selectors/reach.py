"""How far someone may read, as queries need it: which communities their roles open to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from forum.communities.models import Role
from forum.communities.selectors.standing import boards_moderated_by, communities_where
from forum.core.known_queries import Given, KnownQuery
from forum.people.actors import Actor, is_person, is_steward

Row = TypeVar("Row")


class ReaderKind(StrEnum):
    """The three kinds of readers, for whom the conditions of reading differ in shape."""

    VISITOR = "visitor"
    PERSON = "person"
    STEWARD = "steward"


@dataclass(frozen=True, slots=True)
class Reach:
    """Ids of the communities in which a reader is at least guest, member and moderator, and not suspended.

    `boards` are ids of the boards that they moderate by name.
    """

    kind: ReaderKind = ReaderKind.VISITOR
    person_id: int = 0
    guest: list[int] = field(default_factory=list)
    member: list[int] = field(default_factory=list)
    moderator: list[int] = field(default_factory=list)
    boards: list[int] = field(default_factory=list)


Reader = Actor | Reach


def reach_of(reader: Reader) -> Reach:
    """The reach of an actor; of a reach, itself."""
    if isinstance(reader, Reach):
        return reader
    if not is_person(reader):
        return Reach()
    return Reach(
        ReaderKind.STEWARD if is_steward(reader) else ReaderKind.PERSON,
        reader.pk,
        guest=communities_where(reader, Role.GUEST),
        member=communities_where(reader, Role.MEMBER),
        moderator=communities_where(reader, Role.MODERATOR),
        boards=boards_moderated_by(reader),
    )


class ReaderQuery(Generic[Row]):
    """A known query for what its reader may read: `ask` gets their reach, then the values."""

    def __init__(self, ask: Callable[..., QuerySet[Any, Row]], *, plan_each_time: bool = False) -> None:
        self._known = {
            kind: KnownQuery(partial(_within, ask, kind), plan_each_time=plan_each_time)
            for kind in ReaderKind
        }

    def __call__(self, reader: Reader, *values: Given) -> list[Row]:
        """The rows, in one query."""
        reach = reach_of(reader)
        known = self._known[reach.kind]
        return known(reach.person_id, reach.guest, reach.member, reach.moderator, reach.boards, *values)

    def first(self, reader: Reader, *values: Given) -> Row | None:
        """The first of the rows; None where there is none."""
        return next(iter(self(reader, *values)), None)


def _within(
    ask: Callable[..., QuerySet[Any, Row]],
    kind: ReaderKind,
    person_id: int,
    guest: list[int],
    member: list[int],
    moderator: list[int],
    boards: list[int],
    *values: Given,
) -> QuerySet[Any, Row]:
    return ask(Reach(kind, person_id, guest, member, moderator, boards), *values)
