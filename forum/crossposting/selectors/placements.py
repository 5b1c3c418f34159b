"""How topics stand beside their home, and what waits to."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from forum.communities.models import Community
from forum.communities.selectors.reach import Reach, Reader, ReaderKind, reach_of
from forum.core.known_queries import KnownQuery, among
from forum.discussions.models import Board, Placement, Topic
from forum.people.models import Person

State = Placement.State
MOST_SHOWN = 100


def placement_with(placement_id: int) -> Placement | None:
    """A placement with its topic, both boards and the people concerned, for policies to decide on."""
    return _with_all().filter(pk=placement_id).first()


def placement_on(topic: Topic, board: Board) -> Placement | None:
    """How a topic stands, or stood, on a board; None where it never did."""
    return Placement.objects.filter(topic=topic, board=board).select_related("board__community").first()


def known_placements(topic: Topic) -> dict[int, Placement]:
    """How a topic stands, waits or stood everywhere, by board id. No audience: policies are asked about each."""
    rows = Placement.objects.filter(topic=topic).select_related("board__community")
    return {row.board_id: row for row in rows}


def placements_of(topic: Topic) -> list[Placement]:
    """Everywhere a topic stands, waits or stood, its home first and what stands before what does not. No audience."""
    rows = list(_with_all().filter(topic=topic).order_by("pk"))
    for row in rows:
        row.topic = topic
    return sorted(
        rows, key=lambda row: (row.board_id != topic.home_board_id, row.state != State.LIVE, row.state)
    )


def _with_all() -> QuerySet[Placement]:
    return Placement.objects.select_related(
        "topic__author", "topic__home_board__community", "board__community", "proposed_by", "decided_by"
    )


def carried() -> QuerySet[Placement]:
    """Placements beside a home, with all that concerns them. No audience."""
    return _with_all().exclude(board=F("topic__home_board"))


def waiting_for(reader: Reader) -> QuerySet[Placement]:
    """What waits for the reader's word as a moderator of either side. Twin: `may_answer`."""
    for_board, for_home = _asked_of(reader)
    return all_waiting().filter(for_board | for_home)


def all_waiting() -> QuerySet[Placement]:
    """Every topic that waits for somebody's word. No audience."""
    return carried().filter(state=State.PENDING, topic__removed_at=None)


def _asked_of(reader: Reader) -> tuple[Q, Q]:
    """The conditions under which the reader is asked for a board, and for a home."""
    board, home = looked_after_by(reader, "board"), looked_after_by(reader, "topic__home_board")
    return Q(awaits_board=True) & board, Q(awaits_home=True) & home


def looked_after_by(reader: Reader, board: str) -> Q:
    """The condition under which the reader moderates the board that a row reaches by this name."""
    reach = reach_of(reader)
    if reach.kind == ReaderKind.STEWARD:
        return Q(**{f"{board}__isnull": False})
    return by_role(reach, board)


def by_role(reach: Reach, board: str) -> Q:
    """The same by roles of one's own, whether one is a steward or not."""
    return Q(among(f"{board}__community_id", reach.moderator)) | Q(among(f"{board}_id", reach.boards))


def waiting_in(reader: Reader, community: Community) -> list[Placement]:
    """What waits in a community for the reader's word, what ends first before the rest."""
    return list(waiting_rows(reader, community).order_by("expires_at", "pk")[:MOST_SHOWN])


def waiting_rows(reader: Reader, community: Community) -> QuerySet[Placement]:
    """The same, unordered."""
    for_board, for_home = _asked_of(reader)
    there, home = Q(board__community=community), Q(topic__home_board__community=community)
    return all_waiting().filter(for_board & there | for_home & home)


def came_in(reader: Reader, community: Community) -> list[Placement]:
    """What was carried onto boards of a community that the reader looks after, the latest first."""
    rows = carried().filter(looked_after_by(reader, "board"), board__community=community)
    return list(rows.filter(proposed_at__isnull=False).order_by("-proposed_at", "-pk")[:MOST_SHOWN])


def went_out(reader: Reader, community: Community) -> list[Placement]:
    """Where topics of boards that the reader looks after in a community were carried, the latest first.

    Boards that they do not read are not named to them.
    """
    rows = (
        carried()
        .filter(looked_after_by(reader, "topic__home_board"), topic__home_board__community=community)
        .exclude(board__community=community)
    )
    return list(rows.filter(proposed_at__isnull=False).order_by("-proposed_at", "-pk")[:MOST_SHOWN])


def carried_by(person: Person) -> list[Placement]:
    """What the person has carried, the latest first."""
    return list(carried().filter(proposed_by=person).order_by("-proposed_at", "-pk")[:MOST_SHOWN])


def carried_for(author: Person) -> list[Placement]:
    """Where others carried topics of the author, or would, what waits first."""
    rows = carried().filter(
        topic__author=author, topic__removed_at=None, state__in=[State.PENDING, State.LIVE]
    )
    found = rows.filter(proposed_at__isnull=False).exclude(proposed_by=author).order_by("-proposed_at", "-pk")
    return sorted(found[:MOST_SHOWN], key=lambda row: row.state != State.PENDING)


@dataclass(frozen=True, slots=True)
class Open:
    """How many topics of one's own others would carry, and how many one would carry oneself, not answered yet."""

    objections: int
    proposals: int


def open_for(person: Person) -> Open:
    """How many there are; one query."""
    own = [broker_id == person.pk for (broker_id,) in _open_for(person.pk)]
    return Open(objections=own.count(False), proposals=own.count(True))


_open_for = KnownQuery(
    lambda person_id: (
        Placement.objects.filter(
            Q(topic__author=person_id) | Q(proposed_by=person_id),
            state=State.PENDING,
            topic__removed_at=None,
            proposed_at__isnull=False,
        )
        .order_by()
        .values_list("proposed_by")[:MOST_SHOWN]
    )
)


def proposals_of(person_id: int) -> QuerySet[Placement]:
    """What the person proposed and nobody has answered, as plain rows. For themselves."""
    return Placement.objects.filter(proposed_by=person_id, state=State.PENDING)


def notes_of(person: Person) -> QuerySet[Placement]:
    """Where topics stand with a note of the person's. For themselves."""
    return Placement.objects.filter(proposed_by=person, state=State.LIVE).exclude(note="")
