"""Which communities an actor may know of, and read."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from forum.communities.models import Community, Role
from forum.communities.selectors.standing import communities_where
from forum.people.actors import Actor, is_person


def readable_community(actor: Actor, *, prefix: str = "") -> Q:
    """The condition under which the actor reads a community that a row reaches through `prefix`, e.g. "community__"."""
    if not is_person(actor):
        return Q(**{f"{prefix}visibility": Community.Visibility.OPEN})
    if actor.is_steward:
        return Q()
    return Q(**{f"{prefix}visibility__in": [Community.Visibility.OPEN, Community.Visibility.NETWORK]}) | Q(
        **{f"{prefix}pk__in": communities_where(actor, Role.GUEST)}
    )


def communities_known_to(actor: Actor) -> QuerySet[Community]:
    """Communities whose name and domain the actor may know of: all but hidden ones they do not belong to.

    The twin for one community is `policies.may_know_of`.
    """
    if is_person(actor) and actor.is_steward:
        return Community.objects.all()
    mine = Q(pk__in=communities_where(actor, Role.GUEST))
    return Community.objects.filter(mine | ~Q(visibility=Community.Visibility.HIDDEN))
