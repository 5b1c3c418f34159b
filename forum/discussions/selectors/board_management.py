"""What those who manage boards see of them, and what they change them from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.urls import Resolver404, resolve, reverse
from django.utils.text import slugify

from forum.communities.models import Community, Membership, Role
from forum.core.editions import edition_of
from forum.core.known_queries import KnownQuery
from forum.discussions.models import Board, Placement
from forum.people.models import Person

SETTINGS = (
    "name", "description", "kind", "read_from", "start_from", "reply_from", "approval", "approval_first",
    "slow_seconds", "closes_after_days", "inbound", "outbound", "prompts", "reminder", "tags",
)  # fmt: skip
_KEPT_FREE = {"manage"}  # the community is looked after below it
LONGEST_SLUG = 50


def boards_to_manage(community: Community) -> list[Board]:
    """Every board of the community in order, those in use first. For those who may manage them."""
    boards = list(Board.objects.filter(community=community).select_related("merged_into"))
    for board in boards:
        board.community = community
    return sorted(boards, key=lambda board: board.archived_at is not None)


def board_to_manage(community: Community, slug: str) -> Board | None:
    """One of them by its address."""
    board = Board.objects.filter(community=community, slug=slug).select_related("merged_into").first()
    if board is not None:
        board.community = community
    return board


def order_of(community: Community) -> list[int]:
    """Ids of the community's boards in use, in their order."""
    rows = Board.objects.filter(community=community, archived_at=None).order_by("position", "name")
    return list(rows.values_list("pk", flat=True))


def moderators_of(board: Board) -> list[Membership]:
    """Who moderates the board by name, with their person, by name. For those who may read it."""
    return _moderators(board.community_id, [board.pk])


def _moderate_one_of(board_ids: list[int]) -> Func:
    """The condition that someone moderates one of these boards; its SQL is the same however many they are."""
    condition = {"template": "%(expressions)s::bigint[]", "arg_joiner": " && "}
    return Func(F("boards_moderated"), Value(board_ids), output_field=BooleanField(), **condition)


_moderators = KnownQuery(
    lambda community_id, board_ids: (
        Membership.objects.filter(_moderate_one_of(board_ids), community=community_id, role__gte=Role.MEMBER)
        .select_related("person")
        .order_by("person__display_name", "person_id")
    )
)


def moderators_by_board(boards: Iterable[Board]) -> dict[int, list[Person]]:
    """The same for several boards of one community, by board id; one query."""
    rows = list(boards)
    found: dict[int, list[Person]] = defaultdict(list)
    if rows:
        for member in _moderators(rows[0].community_id, [board.pk for board in rows]):
            for board_id in member.boards_moderated:
                found[board_id].append(member.person)
    return found


def settings_of(board: Board) -> dict[str, Any]:
    """What can be changed of a board, by column."""
    return {name: getattr(board, name) for name in SETTINGS}


def words_of(settings: Mapping[str, Any]) -> list[str]:
    """What a board says in words of its own, of its settings by column."""
    return [*(settings[name] for name in ("name", "description", "prompts", "reminder")), *settings["tags"]]


def edition_of_settings(board: Board) -> str:
    """The edition of what can be changed of the board."""
    return edition_of(settings_of(board))


def free_slug(community: Community, name: str) -> str:
    """An address for a board of this name that is not taken and leads nowhere else."""
    stem = slugify(name)[:LONGEST_SLUG].strip("-_") or "board"
    taken = set(Board.objects.filter(community=community).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken or leads_elsewhere(community, slug):
        number += 1
        slug = f"{stem[: LONGEST_SLUG - 4].rstrip('-_')}-{number}"
    return slug


def is_address_of_board(community: Community, slug: str) -> bool:
    """True where a board of the community has this address, archived and merged ones included."""
    return Board.objects.filter(community=community, slug=slug.replace("\x00", "")).exists()


def leads_elsewhere(community: Community, slug: str) -> bool:
    """True for an address under which the community has a page of its own: nobody would ever see the board."""
    if slug in _KEPT_FREE:
        return True
    return any(
        _name_at(reverse(name, args=[community.slug, slug])) != name for name in ("board", "board-manage")
    )


def _name_at(address: str) -> str | None:
    try:
        return resolve(address).url_name
    except Resolver404:
        return None


def placed_elsewhere(board: Board) -> QuerySet[Placement]:
    """Where the topics at home on the board stand besides, or may come to stand."""
    rows = Placement.objects.filter(
        topic__home_board=board, state__in=[Placement.State.LIVE, Placement.State.PENDING]
    )
    return rows.exclude(board=board)


def guests_on(board: Board) -> QuerySet[Placement]:
    """Topics at home on other boards that stand on the board, or may come to stand."""
    rows = Placement.objects.filter(board=board, state__in=[Placement.State.LIVE, Placement.State.PENDING])
    return rows.exclude(topic__home_board=board)
