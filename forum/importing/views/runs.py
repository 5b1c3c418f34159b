"""Where moderators follow how an import goes, stop it and let it go on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from forum.importing.actions.runs import resume_import, stop_import
from forum.importing.models import MOST_SKIPPED_LISTED, ImportRun
from forum.importing.policies import may_resume, may_stop
from forum.importing.selectors import imports_visible_to
from forum.people.actors import signed_in

RUNS_SHOWN = 20
ENOUGH_TO_TELL = 100  # messages after which the time left can be told


@require_safe
@login_required
def import_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """How an import goes, or how it went."""
    return render(request, "importing/import.html", _about(request, run_id))


@require_safe
@login_required
def progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """The part of the page that changes while the import runs."""
    return render(request, "importing/progress.html", _about(request, run_id))


def _about(request: HttpRequest, run_id: int) -> dict[str, Any]:
    run = get_object_or_404(imports_visible_to(request.user), pk=run_id)
    now = timezone.now()
    return {
        "run": run,
        "board": run.board,
        "room": run.room,
        "community": run.among,
        "may_stop": may_stop(request.user, run).allowed and run.state != ImportRun.State.STOPPING,
        "may_resume": may_resume(request.user, run, now=now).allowed,
        "time_left": _time_left(run, now),
        "unlisted": max(run.skipped_count - MOST_SKIPPED_LISTED, 0),
    }


def _time_left(run: ImportRun, now: datetime) -> str:
    """In words and roundly; empty while it cannot be told."""
    if run.started_at is None or run.attempt > 1 or run.imported_count < ENOUGH_TO_TELL:
        return ""
    left = (now - run.started_at) * (run.total - run.done) / run.imported_count
    if left < timedelta(minutes=1):
        return _("less than a minute left")
    minutes = round(left / timedelta(minutes=1))
    return ngettext("about %d minute left", "about %d minutes left", minutes) % minutes


@require_POST
@login_required
def stop(request: HttpRequest, run_id: int) -> HttpResponse:
    """Let an import end after what it is writing now."""
    person = signed_in(request.user)
    run = get_object_or_404(imports_visible_to(person), pk=run_id)
    return redirect(stop_import(moderator=person, run=run))


@require_POST
@login_required
def resume(request: HttpRequest, run_id: int) -> HttpResponse:
    """Let an import go on."""
    person = signed_in(request.user)
    run = get_object_or_404(imports_visible_to(person), pk=run_id)
    return redirect(resume_import(moderator=person, run=run))
