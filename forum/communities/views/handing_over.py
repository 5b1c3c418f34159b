"""Where a facilitator reads what handing over does, and hands the community over."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.communities.actions.roles import hand_over_community
from forum.communities.forms.people import HandOverForm
from forum.communities.models import Community, Membership
from forum.communities.policies.shaping import may_hand_over
from forum.communities.selectors.members import has_another_facilitator
from forum.communities.views.looked_after import about
from forum.communities.views.places import membership_at, shaped_community
from forum.core.forms import note_refusal
from forum.core.verdicts import Refused, require
from forum.people.actors import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def hand_over(request: HttpRequest, slug: str, handle: str) -> HttpResponse:
    """What happens when the person becomes facilitator in one's own place; POST with their handle typed does it."""
    community = shaped_community(request.user, slug)
    membership = membership_at(community, handle)
    giver, person = signed_in(request.user), membership.person
    require(may_hand_over(giver, community, membership))
    form = HandOverForm(request.POST if request.method == "POST" else None, handle=person.handle)
    if request.method != "POST":
        return _page(request, community, membership, form)
    if not form.is_valid():
        return _page(request, community, membership, form, status=422)
    try:
        hand_over_community(giver=giver, person=person, community=community)
    except Refused as refusal:
        note_refusal(form, refusal)
        return _page(request, community, membership, form, status=refusal.status)
    said = {"name": person.display_name, "community": community.name}
    messages.success(request, _("%(name)s facilitates %(community)s now; you are a member.") % said)
    return redirect(community)


def _page(
    request: HttpRequest,
    community: Community,
    membership: Membership,
    form: HandOverForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = about(request, community) | {
        "person": membership.person,
        "form": form,
        "others": has_another_facilitator(community, signed_in(request.user)),
    }
    return render(request, "communities/hand_over.html", context, status=status)
