"""The first page: what waits for a person, and what a visitor finds here."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from forum.communities.models import Community
from forum.communities.selectors.directory import largest_open_communities
from forum.core.conditional import entity_tag, shared_page
from forum.core.kept import kept
from forum.core.markup import render_markdown, safe
from forum.core.pieces import Marks, own_parts, shell
from forum.discussions.models import Bookmark, Mention, Placement
from forum.discussions.selectors.following import followed_news_elsewhere
from forum.discussions.selectors.listings import lively_topics, unread_topics, waiting_questions
from forum.discussions.selectors.marks import latest_bookmarks, latest_mentions
from forum.discussions.selectors.streams import boards_with_versions, own_boards_to_watch
from forum.gatherings.views.near import soon_html
from forum.network.selectors import ground
from forum.pages.cards import cards
from forum.pages.listing import rows_for, unread_rows
from forum.pages.waiting import who_waits
from forum.people.actors import is_person
from forum.people.models import Person
from forum.people.views.addresses import reminder

MERGED, GROUPED = "merged", "communities"
REMEMBERED = "home_order"
KEPT_SECONDS = 600
QUESTIONS_SHOWN = 5


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """What waits for a person; for visitors a welcome."""
    if is_person(request.user):
        return _home_of(request, request.user)
    return _welcome(request)


def _home_of(request: HttpRequest, person: Person) -> HttpResponse:
    """What waits for the person, laid into a page that is the same for all for whom the same kinds of things wait."""
    after = request.GET.get("after", "")[:80]
    page, order = unread_topics(person, after), _order(request)
    own = {
        "waits": "" if after else who_waits(person),
        "sessions": "" if after else soon_html(person, timezone.now()),
        "rows": "".join(unread_rows(person, page.placements)) if order == MERGED else "",
        "groups": _groups(person, page.placements) if order == GROUPED else "",
        "older": quote(page.older),
        "followed": "" if after else "".join(unread_rows(person, followed_news_elsewhere(person))),
        "questions": "" if after else _questions(person, page.placements),
        "aside": "" if after else _aside(person),
        "reminder": "" if after else reminder(request),
        "streams": boards_with_versions(own_boards_to_watch(person)),
    }
    facts = {
        "order": order,
        "is_first_page": not after,
        "has_unread": bool(page.placements),
        "has_communities": bool(request.rail.communities),  # type: ignore[attr-defined]
    }
    has = {name: bool(part) for name, part in own.items()}
    key = entity_tag("home", facts, has, get_language(), request.scheme, request.get_host())

    def write(mark: Marks) -> dict[str, Any]:
        return facts | {name: mark[name] if has[name] else "" for name in own}

    same = kept(f"shell:{key}", KEPT_SECONDS, lambda: shell(request, "pages/home.html", write))
    return HttpResponse(same.filled(own_parts(request) | own))


def _questions(person: Person, placements: list[Placement]) -> str:
    """Questions that wait for an answer and are not among the topics that are shown already."""
    new = {placement.topic_id for placement in placements}
    waiting = [placement for placement in waiting_questions(person) if placement.topic_id not in new]
    return "".join(rows_for(person, waiting[:QUESTIONS_SHOWN]))


def _aside(person: Person) -> str:
    """Where the person was named, and what they kept."""
    mentions, bookmarks = latest_mentions(person), latest_bookmarks(person)
    said = [[_said(row) for row in mentions], [_said(row) for row in bookmarks]]
    key = f"home-aside:{entity_tag(said, get_language())}"
    context = {"mentions": mentions, "bookmarks": bookmarks}
    return kept(key, KEPT_SECONDS, lambda: render_to_string("pages/home_aside.html", context))


def _said(row: Mention | Bookmark) -> tuple[object, ...]:
    topic = row.post.topic
    return (row.pk, row.created_at, row.post.number, topic.title, topic.slug, row.post.author.display_name)


def _order(request: HttpRequest) -> str:
    """Merged or grouped by community: as asked now, or else as asked last."""
    wished = request.GET.get("order", "")
    if wished in (MERGED, GROUPED) and request.session.get(REMEMBERED) != wished:
        request.session[REMEMBERED] = wished
    remembered: str = request.session.get(REMEMBERED, MERGED)
    return remembered


def _place(row: Placement) -> tuple[object, ...]:
    """All that the row of a mixed list says of a topic and where it stands."""
    board, at = row.board, row.board.community
    return (
        row.topic_id,
        row.topic.version,
        row.pinned_at,
        board.name,
        board.slug,
        at.name,
        at.slug,
        at.hue,
        at.lang,
    )


def _groups(person: Person, placements: list[Placement]) -> str:
    """The page's rows by community, the one that moved last first."""
    rows = unread_rows(person, placements, names=False)
    groups: dict[int, tuple[Community, list[str]]] = {}
    for placement, row in zip(placements, rows, strict=True):
        community = placement.board.community
        groups.setdefault(community.pk, (community, []))[1].append(row)
    return render_to_string("pages/home_groups.html", {"groups": list(groups.values())})


def _welcome(request: HttpRequest) -> HttpResponseBase:
    """One page for all visitors, put together anew when a topic or a community on it has changed."""
    lively = lively_topics(request.user)
    shown = cards(request.user, largest_open_communities())
    state, now = [_place(row) for row in lively], ground()
    said = (now.purpose, now.welcome, now.sign_up)
    etag = entity_tag("welcome", state, shown, said, get_language(), request.get_host())

    def page() -> HttpResponse:
        context = {
            "cards": shown,
            "rows": rows_for(request.user, lively),
            "purpose": now.purpose,
            "welcome": safe(str(render_markdown(now.welcome))) if now.welcome.strip() else "",
            "sign_up": now.sign_up,
        }
        return render(request, "pages/welcome.html", context)

    return shared_page(request, etag, page, seconds=KEPT_SECONDS)
