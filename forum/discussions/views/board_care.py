"""Where facilitators name who looks after a board, archive it and merge it into another one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.communities.selectors.members import member_called, member_with_id
from forum.communities.views.looked_after import about
from forum.core.numbers import whole_number
from forum.core.verdicts import Refused, require
from forum.discussions.actions.agreements import NotAgreed, change_of_readers
from forum.discussions.actions.board_moderators import end_board_moderator, name_board_moderator
from forum.discussions.actions.changing_boards import archive_board, restore_board
from forum.discussions.actions.merging import merge_boards
from forum.discussions.forms.boards import MergeForm, ModeratorForm
from forum.discussions.models import Board
from forum.discussions.policies.board_management import may_merge, may_restore_board
from forum.discussions.readers import readers_of, reading_level
from forum.discussions.selectors.board_management import boards_to_manage
from forum.discussions.selectors.topic_rules import open_topics_on
from forum.discussions.views.board_management import board_page, managed_board
from forum.people.actors import signed_in


@require_POST
@login_required
def name_moderator(request: HttpRequest, community_slug: str, board_slug: str) -> HttpResponse:
    """Let a member moderate the board."""
    giver = signed_in(request.user)
    board = managed_board(request, community_slug, board_slug)
    form = ModeratorForm(request.POST)
    if not form.is_valid():
        return board_page(request, board, status=422, moderator_form=form)
    person = member_called(board.community, form.cleaned_data["handle"])
    if person is None:
        sentence = _("Nobody in %(community)s has this handle. Look for them among its people.")
        form.add_error("handle", sentence % {"community": board.community.name})
        return board_page(request, board, status=422, moderator_form=form)
    try:
        name_board_moderator(giver=giver, person=person, board=board)
    except Refused as refusal:
        form.add_error("handle", str(refusal.sentence))
        return board_page(request, board, status=refusal.status, moderator_form=form)
    said = _("%(name)s looks after %(board)s now.")
    messages.success(request, said % {"name": person.display_name, "board": board.name})
    return redirect("board-manage", community_slug, board_slug)


@require_POST
@login_required
def end_moderator(request: HttpRequest, community_slug: str, board_slug: str, person_id: int) -> HttpResponse:
    """Let someone no longer moderate the board."""
    ender = signed_in(request.user)
    board = managed_board(request, community_slug, board_slug)
    named = member_with_id(board.community, person_id)
    if named is None:
        raise Http404
    end_board_moderator(ender=ender, person=named, board=board)
    said = _("%(name)s no longer looks after %(board)s.")
    messages.success(request, said % {"name": named.display_name, "board": board.name})
    return redirect("board-manage", community_slug, board_slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def archive(request: HttpRequest, community_slug: str, board_slug: str) -> HttpResponse:
    """Ask whether the board is to be archived, and do it."""
    person = signed_in(request.user)
    board = managed_board(request, community_slug, board_slug)
    if request.method == "POST":
        archive_board(archiver=person, board=board)
        messages.success(
            request, _("%(board)s is archived: it can be read, and not added to.") % {"board": board.name}
        )
        return redirect("board-manage", community_slug, board_slug)
    context = about(request, board.community) | {"board": board, "open_topics": open_topics_on(board)}
    return render(request, "discussions/board_archive.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def restore(request: HttpRequest, community_slug: str, board_slug: str) -> HttpResponse:
    """Ask whether the board is to be used again, and do it."""
    person = signed_in(request.user)
    board = managed_board(request, community_slug, board_slug)
    require(may_restore_board(person, board))
    if request.method == "POST":
        restore_board(restorer=person, board=board)
        messages.success(
            request, _("%(board)s is in use again, at the end of the list.") % {"board": board.name}
        )
        return redirect("board-manage", community_slug, board_slug)
    context = about(request, board.community) | {"board": board}
    return render(request, "discussions/board_restore.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def merge(request: HttpRequest, community_slug: str, board_slug: str) -> HttpResponse:
    """Choose into which board this one goes, see what that does, and do it."""
    person = signed_in(request.user)
    board = managed_board(request, community_slug, board_slug)
    targets = [each for each in boards_to_manage(board.community) if may_merge(person, board, each)]
    form = MergeForm(request.POST if request.method == "POST" else None, boards=targets)
    if request.method != "POST" or not form.is_valid():
        return _merge_page(request, board, form, status=422 if form.errors else 200)
    into = next(each for each in targets if each.pk == form.cleaned_data["into"])
    if "sure" not in request.POST:
        return _merge_page(request, board, form, into=into)
    try:
        agreed = whole_number(request.POST.get("agreed", ""))
        merge_boards(merger=person, board=board, into=into, agreed_level=agreed)
    except NotAgreed as question:
        return _merge_page(request, board, form, into=into, status=question.status)
    said = _("Everything that stood on %(board)s stands on %(into)s now.")
    messages.success(request, said % {"board": board.name, "into": into.name})
    return redirect("board-manage", community_slug, into.slug)


def _merge_page(
    request: HttpRequest, board: Board, form: MergeForm, into: Board | None = None, *, status: int = 200
) -> HttpResponse:
    context = about(request, board.community) | {"board": board, "form": form, "into": into}
    if into is not None:
        count = board.topic_count
        context["readers"] = readers_of(into)
        context["change"] = change_of_readers(before=board, after=into, topics=count)
        context["agreed"] = reading_level(into)
    return render(request, "discussions/board_merge.html", context, status=status)
