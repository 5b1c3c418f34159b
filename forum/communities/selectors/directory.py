"""The communities as they are listed to be found."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from forum.communities.models import Community
from forum.communities.selectors.reading import communities_known_to
from forum.core.known_queries import KnownQuery
from forum.core.paging import cut
from forum.people.actors import Actor


def communities_listed_for(actor: Actor) -> QuerySet[Community]:
    """Those of them that are in use, for the directory."""
    return communities_known_to(actor).filter(archived_at=None)


def communities_matching(
    actor: Actor, *, words: str = "", kind: str = "", joining: str = ""
) -> QuerySet[Community]:
    """The directory by name, narrowed: every one of `words` in what a community says of itself, a kind, a way in."""
    rows = communities_listed_for(actor)
    for word in words.split()[:8]:
        said = Q(name__icontains=word) | Q(domain__icontains=word)
        rows = rows.filter(said | Q(regions__icontains=word) | Q(languages__icontains=word))
    if kind in Community.Kind.values:
        rows = rows.filter(kind=kind)
    if joining in Community.Joining.values:
        rows = rows.filter(joining=joining)
    return rows.order_by("name")


COMMUNITIES_ON_A_PAGE = 24


@dataclass(frozen=True, slots=True)
class CommunityPage:
    """A page of the directory, and the name behind which the next one begins ("" on the last)."""

    communities: list[Community]
    more: str


def directory_page(actor: Actor, *, words: str, kind: str, joining: str, after: str) -> CommunityPage:
    """A page of `communities_matching`, from behind the name `after` on."""
    rows = communities_matching(actor, words=words, kind=kind, joining=joining)
    shown, has_more = cut(rows.filter(name__gt=after), COMMUNITIES_ON_A_PAGE)
    return CommunityPage(shown, shown[-1].name if has_more else "")


LARGEST_SHOWN = 6


def largest_open_communities() -> list[Community]:
    """The `LARGEST_SHOWN` communities in use that anyone on the web reads, most members first. For visitors."""
    return _largest_open()


_largest_open = KnownQuery(
    lambda: Community.objects.filter(visibility=Community.Visibility.OPEN, archived_at=None).order_by(
        "-member_count", "name"
    )[:LARGEST_SHOWN]
)
