"""Where facilitators invite by mail and by link, and see who came."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.communities.actions.invitations import (
    invite_by_link,
    invite_by_mail,
    mail_invitation_again,
    revoke_invitation,
)
from forum.communities.forms.invitations import LinkInvitationForm, MailInvitationForm
from forum.communities.models import Community, Invitation
from forum.communities.selectors.invitations import (
    batches_of,
    ended_invitations,
    invitation_in,
    invitation_page,
    open_invitations,
)
from forum.communities.views.looked_after import about
from forum.communities.views.places import shaped_community
from forum.core.forms import note_refusal
from forum.core.numbers import whole_number
from forum.core.verdicts import Refused
from forum.people.actors import signed_in
from forum.people.models import Person

BATCHES_SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """The invitations of the community, and two forms for new ones; `part` says which of them was sent."""
    person = signed_in(request.user)
    community = shaped_community(person, slug)
    part = ""
    if request.method == "POST":
        part = "link" if request.POST.get("part") == "link" else "mail"
    forms: dict[str, Any] = {
        "by_mail": MailInvitationForm(request.POST if part == "mail" else None, auto_id="mail_%s"),
        "by_link": LinkInvitationForm(request.POST if part == "link" else None, auto_id="link_%s"),
    }
    status = 200
    if request.method == "POST":
        form = forms["by_link"] if part == "link" else forms["by_mail"]
        status = _invited(request, person, community, part, form)
        if status == 200:
            return redirect("community-invitations", community.slug)
    context = about(request, community) | forms | _listed(request, community)
    return render(request, "communities/invitations.html", context, status=status)


def _invited(
    request: HttpRequest,
    person: Person,
    community: Community,
    part: str,
    form: MailInvitationForm | LinkInvitationForm,
) -> int:
    """Make the invitation; 200 where it was made, else the status under which the form comes back."""
    if not form.is_valid():
        return 422
    try:
        if part == "link":
            invite_by_link(inviter=person, community=community, **form.cleaned_data)
            messages.success(request, _("The link stands below. Give it to those whom you would like here."))
        else:
            made = invite_by_mail(inviter=person, community=community, **form.cleaned_data)
            messages.success(
                request, _("The invitation is on its way to %(address)s.") % {"address": made.email}
            )
    except Refused as refusal:
        note_refusal(form, refusal)
        return refusal.status
    return 200


def _listed(request: HttpRequest, community: Community) -> dict[str, Any]:
    now = timezone.now()
    before = whole_number(request.GET.get("before", ""), digits=18) or 0
    shows_ended = request.GET.get("show", "") == "ended"
    rows = ended_invitations(community, now) if shows_ended else open_invitations(community, now)
    page = invitation_page(rows, before=before)
    return {
        "page": page,
        "rows": [(each, request.build_absolute_uri(each.get_absolute_url())) for each in page.invitations],
        "shows_ended": shows_ended,
        "is_first_page": not before,
        "batches": batches_of(community)[:BATCHES_SHOWN],
    }


@require_POST
@login_required
def revoke(request: HttpRequest, slug: str, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    person = signed_in(request.user)
    invitation = _invitation(person, slug, invitation_id)
    revoke_invitation(facilitator=person, invitation=invitation)
    messages.success(request, _("The invitation is taken back and lets nobody in any more."))
    return redirect("community-invitations", slug)


@require_POST
@login_required
def mail_again(request: HttpRequest, slug: str, invitation_id: int) -> HttpResponse:
    """Send the mail of an invitation once more."""
    person = signed_in(request.user)
    invitation = mail_invitation_again(
        facilitator=person, invitation=_invitation(person, slug, invitation_id)
    )
    messages.success(
        request, _("The invitation is on its way to %(address)s.") % {"address": invitation.email}
    )
    return redirect("community-invitations", slug)


def _invitation(person: Person, slug: str, invitation_id: int) -> Invitation:
    found = invitation_in(shaped_community(person, slug), invitation_id)
    if found is None:
        raise Http404
    return found
