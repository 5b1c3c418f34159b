"""Who tries: the roles, what each is worth, and which of them a rule lets do a thing."""

from __future__ import annotations

from collections.abc import Callable

from forum.communities.models import Community, Role
from forum.people.models import Person
from tests.factories import (
    make_board_moderator,
    make_community,
    make_member,
    make_person,
    make_steward,
    mute,
    suspend,
)
from tests.rights.places import Place

VISITOR, STRANGER, GUEST, MEMBER = "visitor", "stranger", "guest", "member"
MUTED, SUSPENDED, BOARD_MODERATOR = "muted", "suspended", "board moderator"
MODERATOR, FACILITATOR = "moderator", "facilitator"
ELSEWHERE, STEWARD = "facilitator elsewhere", "steward"
ROLES = (
    *(VISITOR, STRANGER, GUEST, MEMBER, MUTED, SUSPENDED, BOARD_MODERATOR, MODERATOR, FACILITATOR),
    *(ELSEWHERE, STEWARD),
)
OUTSIDERS = {STRANGER, SUSPENDED, ELSEWHERE}  # signed in, and without rights here

Rule = Callable[[str, str], bool]
"""Says whether a role may, in a community of a visibility."""


def make_actor(role: str, place: Place) -> Person | None:
    """Someone of this role at the place; None for a visitor."""
    community, board = place.community, place.board
    if role == VISITOR:
        return None
    if role == STEWARD:
        return make_steward()
    if role == BOARD_MODERATOR:
        return make_board_moderator(board)
    if role == ELSEWHERE:
        return make_member(make_community(visibility=Community.Visibility.PRIVATE), role=Role.FACILITATOR)
    person = make_person(role)
    ranks = {GUEST: Role.GUEST, MODERATOR: Role.MODERATOR, FACILITATOR: Role.FACILITATOR}
    if role != STRANGER:
        make_member(community, person, role=ranks.get(role, Role.MEMBER))
    if role == MUTED:
        mute(person, community)
    if role == SUSPENDED:
        suspend(person, community)
    return person


def anyone(role: str, visibility: str) -> bool:
    """Whoever asks."""
    return True


def signed_in(role: str, visibility: str) -> bool:
    """Everyone with an account."""
    return role != VISITOR


def knows(role: str, visibility: str) -> bool:
    """Who may know that the community is there."""
    return visibility != "hidden" or belongs(role, visibility)


def reads(role: str, visibility: str) -> bool:
    """Who reads what is for all readers of the community."""
    if visibility == "open":
        return True
    return role != VISITOR if visibility == "network" else belongs(role, visibility)


def reads_signed_in(role: str, visibility: str) -> bool:
    """Of these, those with an account."""
    return role != VISITOR and reads(role, visibility)


def belongs(role: str, visibility: str) -> bool:
    """Whose membership grants something; stewards are at home everywhere."""
    return role not in OUTSIDERS | {VISITOR}


def small_acts(role: str, visibility: str) -> bool:
    """Who may react: whoever reads and is not told to be silent here."""
    return reads_signed_in(role, visibility) and role not in {MUTED, SUSPENDED}


def speaks(role: str, visibility: str) -> bool:
    """Who writes where members write."""
    return belongs(role, visibility) and role not in {GUEST, MUTED}


def tends_board(role: str, visibility: str) -> bool:
    """Who looks after this board."""
    return role in {BOARD_MODERATOR, MODERATOR, FACILITATOR, STEWARD}


def moderates(role: str, visibility: str) -> bool:
    """Who looks after every board of the community."""
    return role in {MODERATOR, FACILITATOR, STEWARD}


def shapes(role: str, visibility: str) -> bool:
    """Who shapes the community itself."""
    return role in {FACILITATOR, STEWARD}


def stewards(role: str, visibility: str) -> bool:
    """Who looks after the network."""
    return role == STEWARD


def only(*roles: str) -> Rule:
    """Just these."""
    return lambda role, visibility: role in roles


def nobody(role: str, visibility: str) -> bool:
    """No role at all."""
    return False
