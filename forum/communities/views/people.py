"""Who is in a community, and the ways in and out of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.communities.actions.members import join_community, leave_community
from forum.communities.policies.communities import may_read_community
from forum.communities.selectors.members import member_page
from forum.communities.selectors.reading import communities_known_to
from forum.communities.views.places import known_community
from forum.core.numbers import whole_number
from forum.core.verdicts import require
from forum.people.actors import is_person


@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Everyone in the community, a page at a time, for those who may read it."""
    community = known_community(request.user, slug)
    require(may_read_community(request.user, community))
    words = request.GET.get("q", "")[:80]
    after = whole_number(request.GET.get("after", ""), digits=18) or 0
    page = member_page(community, words=words, after=after)
    context = {"community": community, "page": page, "words": words, "is_first_page": not after}
    return render(request, "communities/people.html", context)


@require_POST
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Become a member where joining is open."""
    community = known_community(request.user, slug)
    if not is_person(request.user):
        return redirect_to_login(community.get_absolute_url())
    join_community(person=request.user, community=community)
    messages.success(request, _("You belong to %(community)s now.") % {"community": community.name})
    return redirect(community)


@require_POST
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """End one's membership."""
    community = known_community(request.user, slug)
    if not is_person(request.user):
        return redirect_to_login(community.get_absolute_url())
    leave_community(person=request.user, community=community)
    messages.success(request, _("You have left %(community)s.") % {"community": community.name})
    is_still_known = communities_known_to(request.user).filter(pk=community.pk).exists()
    return redirect(community) if is_still_known else redirect("communities")
