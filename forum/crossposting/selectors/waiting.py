"""How much waits for somebody's word as a moderator: topics that are carried, and topics that look for a home."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q

from forum.communities.models import Community
from forum.communities.selectors.reach import Reach, Reader, reach_of
from forum.crossposting.models import HomeChange
from forum.crossposting.selectors.homes import changes_asked_of
from forum.crossposting.selectors.placements import (
    MOST_SHOWN,
    all_waiting,
    by_role,
    waiting_rows,
)
from forum.discussions.models import Board
from forum.people.models import Person

Awaits = HomeChange.Awaits
HOME = "topic__home_board"


@dataclass(frozen=True, slots=True)
class Asked:
    """A community whose moderators are asked, and about how many topics."""

    name: str
    slug: str
    hue: int
    number: int


def waiting_count_in(reader: Reader, community: Community) -> int:
    """How many topics wait in a community for the reader's word on that side. Two queries."""
    return waiting_rows(reader, community).count() + changes_asked_of(reader, community).count()


def carried_where_moderated(person: Person) -> list[Asked]:
    """Where carried topics wait for the person's word by their own role, by name; without a role, no query."""
    return _asked(person, _boards_of_placements)


def homes_where_moderated(person: Person) -> list[Asked]:
    """The same of topics that look for another home."""
    return _asked(person, _boards_of_changes)


def _asked(person: Person, boards_asked: Callable[[Reach], Iterable[list[Board]]]) -> list[Asked]:
    reach = reach_of(person)
    if not reach.moderator and not reach.boards:
        return []
    counted: Counter[Community] = Counter()
    for boards in boards_asked(reach):
        counted.update({board.community for board in boards if _moderated(reach, board)})
    found = [Asked(each.name, each.slug, each.hue, number) for each, number in counted.items()]
    return sorted(found, key=lambda each: each.name)


def _boards_of_placements(reach: Reach) -> Iterable[list[Board]]:
    """Of each that waits, the boards that are asked."""
    for_board = Q(awaits_board=True) & by_role(reach, "board")
    for_home = Q(awaits_home=True) & by_role(reach, HOME)
    for row in all_waiting().filter(for_board | for_home).order_by("expires_at")[:MOST_SHOWN]:
        sides = ((row.awaits_board, row.board), (row.awaits_home, row.topic.home_board))
        yield [board for awaits, board in sides if awaits]


def _boards_of_changes(reach: Reach) -> Iterable[list[Board]]:
    asked = Q(awaits=Awaits.BOARD) & by_role(reach, "to") | Q(awaits=Awaits.HOME) & by_role(reach, HOME)
    rows = HomeChange.objects.filter(asked, state=HomeChange.State.WAITING)
    for row in rows.select_related("to__community", "topic__home_board__community")[:MOST_SHOWN]:
        yield [row.to if row.awaits == Awaits.BOARD else row.topic.home_board]


def _moderated(reach: Reach, board: Board) -> bool:
    return board.community_id in reach.moderator or board.pk in reach.boards
