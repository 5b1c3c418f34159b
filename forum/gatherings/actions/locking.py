"""Holds a live session while it is changed, in the order of locks that everything keeps."""

from __future__ import annotations

from forum.communities.models import Community
from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.gatherings.models import Gathering
from forum.gatherings.selectors.gatherings import with_all
from forum.people.models import Person


def locked_gathering(person: Person, gathering: Gathering, *more: Community) -> Gathering:
    """The session as it is now, its row locked; its communities and the person's standing in them are held before."""
    keys = {
        gathering.community_id,
        *(row.community_id for row in gathering.joint.all()),
        *(each.pk for each in more),
    }
    lock_communities(keys)
    lock_standing(person, keys)
    Gathering.objects.select_for_update(no_key=True).get(pk=gathering.pk)
    return with_all(Gathering.objects.all()).get(pk=gathering.pk)
