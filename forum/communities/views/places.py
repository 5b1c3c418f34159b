"""Finds the community that an address names."""

from __future__ import annotations

from django.http import Http404

from forum.communities.models import Community
from forum.communities.selectors.reading import community_at
from forum.people.actors import Actor


def known_community(actor: Actor, slug: str) -> Community:
    """The community at this address, or 404 where the actor may not even know of it."""
    community = community_at(actor, slug)
    if community is None:
        raise Http404
    return community
