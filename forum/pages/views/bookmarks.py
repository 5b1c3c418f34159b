"""The posts that a person keeps for later."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from forum.core.markup import excerpt
from forum.discussions.selectors.marks import bookmarks_of
from forum.people.actors import signed_in

ON_A_PAGE = 30
EXCERPT_LENGTH = 240


@require_GET
@login_required
def bookmarks(request: HttpRequest) -> HttpResponse:
    """A page of one's bookmarks, the latest first; `after` is the bookmark behind which it begins."""
    after = request.GET.get("after", "")
    rows = bookmarks_of(signed_in(request.user)).order_by("-pk")
    if after.isascii() and after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: ON_A_PAGE + 1])
    shown = found[:ON_A_PAGE]
    context = {
        "bookmarks": [(row, excerpt(row.post.html, EXCERPT_LENGTH)) for row in shown],
        "older": shown[-1].pk if len(found) > ON_A_PAGE else 0,
        "is_first_page": not after,
    }
    return render(request, "pages/bookmarks.html", context)
