"""Which communities one may know of, and read."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from forum.communities.models import Community
from forum.communities.selectors.reach import Reader, ReaderKind, ReaderQuery, reach_of
from forum.core.known_queries import among

_EVERYONE_INSIDE = [Community.Visibility.OPEN, Community.Visibility.NETWORK]
# Said as "none of nothing", for an empty condition would vanish beside "or" and leave only the other half.
EVERY_ROW = ~Q(pk__in=[])


def readable_community(reader: Reader, *, prefix: str = "") -> Q:
    """The condition under which one reads a community that a row reaches through `prefix`, e.g. "community__"."""
    reach = reach_of(reader)
    if reach.kind == ReaderKind.VISITOR:
        return Q(**{f"{prefix}visibility": Community.Visibility.OPEN})
    if reach.kind == ReaderKind.STEWARD:
        return EVERY_ROW
    open_to_all = Q(**{f"{prefix}visibility__in": _EVERYONE_INSIDE})
    return open_to_all | Q(among(f"{prefix}pk", reach.guest))


def communities_known_to(reader: Reader) -> QuerySet[Community]:
    """Communities whose name and domain one may know of: all but hidden ones to which one does not belong.

    The twin for one community is `policies.may_know_of`.
    """
    reach = reach_of(reader)
    if reach.kind == ReaderKind.STEWARD:
        return Community.objects.all()
    mine = Q(among("pk", reach.guest))
    return Community.objects.filter(mine | ~Q(visibility=Community.Visibility.HIDDEN))


def community_at(reader: Reader, slug: str) -> Community | None:
    """The community at an address, if the reader may know of it."""
    return _known_at.first(reader, slug)


_known_at = ReaderQuery(lambda reach, slug: communities_known_to(reach).filter(slug=slug))
