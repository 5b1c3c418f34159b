"""Finds the community that an address names."""

from __future__ import annotations

from django.http import Http404

from forum.communities.models import Community, Membership
from forum.communities.policies.communities import may_shape_community
from forum.communities.policies.shaping import may_look_after
from forum.communities.selectors.members import member_at
from forum.communities.selectors.reading import community_at
from forum.core.verdicts import require
from forum.people.actors import Actor


def known_community(actor: Actor, slug: str) -> Community:
    """The community at this address, or 404 where the actor may not even know of it."""
    community = community_at(actor, slug)
    if community is None:
        raise Http404
    return community


def shaped_community(actor: Actor, slug: str) -> Community:
    """The same for the pages of its facilitators. Raises Refused for everyone else who knows of it."""
    community = known_community(actor, slug)
    require(may_shape_community(actor, community))
    return community


def community_looked_after(actor: Actor, slug: str) -> Community:
    """The same for the pages that its moderators see as well."""
    community = known_community(actor, slug)
    require(may_look_after(actor, community))
    return community


def membership_at(community: Community, handle: str) -> Membership:
    """The membership of whoever has this handle, or 404 where there is none. For those who look after the community."""
    membership = member_at(community, handle)
    if membership is None:
        raise Http404
    return membership
