"""The directory of communities, and the page of each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.communities.models import Community, Role
from forum.communities.policies import may_join, may_leave, may_read_community, may_speak
from forum.communities.selectors.directory import directory_page
from forum.communities.selectors.members import facilitators_of
from forum.communities.selectors.standing import memberships_of, role_in
from forum.communities.views import known_community
from forum.core.conditional import entity_tag, shared_page
from forum.core.kept import kept
from forum.core.markup import render_markdown, safe
from forum.discussions.models import Board, Placement
from forum.discussions.selectors.boards import boards_of
from forum.discussions.selectors.listings import last_topics, newest_topics, pinned_topics
from forum.discussions.selectors.reading import new_since_on_boards
from forum.pages.cards import cards, joining_label
from forum.pages.frame import count_label
from forum.pages.listing import rows_for
from forum.people.actors import Actor, is_person

NEW_FOR = timedelta(days=30)
KEPT_SECONDS = 600


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Every community one may know of, to search and to narrow."""
    asked = {name: request.GET.get(name, "")[:80] for name in ("q", "kind", "joining", "after")}
    page = directory_page(
        request.user, words=asked["q"], kind=asked["kind"], joining=asked["joining"], after=asked["after"]
    )
    context = {
        "asked": asked,
        "is_narrowed": bool(asked["q"] or asked["kind"] or asked["joining"]),
        "kinds": Community.Kind.choices,
        "ways": Community.Joining.choices,
        "cards": cards(request.user, page.communities),
        "more": page.more,
    }
    return render(request, "communities/directory.html", context)


@require_safe
def community(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A community's boards and what moves on them; for those who may not read it, how one joins."""
    shown = known_community(request.user, slug)
    context = _standing(request.user, shown) | {
        "community": shown,
        "facilitators": facilitators_of(shown),
        "joining_label": joining_label(shown),
    }
    if not may_read_community(request.user, shown):
        return render(request, "communities/closed.html", context)
    boards = boards_of(shown, request.user)

    def made() -> HttpResponse:
        contents = _contents(request, shown, boards)
        return render(request, "communities/community.html", context | contents)

    if is_person(request.user):
        return made()
    people = [row.person.display_name for row in context["facilitators"]]
    said = [getattr(shown, field.attname) for field in shown._meta.concrete_fields]
    etag = entity_tag("community", said, _state_of(boards), people, get_language(), request.get_host())
    return shared_page(request, etag, made, seconds=KEPT_SECONDS)


def _standing(actor: Actor, shown: Community) -> dict[str, Any]:
    """What the actor is here, and the ways in and out, each with its reason where it is closed."""
    membership = memberships_of(actor).get(shown.pk)
    context: dict[str, Any] = {"membership": membership, "join_verdict": may_join(actor, shown)}
    if membership is not None:
        context["leave_verdict"] = may_leave(actor, shown)
        standing = may_speak(actor, shown)
        context["standing_sentence"] = "" if standing else standing.reason
    return context


def _contents(request: HttpRequest, shown: Community, boards: list[Board]) -> dict[str, Any]:
    actor = request.user
    key = f"community-lists:{entity_tag(shown.slug, _state_of(boards), get_language())}"
    topics, last = kept(key, KEPT_SECONDS, lambda: _lists(boards))
    since = new_since_on_boards(actor, shown) if is_person(actor) else {}
    return {
        "boards": _board_rows(boards, last, request.rail.boards if request.rail else {}),  # type: ignore[attr-defined]
        "topics": rows_for(actor, topics, since=since, names=False),
        "is_newcomer": _is_newcomer(actor, shown),
        "welcome": _welcome(shown),
        "is_member": role_in(actor, shown.pk) >= Role.MEMBER,
    }


def _state_of(boards: list[Board]) -> list[tuple[Any, ...]]:
    """What the lists of these boards depend on; a board's version grows with whatever happens on it."""
    return [
        (board.pk, board.version, board.name, board.slug, board.description, board.kind, board.archived_at)
        for board in boards
    ]


def _lists(boards: list[Board]) -> tuple[list[Placement], dict[int, Placement]]:
    """Pinned topics and then those that moved last, and the last one of each board."""
    in_use = [board for board in boards if board.archived_at is None]
    pinned, newest = pinned_topics(in_use), newest_topics(in_use)
    first = {placement.topic_id for placement in pinned}
    topics = pinned + [placement for placement in newest if placement.topic_id not in first]
    return topics, last_topics(boards)


def _welcome(shown: Community) -> str:
    """The facilitators' words to newcomers as HTML, kept for as long as they stay the same."""
    if not shown.welcome.strip():
        return ""
    key = f"welcome:{entity_tag(shown.welcome)}"
    return safe(kept(key, KEPT_SECONDS, lambda: str(render_markdown(shown.welcome))))


def _is_newcomer(actor: Actor, shown: Community) -> bool:
    """True for visitors, guests, and members of less than a month."""
    membership = memberships_of(actor).get(shown.pk)
    if membership is None or membership.role <= Role.GUEST:
        return True
    return membership.joined_at > timezone.now() - NEW_FOR


def _board_rows(
    boards: list[Board], last: dict[int, Placement], unread: dict[int, int]
) -> list[dict[str, Any]]:
    """The context of components/board_row.html for each board."""
    return [
        {
            "board": {
                "name": board.name,
                "url": board.get_absolute_url(),
                "description": board.description,
                "kind_label": board.get_kind_display(),
                "is_archived": board.archived_at is not None,
            },
            "unread": unread.get(board.pk, 0),
            "unread_label": count_label(unread.get(board.pk, 0)),
            "last": _last(last.get(board.pk)),
            "topic_count": board.topic_count,
        }
        for board in boards
    ]


def _last(placement: Placement | None) -> dict[str, Any] | None:
    if placement is None:
        return None
    topic = placement.topic
    return {
        "title": topic.title,
        "url": topic.get_absolute_url(),
        "author_name": topic.last_post_by.display_name or _("someone"),
        "moment": topic.last_post_at,
    }
