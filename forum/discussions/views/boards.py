"""The page of a board, and where to start a topic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.communities.selectors.standing import memberships_of
from forum.core.conditional import entity_tag, shared_page, tagged, unchanged
from forum.core.kept import kept
from forum.core.pieces import Piece, own_parts, shell
from forum.discussions.actions.boards import catch_up_with_board
from forum.discussions.models import Board
from forum.discussions.policies.board_management import may_manage_board, may_move_from
from forum.discussions.policies.boards import (
    boards_to_start_on,
    may_import_into,
    may_read_board,
    may_start_topic,
)
from forum.discussions.selectors.boards import board_at
from forum.discussions.selectors.reading import new_since, positions_in
from forum.discussions.selectors.topics import SORTS, topics_on
from forum.discussions.views.rows import TopicRow, row_html, topic_rows
from forum.discussions.views.waiting import waiting_here
from forum.people.actors import Actor, is_person, signature, signed_in

KEPT_SECONDS = 600


def readable_board_or_404(actor: Actor, community_slug: str, board_slug: str) -> Board:
    """The board at this address if the actor may read it; 404 where not, as where there is none or no longer one."""
    board, _into = board_or_where_it_went(actor, community_slug, board_slug)
    if board.merged_into_id is not None:
        raise Http404
    return board


def board_or_where_it_went(actor: Actor, community_slug: str, board_slug: str) -> tuple[Board, Board | None]:
    """The board at this address for those who read it; one that was merged also for those who read where it went.

    They are told where. Raises Http404 for all others, and where there is no such board.
    """
    board = board_at(community_slug, board_slug, reader=actor if is_person(actor) else None)
    if board is None:
        raise Http404
    into = board.merged_into
    if into is not None:
        into.community = board.community
        if may_read_board(actor, into):
            return board, into
    if not may_read_board(actor, board):
        raise Http404
    return board, None


@require_safe
def board(request: HttpRequest, community_slug: str, board_slug: str) -> HttpResponseBase:
    """The topics of a board, sorted as asked, a page at a time; of one that was merged, the way to where they are."""
    shown, into = board_or_where_it_went(request.user, community_slug, board_slug)
    if into is not None:
        return redirect(into)
    if shown.merged_into_id is not None:
        raise Http404
    sort = request.GET.get("sort", "activity")
    sort = sort if sort in SORTS else "activity"
    asked = (sort, request.GET.get("tag", "")[:40].lower(), request.GET.get("after", "")[:80])
    if not is_person(request.user):
        return _page_for_visitors(request, shown, asked)
    return _page_for_person(request, shown, asked)


def _page_for_visitors(request: HttpRequest, shown: Board, asked: tuple[str, str, str]) -> HttpResponseBase:
    etag = entity_tag(_rows_key(shown, asked), _head(shown), request.get_host())

    def page() -> HttpResponse:
        rows, older = _rows(shown, asked)
        listed = {"rows": [row_html(row, None, None) for row in rows]}
        return render(request, "discussions/board.html", _context(request, shown, asked, older) | listed)

    return shared_page(request, etag, page, seconds=KEPT_SECONDS)


def _page_for_person(request: HttpRequest, shown: Board, asked: tuple[str, str, str]) -> HttpResponseBase:
    person = signed_in(request.user)
    rows, older = _rows(shown, asked)
    positions = positions_in(person, [row.topic_id for row in rows])
    caught_up = new_since(person, shown)
    waiting = waiting_here(person, shown)
    state = [(row.topic_id, positions[row.topic_id].seen_count) for row in rows if row.topic_id in positions]
    etag = entity_tag(
        _rows_key(shown, asked), _head(shown), state, caught_up, signature(person),
        _verdicts(person, shown), waiting, getattr(request, "rail", None), request.session.session_key,
        request.get_host(),
    )  # fmt: skip
    answer = None if len(get_messages(request)) else unchanged(request, etag)
    if answer is not None:
        return answer
    own = own_parts(request, shown.community.slug)
    own["rows"] = "".join(row_html(row, positions.get(row.topic_id), caught_up) for row in rows)
    same = _shell(request, shown, asked, older, waiting, is_empty=not rows)
    return tagged(HttpResponse(same.filled(own)), etag)


def _shell(
    request: HttpRequest,
    shown: Board,
    asked: tuple[str, str, str],
    older: str,
    waiting: int,
    *,
    is_empty: bool,
) -> Piece:
    """The page around the rows, which all readers share who may do the same here."""
    key = entity_tag(
        _rows_key(shown, asked), _head(shown), older, is_empty, waiting, _verdicts(request.user, shown),
        request.scheme, request.get_host(), request.path,
    )  # fmt: skip

    def write(mark: Mapping[str, str]) -> dict[str, Any]:
        context = _context(request, shown, asked, older) | {"rows": [] if is_empty else [mark["rows"]]}
        return context | {
            "import_verdict": may_import_into(request.user, shown),
            "may_manage": may_manage_board(request.user, shown),
            "may_move": may_move_from(request.user, shown),
            "waiting": waiting,
        }

    return kept(f"shell:{key}", KEPT_SECONDS, lambda: shell(request, "discussions/board.html", write))


def _verdicts(actor: Actor, shown: Board) -> list[tuple[bool, str]]:
    verdicts = (
        may_start_topic(actor, shown),
        may_import_into(actor, shown),
        may_manage_board(actor, shown),
        may_move_from(actor, shown),
    )
    return [(verdict.allowed, str(verdict.reason)) for verdict in verdicts]


def _head(shown: Board) -> tuple[Any, ...]:
    """All that the page says of the board itself; what else can be set of it raises its version."""
    community = shown.community
    said = (shown.name, shown.description, shown.archived_at, community.name, community.slug, community.hue)
    return (*said, community.lang, *shown.looked_after_by)


def _rows_key(shown: Board, asked: Iterable[str]) -> str:
    return f"board:{shown.pk}:{shown.version}:{'|'.join(asked)}:{get_language()}"


def _rows(shown: Board, asked: tuple[str, str, str]) -> tuple[list[TopicRow], str]:
    """The page's rows with holes for what is a reader's own, kept in the cache, and the cursor of the next page."""
    key = f"rows:{entity_tag(_rows_key(shown, asked), _head(shown))}"

    def listed() -> tuple[list[TopicRow], str]:
        sort, tag, after = asked
        page = topics_on(shown, sort=sort, tag=tag, after=after)
        return topic_rows(page.every_placement, shown.community), page.older

    return kept(key, KEPT_SECONDS, listed)


def _context(request: HttpRequest, shown: Board, asked: tuple[str, str, str], older: str) -> dict[str, Any]:
    sort, tag, after = asked
    return {
        "board": shown,
        "community": shown.community,
        "sort": sort,
        "sorts": [
            ("activity", _("Activity")),
            ("new", _("New")),
            ("unanswered", _("Unanswered")),
            ("helpful", _("Most helpful")),
        ],
        "tag": tag,
        "older": older,
        "is_first_page": not after,
        "start_verdict": may_start_topic(request.user, shown),
    }


@require_POST
@login_required
def caught_up(request: HttpRequest, community_slug: str, board_slug: str) -> HttpResponse:
    """Call everything on the board read."""
    person = signed_in(request.user)
    shown = readable_board_or_404(person, community_slug, board_slug)
    catch_up_with_board(reader=person, board=shown)
    messages.success(request, _("Everything on %(board)s counts as read.") % {"board": shown.name})
    return redirect(shown)


@require_safe
@login_required
def choose_board(request: HttpRequest) -> HttpResponse:
    """Where to start a topic: the boards on which one may."""
    communities: dict[Any, list[Board]] = {}
    for candidate in boards_to_start_on(request.user):
        communities.setdefault(candidate.community, []).append(candidate)
    context = {"communities": list(communities.items()), "belongs": bool(memberships_of(request.user))}
    return render(request, "discussions/choose_board.html", context)
