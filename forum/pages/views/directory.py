"""The directory of communities."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.communities.models import Community
from forum.communities.selectors.directory import directory_page
from forum.pages.cards import cards


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Every community one may know of, to search and to narrow."""
    asked = {name: request.GET.get(name, "")[:80] for name in ("q", "kind", "joining", "after")}
    page = directory_page(
        request.user, words=asked["q"], kind=asked["kind"], joining=asked["joining"], after=asked["after"]
    )
    context = {
        "asked": asked,
        "is_narrowed": bool(asked["q"] or asked["kind"] or asked["joining"]),
        "kinds": Community.Kind.choices,
        "ways": Community.Joining.choices,
        "cards": cards(request.user, page.communities),
        "more": page.more,
    }
    return render(request, "communities/directory.html", context)
