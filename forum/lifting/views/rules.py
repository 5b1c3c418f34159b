"""Where facilitators say how words leave their rooms."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.communities.views.looked_after import about
from forum.communities.views.places import shaped_community
from forum.core.forms import note_refusal
from forum.core.verdicts import Refused
from forum.lifting.actions.rules import set_taking
from forum.lifting.forms.taking import RuleForm
from forum.people.actors import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def taking(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether they may be taken freely."""
    community = shaped_community(request.user, slug)
    form = RuleForm(request.POST if request.method == "POST" else None, initial={"taking": community.taking})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                set_taking(
                    facilitator=signed_in(request.user),
                    community=community,
                    taking=form.cleaned_data["taking"],
                )
            except Refused as refusal:
                note_refusal(form, refusal)
                status = refusal.status
            else:
                messages.success(
                    request, _("The rule holds from now on. What was said before keeps what held then.")
                )
                return redirect("rooms-manage", slug)
    return render(request, "lifting/rule.html", about(request, community) | {"form": form}, status=status)
