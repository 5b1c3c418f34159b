"""Whom the reader of a session's page may mute, of those whom it names."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from forum.communities.models import Rank
from forum.communities.selectors.measures import rank_in
from forum.communities.views.muting import addresses_to_mute
from forum.gatherings.models import Gathering, Hand
from forum.gatherings.policies.gatherings import taking_part
from forum.gatherings.selectors.coming import People
from forum.people.actors import Actor
from forum.people.models import Person


def mutes_anybody(actor: Actor, gathering: Gathering) -> bool:
    """Whether there is somebody at all whom they might; no query."""
    return any(rank_in(actor, each) >= Rank.MODERATOR for each in taking_part(gathering))


def mutes_shown(
    request: HttpRequest, gathering: Gathering, coming: People, hands: Iterable[Hand] = ()
) -> dict[int, str]:
    """By person, the form in the community that the reader looks after; that which holds the session first. No query
    for whoever looks after none of those that take part.
    """
    people: list[Person] = [*coming.coming, *coming.waiting, *(hand.person for hand in hands)]
    back = gathering.get_absolute_url()
    return addresses_to_mute(request.user, taking_part(gathering), people, back=back)
