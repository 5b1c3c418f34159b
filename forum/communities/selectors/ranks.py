"""As what people stand to each other in a place, for acts that one of them undoes of another."""

from __future__ import annotations

from collections.abc import Iterable

from forum.communities.models import Community, Rank
from forum.communities.selectors.measures import rank_in
from forum.communities.selectors.standing import memberships_of
from forum.people.actors import Actor, is_person
from forum.people.models import Person

Place = tuple[Community, int | None]  # and the id of one of its boards, where it is about that


def rank_of(person: Person, community: Community) -> int:
    """What someone is here, whether or not they are suspended: a `Rank`, a role below, or 0."""
    if person.is_steward:
        return Rank.STEWARD
    membership = memberships_of(person).get(community.pk)
    if membership is None:
        return 0
    return max(membership.role, Rank.BOARD_MODERATOR if membership.boards_moderated else 0)


def rank_of_decider(decider: Person | None, places: Iterable[Place]) -> int:
    """The highest that someone is by now where they decided; 0 for whom nobody knows any more."""
    return 0 if decider is None else max(rank_of(decider, community) for community, _board_key in places)


def is_below(actor: Actor, decider: Person | None, places: Iterable[Place]) -> bool:
    """Whether the actor ranks lower in these places than who decided something there; never below oneself."""
    places = list(places)
    if is_person(actor) and decider is not None and actor.pk == decider.pk:
        return False
    return max(rank_in(actor, *place) for place in places) < rank_of_decider(decider, places)
