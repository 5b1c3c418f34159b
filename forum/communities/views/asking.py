"""Where people ask to join a community, and take that back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.communities.actions.joining import ask_to_join, withdraw_request
from forum.communities.forms.joining import AskingForm
from forum.communities.models import Community, JoiningRequest
from forum.communities.policies.joining import may_ask_to_join
from forum.communities.selectors.joining import requests_of
from forum.communities.views.places import known_community
from forum.communities.views.welcome import welcome_of
from forum.core.verdicts import Refused, require
from forum.people.actors import is_person
from forum.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """What the community is about, and its facilitators' questions; later, how one's request stands."""
    community = known_community(request.user, slug)
    if not is_person(request.user):
        return redirect_to_login(request.path)
    if request.method == "POST":
        return _asked(request, request.user, community)
    latest = requests_of(request.user).get(community.pk)
    if latest is None or latest.state != JoiningRequest.State.WAITING:
        require(may_ask_to_join(request.user, community))
    return _page(request, community, AskingForm(community=community), latest)


def _asked(request: HttpRequest, person: Person, community: Community) -> HttpResponse:
    form, status = AskingForm(request.POST, community=community), 422
    if form.is_valid():
        try:
            ask_to_join(person=person, community=community, answers=form.answers(), questions=form.questions)
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
            status = refusal.status
        else:
            messages.success(
                request, _("Your request waits for a facilitator. They answer here and by mail.")
            )
            return redirect(community)
    return _page(request, community, form, None, status)


def _page(
    request: HttpRequest,
    community: Community,
    form: AskingForm,
    latest: JoiningRequest | None,
    status: int = 200,
) -> HttpResponse:
    is_waiting = latest is not None and latest.state == JoiningRequest.State.WAITING
    context = {
        "community": community,
        "welcome": welcome_of(community),
        "form": form,
        "waiting": latest if is_waiting else None,
    }
    return render(request, "communities/ask.html", context, status=status)


@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one's request back."""
    community = known_community(request.user, slug)
    if not is_person(request.user):
        return redirect_to_login(community.get_absolute_url())
    latest = requests_of(request.user).get(community.pk)
    if latest is None:
        raise Http404
    withdraw_request(person=request.user, request=latest)
    messages.success(request, _("Your request is taken back. You can ask again whenever you like."))
    return redirect(community)
