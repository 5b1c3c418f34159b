"""Where facilitators change who reads a community: first what it does, with numbers, then the button."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.communities.models import Community
from forum.communities.views.looked_after import about
from forum.communities.views.places import shaped_community
from forum.core.verdicts import Refused, Sentence
from forum.discussions.actions.visibility import change_visibility_as_shown
from forum.discussions.readers import readers_of_community
from forum.discussions.selectors.visibility import Effects, effects_for
from forum.people.actors import signed_in

Visibility = Community.Visibility


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def visibility(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose who reads it (`to`), see what that does, and confirm it as it was seen (`seen`)."""
    community = shaped_community(request.user, slug)
    sent = request.POST if request.method == "POST" else request.GET
    wished = sent.get("to", "")
    is_a_change = wished in Visibility.values and wished != community.visibility
    if request.method == "POST":
        return _changed(request, community, wished)
    effects = effects_for(request.user, community, wished) if is_a_change else None
    return _page(request, community, effects)


def _changed(request: HttpRequest, community: Community, wished: str) -> HttpResponse:
    person = signed_in(request.user)
    try:
        change_visibility_as_shown(
            changer=person,
            community=community,
            visibility=wished,
            seen=request.POST.get("seen", ""),
            typed_name=request.POST.get("typed_name", "")[:200],
        )
    except Refused as refusal:
        community = shaped_community(request.user, community.slug)
        is_a_change = wished in Visibility.values and wished != community.visibility
        effects = effects_for(person, community, wished) if is_a_change else None
        return _page(request, community, effects, error=refusal.sentence, status=refusal.status)
    said = {"readers": readers_of_community(wished)}
    messages.success(request, _("Done. From now on: %(readers)s") % said)
    return redirect("community-settings", community.slug)


def _page(
    request: HttpRequest,
    community: Community,
    effects: Effects | None,
    *,
    error: Sentence = "",
    status: int = 200,
) -> HttpResponse:
    """The choice, and under it what the wished change does."""
    now = Visibility(effects.before if effects else community.visibility)
    context: dict[str, Any] = about(request, community) | {
        "choices": [(value, label, readers_of_community(value)) for value, label in Visibility.choices],
        "now": now,
        "now_readers": readers_of_community(now),
        "effects": effects,
        "error": error,
        "typed_name": request.POST.get("typed_name", "")[:200],
    }
    if effects is not None:
        context["then_readers"] = readers_of_community(effects.after)
    return render(request, "communities/visibility.html", context, status=status)
