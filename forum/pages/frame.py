"""What the frame around every page shows: whose page it is, and the communities at its edge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase

from forum.communities.selectors import own_communities
from forum.discussions.handlers import unread_key
from forum.discussions.selectors.reading import MOST_COUNTED, unread_by_board
from forum.people.actors import Actor, is_person
from forum.people.models import Person

KEPT_SECONDS = 60
FEATURES = {"search": False}


@dataclass(frozen=True, slots=True)
class RailEntry:
    """A community of the reader's, and how many of its topics wait for them."""

    name: str
    slug: str
    hue: int
    unread: int

    @property
    def unread_label(self) -> str:
        """The count as it is shown."""
        return count_label(self.unread)


class Rail:
    """The reader's communities with what waits in them: read when asked for, kept in the cache for a minute.

    Its `repr` says all that it shows, so that pages can put it into their entity tags.
    """

    def __init__(self, person: Person) -> None:
        self.person = person

    def __repr__(self) -> str:
        return repr(self._known)

    @cached_property
    def communities(self) -> list[RailEntry]:
        """Every community of the reader's, by name."""
        return [RailEntry(**entry) for entry in self._known["communities"]]

    @property
    def boards(self) -> dict[int, int]:
        """How many topics wait, by board id; boards without any are left out."""
        boards: dict[int, int] = self._known["boards"]
        return boards

    @property
    def unread_total_label(self) -> str:
        """How many distinct topics wait in all, or "" where none does."""
        total: int = self._known["total"]
        return count_label(total) if total else ""

    @cached_property
    def _known(self) -> dict[str, Any]:
        key = unread_key(self.person.pk)
        known: dict[str, Any] | None = cache.get(key)
        if known is None:
            known = _read(self.person)
            cache.set(key, known, KEPT_SECONDS)
        return known


class RailMiddleware:
    """Hangs the reader's rail on the request, unread until something asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Set `request.rail`, None for visitors: views put it into their entity tags before they render."""
        request.rail = rail_of(request.user)  # type: ignore[attr-defined]


def rail_of(actor: Actor) -> Rail | None:
    """The rail of a person; visitors have none."""
    return Rail(actor) if is_person(actor) else None


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html: who the network is, how the reader wants colours and times, and the rail."""
    known: dict[str, Any] = {"network_name": settings.NETWORK_NAME, "features": FEATURES}
    user: Actor | None = getattr(request, "user", None)
    if user is None or not is_person(user):
        return known
    rail = getattr(request, "rail", None) or Rail(user)
    return known | {"theme": user.theme, "time_zone": user.time_zone, "rail": rail}


def count_label(count: int) -> str:
    """A count as badges show it: "7", and "99+" above what is worth counting."""
    return str(count) if count < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


def _read(person: Person) -> dict[str, Any]:
    """What the cache keeps: plain values only, so that a later version of this code can still read it."""
    mine = own_communities(person)
    unread = unread_by_board(person)
    communities = [
        {
            "name": own.name,
            "slug": own.slug,
            "hue": own.hue,
            "unread": unread.communities.get(own.pk, 0),
        }
        for own in mine
    ]
    return {"communities": communities, "boards": unread.boards, "total": unread.total}
