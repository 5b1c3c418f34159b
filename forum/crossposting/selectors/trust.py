"""Whom communities trust."""

from __future__ import annotations

from forum.communities.models import Community
from forum.communities.selectors.reading import communities_known_to
from forum.crossposting.models import Trust
from forum.people.actors import Actor


def communities_trusting(community: Community) -> frozenset[int]:
    """Ids of the communities onto whose boards topics of this one come at once, where those say so: itself, always."""
    rows = Trust.objects.filter(trusted=community).values_list("community_id", flat=True)
    return frozenset((community.pk, *rows))


def trusted_by(actor: Actor, community: Community) -> list[Trust]:
    """Whom a community trusts, by name; those alone that the actor may know of."""
    known = communities_known_to(actor)
    rows = Trust.objects.filter(community=community, trusted__in=known).select_related("trusted", "given_by")
    return list(rows.order_by("trusted__name"))
