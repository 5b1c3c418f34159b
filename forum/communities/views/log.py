"""The log of a community for those who look after it, and that of the network for stewards."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.communities.policies.shaping import may_read_log
from forum.communities.selectors.log import changes_in, changes_of_network
from forum.communities.views.looked_after import about
from forum.communities.views.places import known_community
from forum.communities.views.telling import told
from forum.core.numbers import whole_number
from forum.core.verdicts import require
from forum.people.actors import signed_in
from forum.people.views.stewards import steward_or_404


@require_safe
@login_required
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """What was done in the community with power, the latest first."""
    community = known_community(request.user, slug)
    require(may_read_log(request.user, community))
    after = _after(request)
    page = changes_in(community, after=after)
    context = about(request, community) | {
        "changes": told(signed_in(request.user), page.changes),
        "older": page.older,
        "is_first_page": not after,
    }
    return render(request, "communities/log.html", context)


@require_safe
@login_required
def network_log(request: HttpRequest) -> HttpResponse:
    """What was done for the whole network with power. To all but stewards it is not there."""
    steward, after = steward_or_404(request), _after(request)
    page = changes_of_network(after=after)
    context = {
        "changes": told(steward, page.changes),
        "older": page.older,
        "is_first_page": not after,
    }
    return render(request, "stewards/log.html", context)


def _after(request: HttpRequest) -> int:
    return whole_number(request.GET.get("after", ""), digits=18) or 0
