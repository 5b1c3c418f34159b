"""The communities as they are listed to be found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet

from forum.communities.models import Community, Role
from forum.communities.selectors.reading import communities_known_to
from forum.communities.selectors.standing import communities_where
from forum.core.known_queries import KnownQuery
from forum.core.paging import cut
from forum.people.actors import Actor, is_steward

MINE, ARCHIVED = "mine", "archived"
SAID = ("name", "domain", "interests", "regions", "languages")
STEMS = (
    "english"  # who looks for “pediatrics” finds “pediatric” too; other languages are found by parts of words
)
MOST_CHOICES = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """What someone looks for: every one of `words`, and each of the others where it is given.

    `which` is "" for what is in use, `MINE`, or `ARCHIVED` for one's own that are no longer in use.
    """

    words: str = ""
    kind: str = ""
    joining: str = ""
    region: str = ""
    language: str = ""
    interest: str = ""
    which: str = ""


def communities_listed_for(actor: Actor) -> QuerySet[Community]:
    """Those of them that are in use, for the directory."""
    return communities_known_to(actor).filter(archived_at=None)


def communities_matching(actor: Actor, wish: Wish) -> QuerySet[Community]:
    """The directory by name, narrowed to what is wished for."""
    rows = _which(actor, wish.which)
    if wish.words:
        rows = rows.annotate(said=SearchVector(*SAID, config=STEMS))
    for word in wish.words.split()[:8]:
        parts = [Q(**{f"{column}__icontains": word}) for column in SAID]
        rows = rows.filter(reduce(or_, parts, Q(said=SearchQuery(word, config=STEMS))))
    if wish.kind in Community.Kind.values:
        rows = rows.filter(kind=wish.kind)
    if wish.joining in Community.Joining.values:
        rows = rows.filter(joining=wish.joining)
    for column, item in (
        ("regions", wish.region),
        ("languages", wish.language),
        ("interests", wish.interest),
    ):
        if item:
            rows = rows.filter(**{f"{column}__iregex": rf"(^|,)\s*{re.escape(item)}\s*(,|$)"})
    return rows.order_by("name")


def _which(actor: Actor, which: str) -> QuerySet[Community]:
    if which == MINE:
        return communities_listed_for(actor).filter(pk__in=communities_where(actor, Role.GUEST))
    if which == ARCHIVED:
        rows = communities_known_to(actor).filter(archived_at__isnull=False)
        return rows if is_steward(actor) else rows.filter(pk__in=communities_where(actor, Role.GUEST))
    return communities_listed_for(actor)


@dataclass(frozen=True, slots=True)
class Choices:
    """The regions, languages and interests that the communities one may know of name, each by its first spelling."""

    regions: list[str]
    languages: list[str]
    interests: list[str]


def choices_for(actor: Actor) -> Choices:
    """What the directory can be narrowed by, for this actor. One query."""
    rows = list(
        communities_listed_for(actor).values_list("regions", "languages", "interests").order_by("name")
    )
    return Choices(*(_items(column) for column in zip(*rows, strict=True))) if rows else Choices([], [], [])


def _items(lists: Iterable[str]) -> list[str]:
    spelled: dict[str, str] = {}
    for listed in lists:
        for item in listed.split(","):
            if item.strip():
                spelled.setdefault(item.strip().casefold(), item.strip())
    return [spelled[key] for key in sorted(spelled)][:MOST_CHOICES]


def names_listed_for(actor: Actor) -> list[str]:
    """The names of the communities in the directory, for completion; the first `MOST_CHOICES`."""
    return list(communities_listed_for(actor).values_list("name", flat=True).order_by("name")[:MOST_CHOICES])


COMMUNITIES_ON_A_PAGE = 24


@dataclass(frozen=True, slots=True)
class CommunityPage:
    """A page of the directory, and the name behind which the next one begins ("" on the last).

    `number` is how many fit in all; 0 where nothing was wished for and nobody counted.
    """

    communities: list[Community]
    more: str
    number: int


def directory_page(actor: Actor, wish: Wish, *, after: str = "") -> CommunityPage:
    """A page of `communities_matching`, from behind the name `after` on."""
    rows = communities_matching(actor, wish)
    shown, has_more = cut(rows.filter(name__gt=after), COMMUNITIES_ON_A_PAGE)
    return CommunityPage(shown, shown[-1].name if has_more else "", 0 if wish == Wish() else rows.count())


LARGEST_SHOWN = 6


def largest_open_communities() -> list[Community]:
    """The `LARGEST_SHOWN` communities in use that anyone on the web reads, most members first. For visitors."""
    return _largest_open()


_largest_open = KnownQuery(
    lambda: Community.objects.filter(visibility=Community.Visibility.OPEN, archived_at=None).order_by(
        "-member_count", "name"
    )[:LARGEST_SHOWN]
)
