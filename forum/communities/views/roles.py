"""Where facilitators give roles and end memberships; moderators look on."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.communities.actions.members import give_role
from forum.communities.actions.roles import take_out_member
from forum.communities.forms.people import ReasonForm, RoleForm
from forum.communities.models import Community, Role
from forum.communities.policies.communities import may_read_community, may_shape_community
from forum.communities.selectors.members import member_page
from forum.communities.views.looked_after import about
from forum.communities.views.member_page import person_looked_after, person_page, standing_row
from forum.communities.views.places import community_looked_after, membership_at, shaped_community
from forum.core.numbers import whole_number
from forum.core.verdicts import Refused
from forum.people.actors import signed_in


@require_safe
@login_required
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Everyone in the community with role and standing, a page at a time."""
    community = community_looked_after(request.user, slug)
    words = request.GET.get("q", "")[:80]
    after = whole_number(request.GET.get("after", ""), digits=18) or 0
    page, now = member_page(community, words=words, after=after), timezone.now()
    context = about(request, community) | {
        "rows": [standing_row(membership, now) for membership in page.members],
        "more": page.more,
        "words": words,
        "is_first_page": not after,
    }
    return render(request, "communities/roles.html", context)


@require_safe
@login_required
def person(request: HttpRequest, slug: str, handle: str) -> HttpResponse:
    """One person there, and what may be done about them: roles by facilitators, measures by all who look after it."""
    community, found = person_looked_after(request, slug, handle)
    return person_page(request, community, found)


@require_POST
@login_required
def role(request: HttpRequest, slug: str, handle: str) -> HttpResponse:
    """Give the person another role."""
    community = shaped_community(request.user, slug)
    membership = membership_at(community, handle)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return person_page(request, community, membership.person, role_form=form, status=422)
    wished = form.cleaned_data["role"]
    try:
        give_role(giver=signed_in(request.user), person=membership.person, community=community, role=wished)
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return person_page(request, community, membership.person, role_form=form, status=refusal.status)
    said = {"name": membership.person.display_name, "role": Role(wished).label}
    messages.success(request, _("%(name)s is a %(role)s now.") % said)
    return _back(request, community)


@require_POST
@login_required
def take_out(request: HttpRequest, slug: str, handle: str) -> HttpResponse:
    """End the person's membership, with a reason."""
    community = shaped_community(request.user, slug)
    membership = membership_at(community, handle)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        take_out_member(
            taker=signed_in(request.user), person=membership.person, community=community, reason=reason
        )
    except Refused as refusal:
        if not form.errors or refusal.status != 422:
            form.add_error(None, str(refusal.sentence))
        return person_page(request, community, membership.person, reason_form=form, status=refusal.status)
    said = {"name": membership.person.display_name, "community": community.name}
    messages.success(request, _("%(name)s no longer belongs to %(community)s.") % said)
    return redirect("community-roles", slug)


def _back(request: HttpRequest, community: Community) -> HttpResponse:
    """To the list; for who has given up a role of their own to the community, or to the directory if it is closed."""
    actor = signed_in(request.user)
    if may_shape_community(actor, community):
        return redirect("community-roles", community.slug)
    return redirect(community) if may_read_community(actor, community) else redirect("communities")
