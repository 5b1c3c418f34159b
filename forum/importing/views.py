"""Where moderators bring archives in and follow how it goes, and where authors claim what was theirs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.core.verdicts import Invalid, require
from forum.discussions.models import Board
from forum.discussions.policies.boards import may_import_into
from forum.discussions.views.boards import readable_board_or_404
from forum.importing.actions.claims import claim_authorship
from forum.importing.actions.runs import request_import, resume_import, stop_import
from forum.importing.forms import ArchiveForm
from forum.importing.models import MOST_SKIPPED_LISTED, ImportRun
from forum.importing.policies import may_resume, may_stop
from forum.importing.selectors import authors_claimed_by, authors_offered_to, imports_into, imports_visible_to
from forum.people.actors import signed_in
from forum.people.models import Person

RUNS_SHOWN = 20
ENOUGH_TO_TELL = 100  # messages after which the time left can be told


@csrf_exempt  # whoever looks for the token reads the body; _imports does, once it is known who sends it
@require_http_methods(["GET", "POST"])
@login_required
def imports(request: HttpRequest, community_slug: str, board_slug: str) -> HttpResponse:
    """Choose an archive for a board, and see the earlier ones. An archive is read from its moderators only."""
    person = signed_in(request.user)
    board = readable_board_or_404(person, community_slug, board_slug)
    require(may_import_into(person, board))
    return _imports(request, person, board)


@never_cache
@require_safe
def import_allowed(request: HttpRequest, community_slug: str, board_slug: str) -> HttpResponse:
    """What the proxy asks before it takes an archive in: 204 where the person may import, else 403, no reason given."""
    try:
        board = readable_board_or_404(request.user, community_slug, board_slug)
    except Http404:
        return HttpResponse(status=403)
    return HttpResponse(status=204 if may_import_into(request.user, board) else 403)


@csrf_protect
def _imports(request: HttpRequest, person: Person, board: Board) -> HttpResponse:
    form = ArchiveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(request_import(importer=person, board=board, file=form.cleaned_data["file"]))
        except Invalid as refusal:
            form.add_error(refusal.field or None, str(refusal.sentence))
    runs = imports_into(board, person)[:RUNS_SHOWN]
    context = {"board": board, "community": board.community, "form": form, "runs": runs}
    return render(request, "importing/imports.html", context, status=422 if form.errors else 200)


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
        "community": run.board.community,
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


@require_safe
@login_required
def authorship(request: HttpRequest) -> HttpResponse:
    """What was imported under one's confirmed addresses, to claim, and what one has claimed."""
    person = signed_in(request.user)
    context = {"offered": authors_offered_to(person), "claimed": authors_claimed_by(person)}
    return render(request, "importing/authorship.html", context)


@require_POST
@login_required
def claim(request: HttpRequest, author_id: int) -> HttpResponse:
    """Let imported posts be one's own."""
    person = signed_in(request.user)
    author = get_object_or_404(authors_offered_to(person), pk=author_id)
    claim_authorship(person=person, author=author)
    messages.success(
        request, _("What %(name)s wrote now stands under your name.") % {"name": author.display_name}
    )
    return redirect("authorship")
