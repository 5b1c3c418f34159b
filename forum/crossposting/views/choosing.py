"""What pages on which a board is chosen have in common: those that were searched for, by community."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from django.http import HttpRequest

from forum.communities.models import Community
from forum.core.verdicts import Sentence, Verdict
from forum.crossposting.views.offers import Offer
from forum.discussions.models import Board

MOST_OFFERED = 60
MOST_EXPLAINED = 5


def wanted_in(request: HttpRequest) -> str:
    """What was typed to find a board."""
    return (request.GET.get("q") or request.POST.get("q", ""))[:80]


def looks_for_a_board(request: HttpRequest) -> bool:
    """Whether what was sent looks for a board first, and does not yet choose one."""
    return request.method == "POST" and "find" in request.POST


def begun(request: HttpRequest) -> dict[str, str]:
    """What was typed and chosen so far, as the first values of a form that comes back."""
    return {name: request.POST.get(name, "") for name in ("board", "note")}


def found_among(boards: list[Board], wanted: str) -> tuple[list[Board], int]:
    """Those that fit, as many as are shown, and how many more there are."""
    found = [board for board in boards if _is_called(board, wanted)]
    return found[:MOST_OFFERED], max(len(found) - MOST_OFFERED, 0)


def refused_among(
    boards: Iterable[Board], wanted: str, why_not: Callable[[Board], Verdict]
) -> list[tuple[Board, Sentence]]:
    """Those that fit and may not be chosen, with why not: whoever looks for a board by name is told of it."""
    called = (board for board in boards if wanted.strip() and _is_called(board, wanted))
    told = ((board, why_not(board)) for board in called)
    return list(islice(((board, verdict.reason) for board, verdict in told if not verdict), MOST_EXPLAINED))


def _is_called(board: Board, wanted: str) -> bool:
    """Whether every word stands in its name, or in that of its community; always for no words."""
    name = f"{board.community.name} {board.name}".casefold()
    return all(word in name for word in wanted.casefold().split())


def by_community(offers: Iterable[Offer]) -> list[tuple[Community, list[Offer]]]:
    """The offers under their communities, in their order."""
    grouped: dict[Community, list[Offer]] = {}
    for offer in offers:
        grouped.setdefault(offer.board.community, []).append(offer)
    return list(grouped.items())
