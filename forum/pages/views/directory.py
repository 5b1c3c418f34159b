"""The directory of communities."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.communities.models import Community
from forum.communities.policies.communities import may_found_community
from forum.communities.policies.founding import may_propose_community
from forum.communities.selectors.directory import (
    ARCHIVED,
    MINE,
    Wish,
    choices_for,
    directory_page,
)
from forum.network.selectors import ground
from forum.pages.cards import cards
from forum.people.actors import Actor, is_person

ASKED = {
    "q": "words", "kind": "kind", "joining": "joining", "region": "region", "language": "language",
    "interest": "interest", "which": "which",
}  # fmt: skip


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Every community one may know of, to search and to narrow."""
    asked = {name: request.GET.get(name, "")[:80].replace("\x00", "").strip() for name in ASKED}
    after = request.GET.get("after", "")[:80]
    wish = Wish(**{column: asked[name] for name, column in ASKED.items()})
    page = directory_page(request.user, wish, after=after)
    given = {name: value for name, value in asked.items() if value}
    context = {
        "asked": asked,
        "after": after,
        "query": urlencode(given),
        "is_narrowed": bool(given),
        "is_narrowed_further": bool({"region", "language", "interest"} & given.keys()),
        "kinds": Community.Kind.choices,
        "ways": Community.Joining.choices,
        "choices": choices_for(request.user),
        "whose": [(MINE, _("My communities")), (ARCHIVED, _("Archived"))] if is_person(request.user) else [],
        "founding": _founding(request.user),
        "cards": cards(request.user, page.communities),
        "more": page.more,
        "number": page.number,
    }
    return render(request, "communities/directory.html", context)


def _founding(actor: Actor) -> str:
    """What the actor may do about new communities: "open" them, "propose" them or nothing."""
    if may_found_community(actor):
        return "open"
    return "propose" if may_propose_community(actor, founding=ground().founding, waiting=0) else ""
