"""The way to the pages on which a community is looked after, and what each of them is given."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from forum.communities.models import Community
from forum.communities.policies.communities import may_shape_community
from forum.communities.policies.shaping import may_look_after, may_moderate_something
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


def shaped_community(request: HttpRequest, slug: str) -> Community:
    """The community, for its facilitators. Raises Refused for others who know of it, Http404 for all others."""
    community = known_community(request.user, slug)
    require(may_shape_community(request.user, community))
    return community


def community_looked_after(request: HttpRequest, slug: str) -> Community:
    """The same for its moderators as well."""
    community = known_community(request.user, slug)
    require(may_look_after(request.user, community))
    return community


def about(request: HttpRequest, community: Community) -> dict[str, Any]:
    """What every such page is given: the community, and whether the person may shape it."""
    return {"community": community, "is_facilitator": bool(may_shape_community(request.user, community))}


def note_problems(form: Form, error: ValidationError) -> None:
    """Put what an action says beside the field that it is about."""
    for name, problems in error.message_dict.items():
        form.add_error(name if name in form.fields else None, problems)
