"""Where moderators bring archives of mail onto a board."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from forum.core.verdicts import Invalid, require
from forum.discussions.models import Board
from forum.discussions.policies.boards import may_import_into
from forum.discussions.views.boards import readable_board_or_404
from forum.importing.actions.runs import request_import
from forum.importing.forms import ArchiveForm
from forum.importing.selectors import imports_into
from forum.importing.views.runs import RUNS_SHOWN
from forum.people.actors import signed_in
from forum.people.models import Person


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
