"""How topics stand beside their home, and what waits to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from forum.communities.models import Community
from forum.communities.selectors.reach import Reach, Reader, ReaderKind, reach_of
from forum.core.known_queries import among
from forum.discussions.models import Board, Placement, Post, Topic
from forum.people.models import Person

State = Placement.State
MOST_SHOWN = 100


def placement_with(placement_id: int) -> Placement | None:
    """A placement with its topic, both boards and the people concerned, for policies to decide on."""
    return _with_all().filter(pk=placement_id).first()


def placement_on(topic: Topic, board: Board) -> Placement | None:
    """How a topic stands, or stood, on a board; None where it never did."""
    return Placement.objects.filter(topic=topic, board=board).select_related("board__community").first()


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
    """Placements beside a home."""
    return _with_all().exclude(board=F("topic__home_board"))


def waiting_for(reader: Reader) -> QuerySet[Placement]:
    """What waits for the reader's word as a moderator of either side. Twin: `may_answer`."""
    reach = reach_of(reader)
    waiting = carried().filter(state=State.PENDING, topic__removed_at=None)
    if reach.kind == ReaderKind.STEWARD:
        return waiting
    return waiting.filter(_asked_by_role(reach))


def _asked_by_role(reach: Reach) -> Q:
    on_board = Q(among("board__community_id", reach.moderator)) | Q(among("board_id", reach.boards))
    home = "topic__home_board"
    at_home = Q(among(f"{home}__community_id", reach.moderator)) | Q(among(f"{home}_id", reach.boards))
    return Q(awaits_board=True) & on_board | Q(awaits_home=True) & at_home


@dataclass(frozen=True, slots=True)
class Asked:
    """A community whose moderators are asked, and about how many topics."""

    name: str
    slug: str
    hue: int
    number: int


def asked_where_moderated(person: Person) -> list[Asked]:
    """Where topics wait for the person's word by their own role, by name; no query for who moderates nothing."""
    reach = reach_of(person)
    if not reach.moderator and not reach.boards:
        return []
    rows = carried().filter(_asked_by_role(reach), state=State.PENDING, topic__removed_at=None)
    counted: Counter[Community] = Counter()
    for row in rows.order_by("expires_at")[:MOST_SHOWN]:
        sides = ((row.awaits_board, row.board), (row.awaits_home, row.topic.home_board))
        mine = {board.community for awaits, board in sides if awaits and _moderated(reach, board)}
        counted.update(mine)
    found = [Asked(each.name, each.slug, each.hue, number) for each, number in counted.items()]
    return sorted(found, key=lambda each: each.name)


def _moderated(reach: Reach, board: Board) -> bool:
    return board.community_id in reach.moderator or board.pk in reach.boards


def waiting_count_in(reader: Reader, community: Community) -> int:
    """How many topics wait in a community for the reader's word."""
    return _waiting_in(reader, community).count()


def waiting_in(reader: Reader, community: Community) -> list[Placement]:
    """What waits in a community for the reader's word, what ends first before the rest."""
    return list(_waiting_in(reader, community).order_by("expires_at", "pk")[:MOST_SHOWN])


def _waiting_in(reader: Reader, community: Community) -> QuerySet[Placement]:
    coming = Q(awaits_board=True, board__community=community)
    going = Q(awaits_home=True, topic__home_board__community=community)
    return waiting_for(reader).filter(coming | going)


def came_in(community: Community) -> list[Placement]:
    """What was carried onto boards of a community from others, the latest first. For those who look after it."""
    rows = carried().filter(board__community=community, proposed_at__isnull=False)
    return list(rows.order_by("-proposed_at", "-pk")[:MOST_SHOWN])


def went_out(community: Community) -> list[Placement]:
    """Where topics of a community were carried, the latest first. For those who look after it; boards they do not read
    are not named to them.
    """
    rows = carried().filter(topic__home_board__community=community, proposed_at__isnull=False)
    return list(rows.exclude(board__community=community).order_by("-proposed_at", "-pk")[:MOST_SHOWN])


def carried_by(person: Person) -> list[Placement]:
    """What the person has carried, the latest first."""
    return list(carried().filter(proposed_by=person).order_by("-proposed_at", "-pk")[:MOST_SHOWN])


def carried_for(author: Person) -> list[Placement]:
    """Where others carried topics of the author, or would, what waits first."""
    rows = carried().filter(
        topic__author=author, topic__removed_at=None, state__in=[State.PENDING, State.LIVE]
    )
    found = rows.exclude(proposed_by=author).exclude(proposed_by=None).order_by("-proposed_at", "-pk")
    return sorted(found[:MOST_SHOWN], key=lambda row: row.state != State.PENDING)


def objections_open(author: Person) -> int:
    """How many topics of the author wait to be carried by others."""
    waiting = carried().filter(topic__author=author, state=State.PENDING, topic__removed_at=None)
    return waiting.exclude(proposed_by=author).count()


def proposals_open(person: Person) -> int:
    """How many topics that the person carried wait for an answer."""
    return carried().filter(proposed_by=person, state=State.PENDING, topic__removed_at=None).count()


def proposals_of(person_id: int) -> QuerySet[Placement]:
    """What the person proposed and nobody has answered, as plain rows. For themselves."""
    return Placement.objects.filter(proposed_by=person_id, state=State.PENDING)


def notes_of(person: Person) -> QuerySet[Placement]:
    """Where topics stand with a note of the person's. For themselves."""
    return Placement.objects.filter(proposed_by=person, state=State.LIVE).exclude(note="")


def opening_of(topic: Topic) -> Post | None:
    """The first post of a topic with its author. For those who may read the topic."""
    return Post.objects.filter(topic=topic, number=1).select_related("author").first()


def replies_through(placements: list[Placement]) -> dict[tuple[int, int], int]:
    """How many replies came to these topics through these boards, by topic and board id. One query."""
    if not placements:
        return {}
    rows = Post.objects.filter(
        among("topic_id", [row.topic_id for row in placements]),
        among("via_board_id", [row.board_id for row in placements]),
        removed_at=None,
        number__gt=1,
    )
    counted = rows.order_by().values_list("topic_id", "via_board_id").annotate(number=Count("pk"))
    return {(topic_id, board_id): number for topic_id, board_id, number in counted}
