"""Where somebody who looks after a community finds the form to mute people, from pages on which these act."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.http import urlencode

from forum.communities.models import Community, Measure
from forum.communities.selectors.below import members_below
from forum.people.actors import Actor
from forum.people.models import Person


def addresses_to_mute(
    actor: Actor, communities: Iterable[Community], people: Iterable[Person], *, back: str
) -> dict[int, str]:
    """By id of those whom the actor may mute: the form, in the first of these communities in which they may. `back` is
    the path to which it leads afterwards. One query for each community that the actor looks after.
    """
    by_id, found = {person.pk: person for person in people}, dict[int, str]()
    for community in communities:
        for key in members_below(actor, community, by_id.keys() - found.keys()):
            page = reverse("community-member", args=[community.slug, by_id[key].handle])
            found[key] = f"{page}?{urlencode({'kind': Measure.Kind.MUTE, 'next': back})}#give"
    return found
