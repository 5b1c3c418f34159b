"""Where facilitators say whose topics come onto their boards without asking first."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.communities.models import Community
from forum.communities.selectors.directory import names_listed_for
from forum.communities.selectors.partners import partner_called
from forum.communities.views.looked_after import about
from forum.communities.views.places import known_community, shaped_community
from forum.core.forms import note_refusal
from forum.core.verdicts import Invalid, Refused
from forum.crossposting.actions.trusting import end_trust, give_trust
from forum.crossposting.forms.carrying import TrustForm
from forum.crossposting.selectors.figures import boards_that_trust
from forum.crossposting.selectors.trust import trusted_by
from forum.people.actors import signed_in
from forum.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def trust(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom the community trusts, as far as one may know of them, and a form for one more."""
    community, person = shaped_community(request.user, slug), signed_in(request.user)
    form, status = TrustForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                other = _trust(person, community, form.cleaned_data["trusted"])
                said = _(
                    "You trust %(name)s: its topics come at once now, onto boards that are set to trust."
                )
                messages.success(request, said % {"name": other.name})
                return redirect("trust", slug)
        except Refused as refusal:
            status = refusal.status
            note_refusal(form, refusal)
    context = about(request, community) | {
        "form": form,
        "trusts": trusted_by(person, community),
        "boards": boards_that_trust(community),
        "known": [name for name in names_listed_for(person) if name != community.name],
    }
    return render(request, "crossposting/trust.html", context, status=status)


@require_POST
@login_required
def end(request: HttpRequest, slug: str, trusted_slug: str) -> HttpResponse:
    """Let topics of a community be asked about again."""
    community, person = shaped_community(request.user, slug), signed_in(request.user)
    other = known_community(person, trusted_slug)
    end_trust(ender=person, community=community, trusted=other)
    said = _("You are asked about topics of %(name)s again. Those that stand on your boards stay.")
    messages.success(request, said % {"name": other.name})
    return redirect("trust", slug)


def _trust(person: Person, community: Community, text: str) -> Community:
    other = partner_called(person, text)
    if other is None:
        raise Invalid(_("You know of no community of this name or address."), field="trusted")
    give_trust(giver=person, community=community, trusted=other)
    return other
