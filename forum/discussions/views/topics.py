"""The page of a topic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from forum.core.conditional import entity_tag, shared_page, tagged, unchanged
from forum.core.kept import kept
from forum.core.pieces import Shell, own_parts, shell
from forum.discussions.models import Board, Topic
from forum.discussions.policies.boards import may_read_board
from forum.discussions.policies.topics import (
    live_boards,
    may_moderate_topic,
    may_read_topic,
    may_reply,
    may_retitle,
)
from forum.discussions.selectors.marks import own_reactions
from forum.discussions.selectors.posts import TIME, TREE, Window, branch_to_show
from forum.discussions.selectors.reading import first_unread
from forum.discussions.selectors.topics import topic_with_placements
from forum.discussions.views.composers import composer_html, reply_composer
from forum.discussions.views.feet import Powers, powers_in
from forum.discussions.views.threads import (
    KEPT_SECONDS,
    ThreadPage,
    thread_html,
    thread_key,
    thread_page,
)
from forum.people.actors import Actor, is_person, signature, signed_in


def readable_topic(actor: Actor, topic_id: int) -> Topic:
    """The topic with its placements, or 404 where the actor may not read it, as where there is none."""
    topic = topic_with_placements(topic_id, reader=actor if is_person(actor) else None)
    if topic is None or not may_read_topic(actor, topic):
        raise Http404
    return topic


def visible_boards(actor: Actor, shown: Topic) -> list[Board]:
    """The boards on which the actor may see the topic stand, home first: never another."""
    return [board for board in live_boards(shown) if may_read_board(actor, board)]


@require_safe
def topic(request: HttpRequest, topic_id: int, slug: str = "", number: int = 0) -> HttpResponseBase:
    """A page of the thread: from the top, around post `number`, or as `from`, `before` and `branch` ask."""
    shown = readable_topic(request.user, topic_id)
    if slug != shown.slug:
        return redirect(_address(request, shown, number))
    window = _window(request, shown, number)
    if not is_person(request.user):
        return _page_for_visitors(request, shown, window)
    return _page_for_person(request, shown, window)


@require_safe
def unread(request: HttpRequest, topic_id: int, slug: str) -> HttpResponse:
    """On to the first post that the reader has not seen; to the last one where all is read."""
    shown = readable_topic(request.user, topic_id)
    number = (first_unread(shown, shown.position) or shown.last_number) if shown.position else 1
    if number <= 1:
        return redirect(shown)
    return redirect(reverse("post", args=[shown.pk, shown.slug, number]) + f"#post-{number}")


def _address(request: HttpRequest, shown: Topic, number: int) -> str:
    """Where it is by its present title. Not for ever: a title that is changed back would lead round in circles."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    if not number:
        return shown.get_absolute_url() + query
    return reverse("post", args=[shown.pk, shown.slug, number]) + f"{query}#post-{number}"


def _window(request: HttpRequest, shown: Topic, number: int) -> Window:
    wished = request.GET.get("order", getattr(request.user, "reading_order", TREE))
    order = TIME if wished == TIME else TREE
    branch = _whole_number(request, "branch") if order == TREE else 0
    if number > shown.last_number:
        raise Http404
    if number > 1:
        return Window(order, number, "around")
    before, start = _whole_number(request, "before"), _whole_number(request, "from")
    return Window(order, before, "before", branch) if before else Window(order, start, "from", branch)


def _whole_number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= 9 else 0


def _page_for_visitors(request: HttpRequest, shown: Topic, window: Window) -> HttpResponseBase:
    powers = Powers()
    where = [
        (board.pk, board.name, board.community.name, board.community.hue)
        for board in visible_boards(request.user, shown)
    ]
    etag = entity_tag(thread_key(shown, window, powers), where, request.get_host(), get_language())

    def made() -> HttpResponse:
        page = thread_page(shown, window, powers)
        elsewhere = _folded_away(shown, window, page)
        if elsewhere is not None:
            return elsewhere
        posts = {"posts": thread_html(page, powers)}
        return render(
            request, "discussions/topic.html", _context(request, shown, window, powers, page) | posts
        )

    return shared_page(request, etag, made, seconds=KEPT_SECONDS)


