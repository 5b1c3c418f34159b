"""Where each kind of thing that waits comes from, since when it waits, and in which places it is decided on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from django.db.models import QuerySet

from forum.communities.models import Community
from forum.communities.selectors.joining import asking_anywhere, asking_facilitator
from forum.communities.selectors.reach import Reader, ReaderKind, reach_of
from forum.core.claims import Kind
from forum.crossposting.selectors import placements
from forum.crossposting.selectors.homes import change_with, changes_asked_of
from forum.discussions.models import Board
from forum.discussions.selectors import holding
from forum.gatherings.selectors.joint import joint_asked_anywhere, joint_asked_of
from forum.moderation.models import Appeal
from forum.moderation.places import places_of
from forum.moderation.selectors.appeals import appeals_by_role, appeals_for, appeals_in
from forum.moderation.selectors.appeals import with_all as with_all_of_appeals
from forum.moderation.selectors.cases import in_community, open_cases, open_cases_by_role, with_all
from forum.moderation.selectors.deciders import communities_of_appeal
from forum.people.actors import is_steward
from forum.people.models import Person


class By(Enum):
    """As what somebody decides: by roles of their own, or by whatever power they have, that of stewards too."""

    ROLES = "roles"
    POWER = "power"


def _reader(person: Person, by: By) -> Reader:
    return person if by == By.POWER else replace(reach_of(person), kind=ReaderKind.PERSON)


def _held(person: Person, by: By, community: Community | None) -> QuerySet[Any]:
    rows = holding.with_context(holding.waiting_for(_reader(person, by)))
    return rows.filter(board__community=community) if community else rows


def _carried(person: Person, by: By, community: Community | None) -> QuerySet[Any]:
    reader = _reader(person, by)
    return placements.waiting_rows(reader, community) if community else placements.waiting_for(reader)


def _homes(person: Person, by: By, community: Community | None) -> QuerySet[Any]:
    return changes_asked_of(_reader(person, by), community)


def _asking(person: Person, by: By, community: Community | None) -> QuerySet[Any]:
    rows = asking_anywhere() if by == By.POWER and is_steward(person) else asking_facilitator(person)
    return rows.filter(community=community) if community else rows


def _joint(person: Person, by: By, community: Community | None) -> QuerySet[Any]:
    rows = joint_asked_anywhere() if by == By.POWER and is_steward(person) else joint_asked_of(person)
    return rows.filter(community=community) if community else rows


def _reported(person: Person, by: By, community: Community | None) -> QuerySet[Any]:
    rows = with_all(open_cases(person) if by == By.POWER else open_cases_by_role(person))
    return rows.filter(in_community(community)) if community else rows


def _appeals(person: Person, by: By, community: Community | None) -> QuerySet[Any]:
    """Whoever decided first is not asked, which no condition on rows says: so these are named by their ids."""
    if community is not None:
        found = appeals_in(person, community)
    else:
        found = appeals_for(person) if by == By.POWER else appeals_by_role(person)
    return with_all_of_appeals(Appeal.objects.filter(pk__in=[appeal.pk for appeal in found]))


@dataclass(frozen=True, slots=True)
class Sides:
    """Of what is between two communities, or may come to another one: its row by its id, whether it waits or not, and
    the board of each side.
    """

    row_with: Callable[[int], Any]
    boards: Callable[[Any], list[Board]]


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of thing: its rows, the column that says since when they wait, and the communities whose people decide on
    one (None for stewards).
    """

    rows: Callable[[Person, By, Community | None], QuerySet[Any]]
    since: str
    decided_in: Callable[[Any], Iterable[Community | None]]
    sides: Sides | None = None


def _sides_of_placement(row: Any) -> list[Board]:
    return [row.board, row.topic.home_board]


def _sides_of_change(row: Any) -> list[Board]:
    return [row.to, row.home]


SOURCES: dict[Kind, Source] = {
    Kind.HELD: Source(
        _held,
        "created_at",
        lambda row: [row.board.community],
        Sides(holding.held_with_place, lambda row: [row.board]),
    ),
    Kind.CARRIED: Source(
        _carried,
        "proposed_at",
        lambda row: [board.community for board in _sides_of_placement(row)],
        Sides(placements.placement_with, _sides_of_placement),
    ),
    Kind.HOME: Source(
        _homes,
        "created_at",
        lambda row: [board.community for board in _sides_of_change(row)],
        Sides(change_with, _sides_of_change),
    ),
    Kind.ASKING: Source(_asking, "created_at", lambda row: [row.community]),
    Kind.REPORTED: Source(_reported, "opened_at", lambda row: [place.community for place in places_of(row)]),
    Kind.APPEAL: Source(_appeals, "asked_at", communities_of_appeal),
    Kind.JOINT: Source(_joint, "asked_at", lambda row: [row.community]),
}
