"""Where a person asks for a copy of their data, follows how it goes, and fetches it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.core.handing_out import attached
from forum.people.actors import signed_in
from forum.personal_data.actions.exports import KEPT, request_export, resume_export, stop_export
from forum.personal_data.policies.exports import may_request_export, may_resume_export, may_stop_export
from forum.personal_data.selectors.exports import exports_of

SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def your_data(request: HttpRequest) -> HttpResponse:
    """What is held of a person, and the copies they have asked for; a form there asks for a new one."""
    person = signed_in(request.user)
    if request.method == "POST":
        return redirect(request_export(person=person))
    context = {
        "exports": exports_of(person)[:SHOWN],
        "may_request": may_request_export(person, now=timezone.now()),
        "kept_days": KEPT.days,
    }
    return render(request, "personal_data/your_data.html", context)


@require_safe
@login_required
def export(request: HttpRequest, export_id: int) -> HttpResponse:
    """How a copy goes, or how it went."""
    return render(request, "personal_data/export.html", _about(request, export_id))


@require_safe
@login_required
def progress(request: HttpRequest, export_id: int) -> HttpResponse:
    """The part of the page that changes while a copy is made."""
    return render(request, "personal_data/export_progress.html", _about(request, export_id))


def _about(request: HttpRequest, export_id: int) -> dict[str, Any]:
    found = get_object_or_404(exports_of(request.user), pk=export_id)
    return {
        "export": found,
        "gone_at": _gone_at(found.ended_at),
        "may_stop": may_stop_export(request.user, found).allowed,
        "may_resume": may_resume_export(request.user, found, now=timezone.now()).allowed,
    }


def _gone_at(ended_at: datetime | None) -> datetime | None:
    return ended_at + KEPT if ended_at else None


@require_safe
@login_required
def file(request: HttpRequest, export_id: int) -> HttpResponseBase:
    """The copy itself, for the person alone, who says once more that it is them before everything is handed out."""
    person = signed_in(request.user)
    found = get_object_or_404(exports_of(person), pk=export_id)
    if not found.file.name:
        raise Http404
    try:
        answer: HttpResponseBase = _handed_out(
            request, found.file.name, f"{person.handle}-{found.created_at:%Y-%m-%d}.zip"
        )
        return answer
    except ReauthenticationRequired:
        # Back to the page with the button: a file that began by itself would leave them on a page that asks.
        page = urlencode({"next": found.get_absolute_url()})
        return redirect(f"{reverse('account_reauthenticate')}?{page}")


@reauthentication_required  # type: ignore[untyped-decorator]  # the library ships no types
def _handed_out(request: HttpRequest, stored: str, name: str) -> HttpResponseBase:
    answer = attached(stored, name=name, media_type="application/zip")
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@login_required
def stop(request: HttpRequest, export_id: int) -> HttpResponse:
    """Let a copy be."""
    person = signed_in(request.user)
    return redirect(stop_export(person=person, export=get_object_or_404(exports_of(person), pk=export_id)))


@require_POST
@login_required
def resume(request: HttpRequest, export_id: int) -> HttpResponse:
    """Let a copy be made after all."""
    person = signed_in(request.user)
    return redirect(resume_export(person=person, export=get_object_or_404(exports_of(person), pk=export_id)))