def _page_for_person(request: HttpRequest, shown: Topic, window: Window) -> HttpResponseBase:
    person = signed_in(request.user)
    powers = powers_in(person, shown)
    page = thread_page(shown, window, powers)
    elsewhere = _folded_away(shown, window, page)
    if elsewhere is not None:
        return elsewhere
    own_marks = own_reactions(person, page.ids)
    composer = reply_composer(request, shown)
    seen = [(span.lower, span.upper) for span in shown.position.seen] if shown.position else []
    etag = entity_tag(
        thread_key(shown, window, powers), signature(person), own_marks, seen, composer,
        getattr(request, "rail", None), request.session.session_key, request.get_host(),
    )  # fmt: skip
    answer = None if len(get_messages(request)) else unchanged(request, etag)
    if answer is not None:
        return answer
    new = _unseen(page, seen)
    own = own_parts(request, visible_boards(request.user, shown)[0].community.slug)
    own["composer"] = composer_html(request, composer)
    own["posts"] = thread_html(page, powers, unread=new, own=own_marks)
    own["unread_form"] = _unread_form(shown, page, own["csrf_token"]) if new else ""
    same = _shell(request, shown, window, powers, page, can_reply=composer is not None)
    return tagged(HttpResponse(same.filled(own)), etag)


def _shell(
    request: HttpRequest, shown: Topic, window: Window, powers: Powers, page: ThreadPage, *, can_reply: bool
) -> Shell:
    """The page around the posts, which all readers share who may do the same here."""
    context = _context(request, shown, window, powers, page)
    boards = [context["board"], *context["also_in"]]
    where = [(each.pk, each.name, each.slug, each.community.name, each.community.slug) for each in boards]
    may = [context["can_moderate"], context["can_retitle"], context["is_pinned"], can_reply]
    key = entity_tag(
        thread_key(shown, window, powers), where, boards[0].community.hue, may, str(context["reply_verdict"].reason),
        request.scheme, request.get_host(), request.path,
    )  # fmt: skip

    def write(mark: Mapping[str, str]) -> dict[str, Any]:
        composer = mark["composer"] if can_reply else ""
        return context | {"posts": mark["posts"], "composer": composer, "unread_form": mark["unread_form"]}

    return kept(f"shell:{key}", KEPT_SECONDS, lambda: shell(request, "discussions/topic.html", write))


def _unread_form(shown: Topic, page: ThreadPage, token: str) -> str:
    spans = ",".join(f"{number}-{number}" for number in sorted(page.numbers))
    context = {"topic": shown, "spans": spans, "csrf_token": token}
    return render_to_string("discussions/unread_form.html", context)


def _unseen(page: ThreadPage, seen: list[tuple[int, int]]) -> set[int]:
    return {number for number in page.numbers if not any(low <= number < high for low, high in seen)}


def _folded_away(shown: Topic, window: Window, page: ThreadPage) -> HttpResponse | None:
    """On to the branch that holds the post asked for, where the tree folds it away."""
    if window.side != "around" or window.order != TREE or window.anchor in page.numbers:
        return None
    _post, branch = branch_to_show(shown, window.anchor)
    if not branch:
        return None
    return redirect(f"{shown.get_absolute_url()}?branch={branch}&from={window.anchor}#post-{window.anchor}")


def _context(
    request: HttpRequest, shown: Topic, window: Window, powers: Powers, page: ThreadPage
) -> dict[str, Any]:
    boards = visible_boards(request.user, shown)
    return {
        "topic": shown,
        "board": boards[0],
        "community": boards[0].community,
        "also_in": boards[1:],
        "page": page,
        "window": window,
        "here": _here(shown, window, page),
        "order_suffix": "&order=time" if window.order == TIME and not powers.signed_in else "",
        "can_moderate": bool(may_moderate_topic(request.user, shown)),
        "can_retitle": bool(may_retitle(request.user, shown)),
        "is_pinned": any(row.pinned_at for row in shown.placements.all() if row.board_id == boards[0].pk),
        "reply_verdict": may_reply(request.user, shown),
    }


def _here(shown: Topic, window: Window, page: ThreadPage) -> str:
    """Where a change of the order comes back to: the post that was asked for, else the first of this page."""
    first = window.anchor if window.side == "around" else page.numbers[0] if page.numbers else 1
    if first == 1:
        return shown.get_absolute_url()
    return reverse("post", args=[shown.pk, shown.slug, first]) + f"#post-{first}"
