"""Where stewards let applicants in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forum.core.numbers import whole_number
from forum.core.verdicts import Invalid
from forum.network.selectors import ground
from forum.people.actions.applications import admit_person, turn_away_person
from forum.people.forms.applications import ApplicationAnswerForm
from forum.people.models import Application
from forum.people.policies.applications import may_admit, may_turn_away
from forum.people.selectors.applications import (
    applications_visible_to,
    decided_applications_page,
    waiting_applications_page,
)
from forum.people.views.stewards import steward_or_404


@require_safe
@login_required
def applications(request: HttpRequest) -> HttpResponse:
    """Who waits, or with `?show=decided` what was decided; a page at a time, to stewards only."""
    steward = steward_or_404(request)
    at = whole_number(request.GET.get("from", ""), digits=18) or 0
    is_decided = request.GET.get("show") == "decided"
    page = (
        decided_applications_page(steward, before=at)
        if is_decided
        else waiting_applications_page(steward, after=at)
    )
    context = {
        "page": page,
        "is_decided": is_decided,
        "is_first_page": not at,
        "asked": ground().sign_up_note,
    }
    return render(request, "people/applications.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def application(request: HttpRequest, application_id: int) -> HttpResponse:
    """One applicant, and the decision: `decision` says which button was pressed."""
    steward = steward_or_404(request)
    asked = get_object_or_404(applications_visible_to(steward), pk=application_id)
    if request.method != "POST":
        return _page(request, asked, ApplicationAnswerForm())
    form = ApplicationAnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, form, status=422)
    name = {"name": asked.person.display_name}
    decided: dict[str, Any] = {"steward": steward, "application": asked, **form.cleaned_data}
    match request.POST.get("decision"):
        case "admit":
            admit_person(**decided)
            messages.success(request, _("%(name)s is in, and hears of it by mail.") % name)
        case "turn-away":
            turn_away_person(**decided)
            messages.success(request, _("%(name)s was not let in, and hears of it by mail.") % name)
        case _:
            raise Invalid(_("Say whether to let them in or not."))
    return redirect("applications")


def _page(
    request: HttpRequest, asked: Application, form: ApplicationAnswerForm, status: int = 200
) -> HttpResponse:
    context = {
        "application": asked,
        "form": form,
        "asked": ground().sign_up_note,
        "may_admit": may_admit(request.user, asked).allowed,
        "may_turn_away": may_turn_away(request.user, asked).allowed,
    }
    return render(request, "people/application.html", context, status=status)
