"""Where facilitators name the communities that stand beside theirs."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.communities.actions.partners import drop_partner, name_partner_called
from forum.communities.forms.people import PartnerForm
from forum.communities.selectors.directory import names_listed_for
from forum.communities.selectors.partners import MOST_PARTNERS, partners_of
from forum.communities.views.looked_after import about
from forum.communities.views.places import known_community, shaped_community
from forum.core.verdicts import Refused
from forum.people.actors import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def partners(request: HttpRequest, slug: str) -> HttpResponse:
    """The partners that one may know of, and a form for one more."""
    community, actor = shaped_community(request.user, slug), signed_in(request.user)
    form = PartnerForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                text = form.cleaned_data["partner"]
                partner = name_partner_called(namer=actor, community=community, text=text)
                messages.success(request, _("%(name)s stands beside you now.") % {"name": partner.name})
                return redirect("community-partners", slug)
        except Refused as refusal:
            status = refusal.status
            form.add_error("partner", str(refusal.sentence))
    named = partners_of(actor, community)
    context = about(request, community) | {
        "form": form,
        "partners": named,
        "most": MOST_PARTNERS,
        "known": [name for name in names_listed_for(actor) if name != community.name],
    }
    return render(request, "communities/partners.html", context, status=status)


@require_POST
@login_required
def drop(request: HttpRequest, slug: str, partner_slug: str) -> HttpResponse:
    """No longer show a partner."""
    community, actor = shaped_community(request.user, slug), signed_in(request.user)
    partner = known_community(actor, partner_slug)
    drop_partner(dropper=actor, community=community, partner=partner)
    messages.success(request, _("%(name)s no longer stands beside you.") % {"name": partner.name})
    return redirect("community-partners", slug)
