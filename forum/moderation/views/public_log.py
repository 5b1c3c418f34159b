"""What is done in a community with power, for all who belong to it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.communities.policies.shaping import may_look_after
from forum.communities.views.places import known_community
from forum.core.numbers import whole_number
from forum.core.verdicts import require
from forum.moderation.policies.log import may_read_public_log
from forum.moderation.selectors.public_log import public_lines
from forum.people.actors import signed_in


@require_safe
@login_required
def public_log(request: HttpRequest, slug: str) -> HttpResponse:
    """Who did what and when; neither whom it concerned nor why, which are theirs."""
    person, community = signed_in(request.user), known_community(request.user, slug)
    require(may_read_public_log(person, community))
    after = whole_number(request.GET.get("after", ""), digits=18) or 0
    context = {
        "community": community,
        "page": public_lines(person, community, after=after),
        "is_first_page": not after,
        "can_read_all": bool(may_look_after(person, community)),
    }
    return render(request, "moderation/public_log.html", context)
