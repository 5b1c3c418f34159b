"""Live sessions to come and past: of everything one belongs to, and of one community."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forum.communities.policies.communities import may_read_community
from forum.communities.selectors.standing import own_communities
from forum.communities.views.places import known_community
from forum.gatherings.policies.gatherings import may_schedule
from forum.gatherings.selectors.gatherings import past_for, past_in, to_come_for, to_come_in
from forum.gatherings.views.showing import rows_of
from forum.people.actors import signed_in


@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """What is to come wherever one belongs, the next first."""
    person, now = signed_in(request.user), timezone.now()
    schedulable = [each for each in own_communities(person) if may_schedule(person, each)]
    context = {"rows": rows_of(person, to_come_for(person, now=now), now), "schedulable": schedulable}
    return render(request, "gatherings/own.html", context)


@require_safe
@login_required
def earlier(request: HttpRequest) -> HttpResponse:
    """What is over wherever one belongs, the latest first."""
    person, now = signed_in(request.user), timezone.now()
    after = request.GET.get("after", "")
    found, older = past_for(person, now=now, after=after)
    context = {"rows": rows_of(person, found, now), "older": older, "is_first_page": not after}
    return render(request, "gatherings/earlier.html", context)


@require_safe
def in_community(request: HttpRequest, slug: str) -> HttpResponse:
    """The sessions of one community: to come, and over."""
    community, now = known_community(request.user, slug), timezone.now()
    if not may_read_community(request.user, community):
        raise Http404
    context = {
        "community": community,
        "rows": rows_of(request.user, to_come_in(request.user, community, now=now), now),
        "past": rows_of(request.user, past_in(request.user, community, now=now), now),
        "can_schedule": bool(may_schedule(request.user, community)),
    }
    return render(request, "gatherings/in_community.html", context)
