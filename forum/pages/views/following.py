"""The topics whose course a person follows."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.core.markup import safe
from forum.discussions.selectors.following import followed_topics
from forum.pages.listing import followed_rows
from forum.people.actors import signed_in


@require_safe
@login_required
def following(request: HttpRequest) -> HttpResponse:
    """A page of what one follows and may still read, the latest activity first; `after` is a page's cursor."""
    person, after = signed_in(request.user), request.GET.get("after", "")[:80]
    page = followed_topics(person, after)
    context = {
        "rows": safe("".join(followed_rows(person, page.placements, back=request.get_full_path()))),
        "older": quote(page.older),
        "is_first_page": not after,
    }
    return render(request, "pages/following.html", context)
