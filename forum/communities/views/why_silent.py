"""What whoever is muted or suspended reads in the place of the composer: why; no query for anybody else."""

from __future__ import annotations

from collections.abc import Iterable

from forum.communities.models import Community
from forum.communities.policies.standing import is_measured
from forum.communities.selectors.measures import why_silent
from forum.people.actors import Actor, is_person


def why_not_heard(actor: Actor, places: Iterable[tuple[Community, int | None]]) -> str:
    """The reason of what keeps the actor from writing at one of these places, "" where nothing does.

    A place is a community, and the id of a board of it or None. That something does is known from the membership.
    """
    asked = list(places)
    for community in {place[0].pk: place[0] for place in asked}.values():
        if is_person(actor) and is_measured(actor, community):
            keys = {key for at, key in asked if key is not None and at.pk == community.pk}
            found = why_silent(actor, community, keys)
            if found is not None:
                return found.reason
    return ""
