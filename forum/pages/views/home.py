"""The first page: what waits for a person, and what a visitor finds here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from forum.communities.models import Community
from forum.communities.selectors.directory import largest_open_communities
from forum.core.conditional import entity_tag, shared_page
from forum.discussions.models import Placement
from forum.discussions.selectors.listings import lively_topics, unread_topics, waiting_questions
from forum.discussions.selectors.marks import latest_bookmarks, latest_mentions
from forum.pages.cards import cards
from forum.pages.listing import rows_for, unread_rows
from forum.people.actors import is_person
from forum.people.models import Person

MERGED, GROUPED = "merged", "communities"
REMEMBERED = "home_order"
KEPT_SECONDS = 600
COMMUNITIES_SHOWN = 6
QUESTIONS_SHOWN = 5


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """What waits for a person; for visitors a welcome."""
    if is_person(request.user):
        return _home_of(request, request.user)
    return _welcome(request)


def _home_of(request: HttpRequest, person: Person) -> HttpResponse:
    after = request.GET.get("after", "")[:80]
    page = unread_topics(person, after)
    order = _order(request)
    context: dict[str, Any] = {
        "order": order,
        "older": page.older,
        "is_first_page": not after,
        "groups": _groups(person, page.placements) if order == GROUPED else [],
        "rows": unread_rows(person, page.placements) if order == MERGED else [],
        "has_unread": bool(page.placements),
    }
    if not after:
        new = {placement.topic_id for placement in page.placements}
        waiting = waiting_questions(person)
        questions = [placement for placement in waiting if placement.topic_id not in new][:QUESTIONS_SHOWN]
        context |= {
            "questions": rows_for(person, questions),
            "mentions": latest_mentions(person),
            "bookmarks": latest_bookmarks(person),
        }
    return render(request, "pages/home.html", context)


def _order(request: HttpRequest) -> str:
    """Merged or grouped by community: as asked now, or else as asked last."""
    wished = request.GET.get("order", "")
    if wished in (MERGED, GROUPED) and request.session.get(REMEMBERED) != wished:
        request.session[REMEMBERED] = wished
    remembered: str = request.session.get(REMEMBERED, MERGED)
    return remembered


def _groups(person: Person, placements: list[Placement]) -> list[tuple[Community, list[str]]]:
    """The page's rows by community, the one that moved last first."""
    rows = unread_rows(person, placements, names=False)
    groups: dict[int, tuple[Community, list[str]]] = {}
    for placement, row in zip(placements, rows, strict=True):
        community = placement.board.community
        groups.setdefault(community.pk, (community, []))[1].append(row)
    return list(groups.values())


def _welcome(request: HttpRequest) -> HttpResponseBase:
    """One page for all visitors, put together anew when a topic or a community on it has changed."""
    lively = lively_topics(request.user)
    shown = cards(request.user, largest_open_communities(limit=COMMUNITIES_SHOWN))
    state = [(row.topic_id, row.topic.version, row.board_id, row.board.name) for row in lively]
    etag = entity_tag("welcome", state, shown, get_language(), request.get_host())

    def page() -> HttpResponse:
        context = {"cards": shown, "rows": rows_for(request.user, lively)}
        return render(request, "pages/welcome.html", context)

    return shared_page(request, etag, page, seconds=KEPT_SECONDS)
