"""The way to the pages on which a community is looked after, and what each of them is given."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from forum.communities.models import Community
from forum.communities.policies.communities import may_shape_community
from forum.communities.policies.shaping import may_look_after, may_moderate_something
from forum.communities.selectors.waiting import what_waits
from forum.communities.views.places import known_community
from forum.core.verdicts import require


@require_safe
@login_required
def manage(request: HttpRequest, slug: str) -> HttpResponse:
    """On to the first page that the person may use."""
    community = known_community(request.user, slug)
    if may_shape_community(request.user, community):
        return redirect("community-settings", slug)
    if not may_moderate_something(request.user, community):
        require(may_look_after(request.user, community))
    return redirect("held-posts", slug)


def about(request: HttpRequest, community: Community) -> dict[str, Any]:
    """What every such page is given, for its tabs: the community, what the person may do in it, and what waits."""
    return {
        "community": community,
        "is_facilitator": bool(may_shape_community(request.user, community)),
        "is_moderator": bool(may_look_after(request.user, community)),
        "waits": what_waits(request.user, community),
    }
