"""How strictly communities look after what could identify a patient."""

from __future__ import annotations

from collections.abc import Iterable

from forum.communities.models import Community

Guard = Community.Guard
_FROM_MILD_TO_STRICT = (Guard.OFF, Guard.WARN, Guard.HOLD)


def guard_of(community: Community | None) -> Guard:
    """What a community has set; between two people, who have no community there, one is asked."""
    return Guard.WARN if community is None else Guard(community.guard)


def strictest_guard(communities: Iterable[Community | None]) -> Guard:
    """That of several which asks the most: what stands in all of them is read in each."""
    guards = {guard_of(community) for community in communities}
    return max(guards, key=_FROM_MILD_TO_STRICT.index, default=Guard.WARN)
