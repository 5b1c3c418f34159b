"""Where authors claim what was theirs before they had an account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.importing.actions.claims import claim_authorship
from forum.importing.selectors import authors_claimed_by, authors_offered_to
from forum.people.actors import signed_in


@require_safe
@login_required
def authorship(request: HttpRequest) -> HttpResponse:
    """What was imported under one's confirmed addresses, to claim, and what one has claimed."""
    person = signed_in(request.user)
    context = {"offered": authors_offered_to(person), "claimed": authors_claimed_by(person)}
    return render(request, "importing/authorship.html", context)


@require_POST
@login_required
def claim(request: HttpRequest, author_id: int) -> HttpResponse:
    """Let imported posts be one's own."""
    person = signed_in(request.user)
    author = get_object_or_404(authors_offered_to(person), pk=author_id)
    claim_authorship(person=person, author=author)
    messages.success(
        request, _("What %(name)s wrote now stands under your name.") % {"name": author.display_name}
    )
    return redirect("authorship")
