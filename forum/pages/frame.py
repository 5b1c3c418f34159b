"""What the frame around every page shows: whose page it is, and the communities at its edge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.template.context_processors import csrf
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import get_language

from forum.chat.selectors.own_rooms import unread_in_rooms
from forum.communities.selectors.standing import own_communities
from forum.core.conditional import entity_tag
from forum.core.kept import kept
from forum.core.pieces import Piece, shell
from forum.discussions.selectors.reading import unread_by_board, unread_key
from forum.discussions.views.labels import count_label
from forum.network.selectors import ground
from forum.notifications.selectors.inbox import unread_notices
from forum.people.actors import Actor, is_person
from forum.people.models import Person

KEPT_SECONDS = 60


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
        return self._said

    @cached_property
    def _said(self) -> str:
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

    @property
    def talk_label(self) -> str:
        """How many messages wait in the reader's rooms, or "" where none does."""
        waiting: int = self._known.get("talk", 0)
        return count_label(waiting) if waiting else ""

    @property
    def notices_label(self) -> str:
        """How many notices wait in the inbox, or "" where none does."""
        waiting: int = self._known.get("notices", 0)
        return count_label(waiting) if waiting else ""

    def read_anew(self) -> None:
        """Count now, not from what the cache holds."""
        cache.delete(unread_key(self.person.pk))
        self.__dict__.pop("_known", None)

    def html(self) -> str:
        """The rail as it stands on a page that belongs to none of its entries."""
        return self._html("", "")

    def own_parts(self, request: HttpRequest, community_slug: str) -> dict[str, str]:
        """What the frame shows of the reader on a page of this community: HTML for the holes of a shell."""
        token = str(csrf(request)["csrf_token"])
        return {
            "csrf_token": token,
            "messages": render_to_string("components/messages.html", request=request)
            if len(get_messages(request))
            else "",
            "person_menu": self._menu(request).filled({"csrf_token": token}),
            "rail": self._html(community_slug, request.path),
            "theme": escape(self.person.theme),
            "time_zone": escape(self.person.time_zone),
        }

    def _html(self, community_slug: str, path: str) -> str:
        where = {
            "home_url": reverse("home"),
            "communities_url": reverse("communities"),
            "rooms_url": reverse("rooms"),
            "inbox_url": reverse("inbox"),
        }
        path = path if path in where.values() else ""

        def rendered() -> str:
            here = {"rail": self, "user": self.person, "community": {"slug": community_slug}, "path": path}
            return str(render_to_string("components/rail.html", where | here))

        return kept(f"rail:{entity_tag(self, community_slug, path, get_language())}", KEPT_SECONDS, rendered)

    def _menu(self, request: HttpRequest) -> Piece:
        person = self.person
        name = (person.pk, person.display_name, person.handle, person.avatar.name)
        shown = (name, person.is_steward, person.is_staff, get_language())
        return kept(
            f"menu:{entity_tag(shown)}",
            KEPT_SECONDS,
            lambda: shell(request, "components/person_menu.html", lambda _mark: {"user": person}),
        )

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
    known: dict[str, Any] = {"network_name": ground().name}
    user: Actor | None = getattr(request, "user", None)
    if user is None or not is_person(user):
        return known
    rail = getattr(request, "rail", None) or Rail(user)
    return known | {"theme": user.theme, "time_zone": user.time_zone, "rail": rail}


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
    return {
        "communities": communities,
        "boards": unread.boards,
        "total": unread.total,
        "talk": unread_in_rooms(person),
        "notices": unread_notices(person),
    }
