"""How many topics a community got from others and gave to them, as somebody may be told."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from forum.communities.models import Community
from forum.crossposting.selectors.figures import boards_among, flows_in
from forum.discussions.models import Board
from forum.discussions.policies.boards import may_read_board
from forum.people.models import Person


@dataclass(slots=True)
class Figures:
    """How many topics came from a community and went to it, and how many of them stand now."""

    name: str
    hue: int | None
    is_own: bool = False
    came: int = 0
    came_standing: int = 0
    went: int = 0
    went_standing: int = 0


@dataclass(slots=True)
class _Table:
    """The figures by community, by name; last what went to and came from boards that the reader does not read."""

    by_name: dict[str, Figures] = field(default_factory=dict)

    @property
    def rows(self) -> list[Figures]:
        """In their order."""
        return sorted(
            self.by_name.values(), key=lambda row: (row.hue is None, row.is_own, row.name.casefold())
        )


def flows_told(person: Person, community: Community) -> list[Figures]:
    """How much came and went, by community, by name; last what went to and came from boards that the person does not
    read.
    """
    flows = flows_in(person, community)
    boards = boards_among(key for flow in flows for key in (flow.home, flow.board))
    table = _Table()
    for flow in flows:
        home, board = boards[flow.home], boards[flow.board]
        if board.community_id == community.pk:
            row = _row(table, person, community, home)
            row.came += flow.carried
            row.came_standing += flow.standing
        else:
            row = _row(table, person, community, board)
            row.went += flow.carried
            row.went_standing += flow.standing
    return table.rows


def _row(table: _Table, person: Person, community: Community, other: Board) -> Figures:
    """The line of the community at the other end, as the person may be told of it."""
    if other.community_id == community.pk:
        return table.by_name.setdefault("", Figures(_("Between your own boards"), community.hue, is_own=True))
    if not may_read_board(person, other):
        unnamed = Figures(_("Boards that you do not read"), None)
        return table.by_name.setdefault("?", unnamed)
    name = other.community.name
    return table.by_name.setdefault(f"={name}", Figures(name, other.community.hue))
