"""Putting first steps away, and taking them out again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.communities.actions.settling import settle_in, take_first_steps_out
from forum.communities.views.places import known_community
from forum.people.actors import signed_in


@require_POST
@login_required
def put_away(request: HttpRequest, slug: str) -> HttpResponse:
    """Show them no longer on the community's page."""
    person = signed_in(request.user)
    community = known_community(person, slug)
    settle_in(person=person, community=community)
    messages.success(
        request,
        _("Your first steps are put away. You find them again in the menu beside the community's name."),
    )
    return redirect(community)


@require_POST
@login_required
def take_out(request: HttpRequest, slug: str) -> HttpResponse:
    """Show them there again, until they are done."""
    person = signed_in(request.user)
    community = known_community(person, slug)
    take_first_steps_out(person=person, community=community)
    messages.success(
        request, _("Your first steps stand on the community's page again until you have taken them.")
    )
    return redirect(community)
