"""Where a person closes their account, and where they see it off."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from forum.core.forms import note_refusal
from forum.core.verdicts import Refused, TooMany
from forum.people.actions.leaving import HANDLES_KEPT_BACK
from forum.people.actors import signed_in
from forum.people.models import Person
from forum.people.selectors.people import person_anew
from forum.personal_data.actions.leaving import close_account
from forum.personal_data.forms import LeavingForm
from forum.personal_data.models import Departure
from forum.personal_data.policies.leaving import may_close_account
from forum.personal_data.selectors.departures import departure_of, token_of, traces_of


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leaving(request: HttpRequest) -> HttpResponse:
    """What happens when one leaves, and the form that does it."""
    person = person_anew(signed_in(request.user))
    form = LeavingForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        departure = _closed(request, form, person)
        if departure is not None:
            logout(request)
            return redirect("left", token_of(departure))
    context = {
        "form": form,
        "may_close": may_close_account(person),
        "traces": traces_of(person),
        "handle_days": HANDLES_KEPT_BACK.days,
    }
    return render(request, "personal_data/leaving.html", context, status=422 if form.errors else 200)


def _closed(request: HttpRequest, form: LeavingForm, person: Person) -> Departure | None:
    try:
        return close_account(person=person, signed_in_at=_signed_in_at(request), **form.cleaned_data)
    except TooMany:
        raise
    except Refused as refusal:
        note_refusal(form, refusal)
    return None


def _signed_in_at(request: HttpRequest) -> datetime | None:
    """When whoever asks last proved who they are, as the accounts library remembers it."""
    proofs: list[dict[str, Any]] = request.session.get("account_authentication_methods", [])
    moments = [proof["at"] for proof in proofs if "at" in proof]
    return datetime.fromtimestamp(max(moments), UTC) if moments else None


@require_safe
def left(request: HttpRequest, token: str) -> HttpResponse:
    """A last word to who has just left, and how far the rest has come."""
    return render(request, "personal_data/left.html", {"departure": _departure(token), "token": token})


@require_safe
def left_progress(request: HttpRequest, token: str) -> HttpResponse:
    """The part of that page that changes."""
    return render(
        request, "personal_data/left_progress.html", {"departure": _departure(token), "token": token}
    )


def _departure(token: str) -> Departure:
    found = departure_of(token)
    if found is None:
        raise Http404
    return found
