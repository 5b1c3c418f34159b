"""A community while somebody comes in, asks or is asked: nobody archives it, and all who come wait for each other."""

from __future__ import annotations

from forum.communities.models import Community
from forum.communities.selectors.standing import hold_communities


def held_community(community_id: int) -> Community:
    """The community as it is now, and stays until the transaction ends. Comes before any lock on a membership."""
    hold_communities([community_id])
    return Community.objects.select_for_update(no_key=True).get(pk=community_id)
