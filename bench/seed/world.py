"""People, communities, boards and who belongs where, skewed as real networks are."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from bench.seed.sizes import Size
from bench.seed.tables import copy_rows
from bench.seed.words import FAMILY, FIELDS, GIVEN, KINDS_OF_BOARD, PLACES
from forum.chat.models import Room
from forum.communities.models import Community, Membership, Role
from forum.discussions.models import Board, Level
from forum.people.models import Person

YEARS = 4
OPEN_AT_LEAST = 3  # the largest communities, where measurements are made, are open to all
HOMES = 8  # communities of those whom measurements act as


@dataclass(slots=True)
class BoardPlan:
    """A board as topics need to know it: `is_public` where topics may stand that came from elsewhere."""

    pk: int
    community: int
    kind: str
    read_from: int
    is_public: bool


@dataclass(slots=True)
class World:
    """Everything that stands before the first topic. Ids are the places in time, from 1."""

    size: Size
    now: datetime
    members: list[list[int]]
    boards: list[BoardPlan]
    visibility: list[str]
    joined: dict[tuple[int, int], datetime] = field(default_factory=dict)

    @property
    def beginning(self) -> datetime:
        """When the network began."""
        return self.now - timedelta(days=365 * YEARS)

    @property
    def public_boards(self) -> list[BoardPlan]:
        """Boards that a topic of another community may stand on as well."""
        return [board for board in self.boards if board.is_public]

    @property
    def readers(self) -> range:
        """Ids of the people as whom pages are read."""
        return range(1, self.size.readers + 1)


def plan_world(size: Size, now: datetime, random: Random) -> World:
    """Who belongs where, and which boards there are."""
    visibility = [_visibility(index, random) for index in range(size.communities)]
    members: list[list[int]] = [[] for _ in range(size.communities)]
    cumulative = list(accumulate(1 / (rank + 4) for rank in range(size.communities)))
    for person in range(1, size.people + 1):
        is_measured = person <= size.readers + size.writers
        chosen = set(range(HOMES)) if is_measured else _some_communities(cumulative, random)
        for index in chosen:
            members[index].append(person)
    for people in members:
        random.shuffle(people)
        people.extend(random.sample(range(1000, size.people + 1), 1) if not people else [])
    return World(size, now, members, _plan_boards(size, visibility, random), visibility)


def _visibility(index: int, random: Random) -> str:
    if index < OPEN_AT_LEAST:
        return "open"
    return random.choices(["open", "network", "private", "hidden"], weights=[60, 25, 12, 3])[0]


def _some_communities(cumulative: list[float], random: Random) -> set[int]:
    wanted = random.choices([1, 2, 3, 4, 5, 7], weights=[20, 30, 20, 15, 10, 5])[0]
    return {bisect(cumulative, random.random() * cumulative[-1]) for _ in range(wanted)}


def _plan_boards(size: Size, visibility: list[str], random: Random) -> list[BoardPlan]:
    boards = []
    for pk in range(1, size.boards + 1):
        community = (pk - 1) % size.communities
        nth = (pk - 1) // size.communities
        kind = KINDS_OF_BOARD[nth % len(KINDS_OF_BOARD)][0]
        is_inner = community >= OPEN_AT_LEAST and nth == 1 and random.random() < 0.3
        read_from = int(Level.MEMBERS if is_inner else Level.READERS)
        is_public = visibility[community] == "open" and not is_inner and kind != "announcements"
        boards.append(BoardPlan(pk, community, kind, read_from, is_public))
    return boards


def write_world(world: World, random: Random) -> None:
    """Store people, communities with their rooms, and memberships. Boards follow when their figures are known."""
    copy_rows(Person, PERSON, _people(world, random))
    copy_rows(Community, COMMUNITY, _communities(world))
    Room.objects.bulk_create(
        Room(kind=Room.Kind.STANDING, slug="room", community_id=index + 1, created_at=world.beginning)
        for index in range(len(world.members))
    )
    copy_rows(Membership, MEMBERSHIP, _memberships(world, random))


PERSON = (
    "id", "email", "handle", "display_name", "kind", "password", "affiliation", "time_zone", "is_active",
    "joined_at",
)  # fmt: skip


def _people(world: World, random: Random) -> Iterator[tuple[object, ...]]:
    span = world.now - world.beginning
    for pk in range(1, world.size.people + 1):
        given, family = random.choice(GIVEN), random.choice(FAMILY)
        handle = f"{given}.{family}.{pk}".lower()
        joined = world.beginning + span * (pk / world.size.people) * 0.9
        yield (
            pk, f"{handle}@bench.weft.example", handle, f"{given} {family}", "human", "!",
            f"{random.choice(PLACES)} Teaching Hospital", "UTC", True, joined,
        )  # fmt: skip


COMMUNITY = (
    "id", "name", "slug", "domain", "kind", "visibility", "joining", "hue", "member_count", "created_at",
)  # fmt: skip


def _communities(world: World) -> Iterator[tuple[object, ...]]:
    kinds = Community.Kind.values
    for index, people in enumerate(world.members):
        area, place = FIELDS[index % len(FIELDS)], PLACES[index // len(FIELDS) % len(PLACES)]
        yield (
            index + 1, f"{area}, {place}", f"{area} {place}".lower().replace(" ", "-")[:50],
            f"How we get better at {area.lower()} together.", kinds[index % len(kinds)],
            world.visibility[index], "open" if world.visibility[index] == "open" else "request", index * 137 % 360,
            len(people), world.beginning,
        )  # fmt: skip


MEMBERSHIP = ("id", "person_id", "community_id", "role", "joined_at")


def _memberships(world: World, random: Random) -> Iterator[tuple[object, ...]]:
    pk = 0
    roles = {0: Role.FACILITATOR, 1: Role.MODERATOR, 2: Role.MODERATOR}
    span = world.now - world.beginning
    measured = world.size.readers + world.size.writers
    for index, people in enumerate(world.members):
        hosts = [person for person in people if person > measured] or people
        standing = {person: roles[place] for place, person in enumerate(hosts[:3])}
        for person in people:
            pk += 1
            usual = Role.GUEST if random.random() < 0.05 and person > measured else Role.MEMBER
            joined = world.beginning + span * random.random() * (0.5 if person <= measured else 0.95)
            yield pk, person, index + 1, int(standing.get(person, usual)), joined


BOARD = (
    "id", "community_id", "name", "slug", "kind", "read_from", "start_from", "reply_from", "position",
    "topic_count", "post_count", "created_at", "description",
)  # fmt: skip


def write_boards(world: World, topic_counts: dict[int, int], post_counts: dict[int, int]) -> None:
    """Store the boards with what they count."""
    names = {kind: (name, slug) for kind, name, slug in KINDS_OF_BOARD}
    copy_rows(
        Board,
        BOARD,
        (
            (
                board.pk, board.community + 1, names[board.kind][0], names[board.kind][1], board.kind,
                board.read_from,
                int(Level.MODERATORS if board.kind == "announcements" else Level.MEMBERS), int(Level.MEMBERS),
                (board.pk - 1) // world.size.communities, topic_counts.get(board.pk, 0),
                post_counts.get(board.pk, 0),
                world.beginning, f"{names[board.kind][0]} of the community.",
            )
            for board in world.boards
        ),
    )  # fmt: skip
