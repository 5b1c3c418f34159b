"""What is carried into a community and out of it, for those who look after its boards."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.communities.models import Community
from forum.communities.policies.shaping import may_moderate_something
from forum.communities.views.looked_after import about
from forum.communities.views.places import known_community
from forum.core.verdicts import require
from forum.crossposting.models import HomeChange
from forum.crossposting.policies.homes import may_name_topic
from forum.crossposting.selectors.figures import boards_among, flows_in
from forum.crossposting.selectors.homes import changes_in
from forum.crossposting.selectors.placements import MOST_SHOWN, came_in, waiting_in, went_out
from forum.crossposting.selectors.seeing import topics_read_by
from forum.crossposting.views.showing import Opening, Shown, opening_lines, shown_all
from forum.discussions.models import Board
from forum.discussions.policies.boards import may_read_board
from forum.people.actors import signed_in
from forum.people.models import Person


@dataclass(frozen=True, slots=True)
class Asked:
    """What waits for one's word, and how it begins."""

    shown: Shown
    opening: Opening | None


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
class Table:
    """The figures by community, by name; last what went to and came from boards that the reader does not read."""

    by_name: dict[str, Figures] = field(default_factory=dict)

    @property
    def rows(self) -> list[Figures]:
        """In their order."""
        return sorted(
            self.by_name.values(), key=lambda row: (row.hue is None, row.is_own, row.name.casefold())
        )


@require_safe
@login_required
def carried_in_community(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for one's word first; then what came in and went out, and how much of it."""
    person = signed_in(request.user)
    community = known_community(person, slug)
    require(may_moderate_something(person, community))
    came, went = came_in(person, community), went_out(person, community)
    asked = _asked(person, community)
    waiting = {each.shown.placement.pk for each in asked}
    context = about(request, community) | {
        "asked": asked,
        "came": shown_all(person, [row for row in came if row.pk not in waiting]),
        "went": shown_all(person, [row for row in went if row.pk not in waiting]),
        "homes": _homes(person, community),
        "figures": _figures(person, community).rows,
        "most": MOST_SHOWN if MOST_SHOWN in {len(came), len(went)} else 0,
    }
    return render(request, "crossposting/in_community.html", context)


def _homes(person: Person, community: Community) -> list[tuple[HomeChange, str]]:
    """Changes of home that wait, each with the title of its topic, "" where that is not to be named."""
    changes = changes_in(person, community)
    read = topics_read_by(person, changes)
    return [
        (row, row.topic.title if may_name_topic(person, row, reads=row.topic_id in read) else "")
        for row in changes
    ]


def _asked(person: Person, community: Community) -> list[Asked]:
    told = shown_all(person, waiting_in(person, community))
    openings = opening_lines(each.placement.topic_id for each in told if each.title)
    return [Asked(each, openings.get(each.placement.topic_id)) for each in told]


def _figures(person: Person, community: Community) -> Table:
    flows = flows_in(person, community)
    boards = boards_among(key for flow in flows for key in (flow.home, flow.board))
    table = Table()
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
    return table


def _row(table: Table, person: Person, community: Community, other: Board) -> Figures:
    """The line of the community at the other end, as the person may be told of it."""
    if other.community_id == community.pk:
        return table.by_name.setdefault("", Figures(_("Between your own boards"), community.hue, is_own=True))
    if not may_read_board(person, other):
        unnamed = Figures(_("Boards that you do not read"), None)
        return table.by_name.setdefault("?", unnamed)
    name = other.community.name
    return table.by_name.setdefault(f"={name}", Figures(name, other.community.hue))
