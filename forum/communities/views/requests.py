"""Where facilitators read who asks to join, and answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forum.communities.actions.joining import accept_request, decline_request
from forum.communities.forms.joining import JoiningAnswerForm
from forum.communities.models import JoiningRequest
from forum.communities.selectors.joining import decided_requests_page, request_in, waiting_requests_page
from forum.communities.views.looked_after import about
from forum.communities.views.places import shaped_community
from forum.core.forms import note_refusal
from forum.core.numbers import whole_number
from forum.core.verdicts import Invalid, Refused
from forum.people.actors import signed_in
from forum.people.models import Person


@require_safe
@login_required
def requests(request: HttpRequest, slug: str) -> HttpResponse:
    """Requests that wait, oldest first, and below them those that were answered."""
    community = shaped_community(request.user, slug)
    after = whole_number(request.GET.get("after", ""), digits=18) or 0
    before = whole_number(request.GET.get("before", ""), digits=18) or 0
    waiting = waiting_requests_page(community, after=after)
    context = about(request, community) | {
        "waiting": [(each, _form_for(each)) for each in waiting.requests],
        "more_waiting": waiting.more,
        "decided": decided_requests_page(community, before=before),
        "is_first_page": not (after or before),
    }
    return render(request, "communities/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def request_to_join(request: HttpRequest, slug: str, request_id: int) -> HttpResponse:
    """One request, and the answer to it."""
    person = signed_in(request.user)
    community = shaped_community(person, slug)
    asked = request_in(community, request_id)
    if asked is None:
        raise Http404
    form, status = _form_for(asked, request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = _answered(request, person, asked, form)
        if status == 200:
            return redirect("community-requests", community.slug)
    context = about(request, community) | {"asked": asked, "form": form}
    return render(request, "communities/request.html", context, status=status)


def _answered(request: HttpRequest, person: Person, asked: JoiningRequest, form: JoiningAnswerForm) -> int:
    """Carry the answer out; 200 where it was taken, else the status under which the form comes back."""
    if not form.is_valid():
        return 422
    reason, name = form.cleaned_data["reason"], {"name": asked.person.display_name}
    try:
        if request.POST.get("answer") == "accept":
            accept_request(facilitator=person, request=asked, role=form.cleaned_data["role"], reason=reason)
            messages.success(request, _("%(name)s belongs here now, and is told so by mail.") % name)
        elif request.POST.get("answer") == "decline":
            decline_request(facilitator=person, request=asked, reason=reason)
            messages.success(request, _("%(name)s is told so by mail, with your reason.") % name)
        else:
            raise Invalid(_("Accept or decline: use one of the two buttons."))
    except Refused as refusal:
        note_refusal(form, refusal)
        return refusal.status
    return 200


def _form_for(asked: JoiningRequest, data: Any = None) -> JoiningAnswerForm:
    """A form whose fields have ids of their own, for there are many on the page."""
    return JoiningAnswerForm(data, auto_id=f"request-{asked.pk}-%s")
