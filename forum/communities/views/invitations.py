"""The page of an invitation: who invites, to what, and the way in; for whoever holds the link."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forum.communities.actions.invitations import accept_invitation
from forum.communities.models import Invitation
from forum.communities.policies.invitations import (
    NOWHERE,
    belongs_to_it,
    brought_in,
    is_open_to_holders,
    may_use_invitation,
)
from forum.communities.selectors.invitations import KEPT, invitation_by_token, invitation_kept
from forum.core.verdicts import Refused, Sentence
from forum.people.actors import is_person
from forum.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What one is invited to; POST accepts. Whoever is signed out comes back here once they have signed in."""
    found, now = invitation_by_token(token), timezone.now()
    if found is not None and brought_in(request.user, found):
        return _guarded(_came_in(request, found))
    is_open = is_open_to_holders(found, now)
    if found is None or not is_open:
        request.session.pop(KEPT, None)
        return _guarded(_closed(request, found, is_open.reason))
    if not is_person(request.user):
        request.session[KEPT] = token
        if request.method == "POST":
            return _guarded(redirect_to_login(reverse("invitation-held")))
        return _guarded(_page(request, found, ""))
    if request.method == "POST":
        return _guarded(_accepted(request, request.user, found))
    may = may_use_invitation(request.user, found, now)
    return _guarded(_page(request, found, "" if may else may.reason))


@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """Back to the invitation that this visitor came with: its token stands in no address of signing in."""
    found = invitation_kept(request.session)
    if found is None:
        request.session.pop(KEPT, None)
        return redirect("communities")
    return _guarded(redirect(found))


def _accepted(request: HttpRequest, person: Person, found: Invitation) -> HttpResponse:
    try:
        accept_invitation(person=person, invitation=found)
    except Refused as refusal:
        return _page(request, found, refusal.sentence, refusal.status)
    request.session.pop(KEPT, None)
    messages.success(request, _("You belong to %(community)s now.") % {"community": found.community.name})
    return redirect(found.community)


def _page(request: HttpRequest, found: Invitation, refusal: Sentence, status: int = 200) -> HttpResponse:
    """The page itself; `refusal` is why whoever is signed in cannot accept, "" where they can."""
    context = {
        "invitation": found,
        "community": found.community,
        "inviter": found.invited_by,
        "refusal": refusal,
        "belongs": belongs_to_it(request.user, found),
    }
    return render(request, "communities/invitation.html", context, status=status)


def _came_in(request: HttpRequest, found: Invitation) -> HttpResponse:
    """On to the community for who came in by it, who may have gone back in their browser."""
    request.session.pop(KEPT, None)
    if request.method == "POST":
        return redirect(found.community)
    return render(request, "communities/invitation_used.html", {"community": found.community})


def _closed(request: HttpRequest, found: Invitation | None, sentence: Sentence) -> HttpResponse:
    """Why an invitation lets nobody in; 404 for what was taken back or never was, 410 for what has ended."""
    status = 404 if sentence == NOWHERE else 410
    return render(request, "communities/invitation_closed.html", {"sentence": sentence}, status=status)


def _guarded(response: HttpResponse) -> HttpResponse:
    """Keep the token out of caches, and out of what browsers tell when they ask for styles or follow a link."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "strict-origin"
    return response
