"""Where facilitators open boards, put them into order and change them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.communities.models import Community
from forum.communities.selectors.members import members_to_suggest
from forum.communities.views.looked_after import about
from forum.communities.views.places import known_community
from forum.core.editions import ChangedMeanwhile
from forum.core.forms import conflict_of, note_problems, note_refusal
from forum.core.numbers import keys_among, whole_number
from forum.core.verdicts import Refused, require
from forum.discussions.actions.agreements import NotAgreed
from forum.discussions.actions.boards import open_board
from forum.discussions.actions.changing_boards import change_board, order_boards
from forum.discussions.forms.boards import BoardForm, ModeratorForm, NewBoardForm
from forum.discussions.models import Board
from forum.discussions.policies.board_management import may_manage_boards, may_open_board, may_restore_board
from forum.discussions.readers import readers_of
from forum.discussions.selectors.board_management import (
    board_to_manage,
    boards_to_manage,
    edition_of_settings,
    moderators_by_board,
    moderators_of,
    settings_of,
)
from forum.discussions.selectors.topic_rules import what_would_close
from forum.people.actors import signed_in
from forum.people.models import Person


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A board as the list shows it."""

    board: Board
    readers: str
    moderators: Sequence[Person]
    is_first: bool
    is_last: bool


def managed_community(request: HttpRequest, slug: str) -> Community:
    """The community at this address, for those who may manage its boards; 404 or a refusal for others."""
    community = known_community(request.user, slug)
    require(may_manage_boards(request.user, community))
    return community


def managed_board(request: HttpRequest, community_slug: str, board_slug: str) -> Board:
    """The board at this address, for the same people."""
    board = board_to_manage(managed_community(request, community_slug), board_slug)
    if board is None:
        raise Http404
    return board


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def boards(request: HttpRequest, slug: str) -> HttpResponse:
    """The boards of a community in order; a POST puts them into another one."""
    person = signed_in(request.user)
    community = managed_community(request, slug)
    if request.method != "POST":
        return _list(request, community)
    seen = keys_among(request.POST.getlist("order"))
    try:
        order_boards(orderer=person, community=community, seen=seen, wanted=_wanted(request, seen))
    except ChangedMeanwhile as refusal:
        return _list(request, community, refusal=refusal)
    moved = request.POST.get("up") or request.POST.get("down") or ""
    return redirect(reverse("boards-manage", args=[slug]) + f"#board-{whole_number(moved, digits=18) or 0}")


def _wanted(request: HttpRequest, seen: list[int]) -> list[int]:
    """The order that was seen, with one board a step further up or down."""
    wanted = list(seen)
    for name, step in (("up", -1), ("down", 1)):
        board_id = whole_number(request.POST.get(name, ""), digits=18)
        if board_id in wanted:
            at = wanted.index(board_id)
            to = min(max(at + step, 0), len(wanted) - 1)
            wanted[at], wanted[to] = wanted[to], wanted[at]
    return wanted


def _list(request: HttpRequest, community: Community, refusal: Refused | None = None) -> HttpResponse:
    rows = boards_to_manage(community)
    named = moderators_by_board(rows)
    in_use = [board for board in rows if board.archived_at is None]
    shown = [
        BoardRow(board, str(readers_of(board)), named.get(board.pk, []), place == 0, place == len(in_use) - 1)
        for place, board in enumerate(in_use)
    ]
    context = about(request, community) | {
        "rows": shown,
        "archived": [board for board in rows if board.archived_at is not None],
        "refusal": refusal.sentence if refusal else "",
        "open_verdict": may_open_board(request.user, community),
    }
    return render(
        request, "discussions/boards_manage.html", context, status=refusal.status if refusal else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a board."""
    person = signed_in(request.user)
    community = managed_community(request, slug)
    require(may_open_board(person, community))
    form = NewBoardForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                opened = open_board(
                    opener=person, community=community, slug=form.cleaned_data["slug"], **form.settings
                )
            except ValidationError as problem:
                note_problems(form, problem)
            except Refused as refusal:
                note_refusal(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("%(board)s is open.") % {"board": opened.name})
                return redirect("boards-manage", community.slug)
    context = about(request, community) | {"form": form}
    return render(request, "discussions/board_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def board(request: HttpRequest, community_slug: str, board_slug: str) -> HttpResponse:
    """Change a board, and see who looks after it and what else can be done with it."""
    person = signed_in(request.user)
    shown = managed_board(request, community_slug, board_slug)
    if request.method != "POST":
        return board_page(request, shown)
    form = BoardForm(request.POST, board=shown)
    if not form.is_valid():
        return board_page(request, shown, form, status=422)
    return _changed(request, person, shown, form)


def _changed(request: HttpRequest, person: Person, shown: Board, form: BoardForm) -> HttpResponse:
    agreed = whole_number(request.POST.get("agreed", ""))
    seen = form.cleaned_data["seen"]
    try:
        change_board(editor=person, board=shown, seen=seen, fields=form.settings, agreed_level=agreed)
    except ValidationError as problem:
        note_problems(form, problem)
        return board_page(request, shown, form, status=422)
    except NotAgreed as question:
        more = {"question": question.sentence, "agreed": question.level}
        return board_page(request, shown, form, status=question.status, **more)
    except ChangedMeanwhile as refusal:
        return _conflict(request, shown, refusal)
    except Refused as refusal:
        note_refusal(form, refusal)
        return board_page(request, shown, form, status=refusal.status)
    messages.success(request, _("The board is changed."))
    return redirect("board-manage", shown.community.slug, shown.slug)


def _conflict(request: HttpRequest, shown: Board, refusal: Refused) -> HttpResponse:
    """The words that were typed, beside what the board says by now; saving once more means it."""
    present = managed_board(request, shown.community.slug, shown.slug)
    typed = request.POST.copy()
    typed["seen"] = edition_of_settings(present)
    again = BoardForm(typed, board=present)
    conflict = conflict_of(refusal, typed=again, stored=_begun(present))
    return board_page(request, present, again, status=refusal.status, conflict=conflict)


def _begun(board: Board) -> BoardForm:
    """The form as it is opened."""
    initial = settings_of(board) | {"tags": ", ".join(board.tags), "seen": edition_of_settings(board)}
    return BoardForm(initial=initial, board=board)


def board_page(
    request: HttpRequest, shown: Board, form: BoardForm | None = None, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page of a board for those who manage it."""
    moderators = moderators_of(shown)
    named = {member.person_id for member in moderators}
    context = about(request, shown.community) | {
        "board": shown,
        "form": form or _begun(shown),
        "moderators": moderators,
        "suggested": members_to_suggest(shown.community, but_for=named),
        "moderator_form": ModeratorForm(),
        "restore_verdict": may_restore_board(request.user, shown),
        "would_close": what_would_close(shown, timezone.now()),
    }
    return render(request, "discussions/board_manage.html", context | more, status=status)
