"""The communities that a community names as its partners."""

from __future__ import annotations

from collections.abc import Iterable

from forum.communities.models import Community, Partnership
from forum.communities.selectors.reach import Reader, ReaderQuery
from forum.communities.selectors.reading import communities_known_to
from forum.core.known_queries import among
from forum.people.actors import Actor

MOST_PARTNERS = 12


def partners_of(reader: Reader, community: Community) -> list[Community]:
    """Partners in use that the reader may know of, by name; nothing tells that there are others."""
    return _partners(reader, community.pk)


_partners = ReaderQuery(
    lambda reach, community_id: (
        communities_known_to(reach)
        .filter(archived_at=None, pk__in=Partnership.objects.filter(community=community_id).values("partner"))
        .order_by("name")[:MOST_PARTNERS]
    )
)


def partner_called(actor: Actor, text: str) -> Community | None:
    """The community of this address or name, in whatever case, if the actor may know of it."""
    rows = communities_known_to(actor)
    return rows.filter(slug=text.lower()).first() or rows.filter(name__iexact=text).first()


def communities_among(actor: Actor, keys: Iterable[int]) -> dict[int, Community]:
    """Those of the communities with these ids that the actor may know of, by id."""
    return {row.pk: row for row in communities_known_to(actor).filter(among("pk", list(keys)))}
