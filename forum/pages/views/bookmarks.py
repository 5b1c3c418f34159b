"""The posts that a person keeps for later."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.core.markup import excerpt
from forum.core.numbers import whole_number
from forum.discussions.selectors.marks import bookmark_page
from forum.people.actors import signed_in

EXCERPT_LENGTH = 240


@require_safe
@login_required
def bookmarks(request: HttpRequest) -> HttpResponse:
    """A page of one's bookmarks, the latest first; `after` is the bookmark behind which it begins."""
    after = whole_number(request.GET.get("after", ""), digits=18) or 0
    page = bookmark_page(signed_in(request.user), after=after)
    context = {
        "bookmarks": [(row, excerpt(row.post.html, EXCERPT_LENGTH)) for row in page.bookmarks],
        "older": page.older,
        "is_first_page": not after,
    }
    return render(request, "pages/bookmarks.html", context)
