"""Of many people at once, over whom somebody may give measures in a community."""

from __future__ import annotations

from collections.abc import Iterable

from forum.communities.models import Community, Membership, Rank
from forum.communities.selectors.measures import rank_in
from forum.people.actors import Actor, is_person
from forum.people.models import Person


def members_below(actor: Actor, community: Community, person_ids: Iterable[int]) -> set[int]:
    """Ids of those who belong there, and whom the actor may mute in the whole community. One query, and none for whom
    nobody stands below. Twin: `may_warn_or_mute`.
    """
    rank, keys = rank_in(actor, community), set(person_ids)
    if rank < Rank.MODERATOR or not keys:
        return set()
    rows = Membership.objects.filter(
        community=community, person__in=keys, person__is_steward=False, person__kind=Person.Kind.HUMAN
    )
    known = rows.values_list("person", "role", "boards_moderated")
    below = {key for key, role, boards in known if max(role, Rank.BOARD_MODERATOR if boards else 0) < rank}
    return below - ({actor.pk} if is_person(actor) else set())
