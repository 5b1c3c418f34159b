"""A page of a topic: one for all visitors, and for people one that is the same for all who may do the same there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from forum.core.conditional import entity_tag, shared_page, tagged, unchanged
from forum.core.kept import kept
from forum.core.pieces import Marks, Shell, own_parts, shell
from forum.discussions.models import Board, Topic
from forum.discussions.policies.topics import may_moderate_topic, may_reply, may_retitle
from forum.discussions.selectors.marks import own_reactions
from forum.discussions.selectors.threads import TIME, TREE, Window, branch_to_show
from forum.discussions.views.composers import composer_html, reply_composer
from forum.discussions.views.feet import Powers, powers_in
from forum.discussions.views.threads import KEPT_SECONDS, ThreadPage, thread_html, thread_key, thread_page
from forum.people.actors import signature, signed_in


def page_for_visitors(
    request: HttpRequest, shown: Topic, window: Window, boards: Sequence[Board]
) -> HttpResponseBase:
    """The page as every visitor gets it. `boards` are those that visitors see it stand on, home first."""
    powers = Powers()
    key = thread_key(shown, window, powers)
    etag = entity_tag(key, _where(boards), request.get_host(), get_language())

    def made() -> HttpResponse:
        page = thread_page(shown, window, powers)
        elsewhere = _folded_away(shown, window, page)
        if elsewhere is not None:
            return elsewhere
        context = _context(request, shown, window, boards, page)
        return render(request, "discussions/topic.html", context | {"posts": thread_html(page, powers)})

    return shared_page(request, etag, made, seconds=KEPT_SECONDS)


def page_for_person(
    request: HttpRequest, shown: Topic, window: Window, boards: Sequence[Board]
) -> HttpResponseBase:
    """The page with what is the person's own laid into it. `boards` are those that they see it stand on."""
    person = signed_in(request.user)
    powers = powers_in(person, shown)
    page = thread_page(shown, window, powers)
    elsewhere = _folded_away(shown, window, page)
    if elsewhere is not None:
        return elsewhere
    reactions = own_reactions(person, page.ids)
    composer = reply_composer(request, shown) if powers.reply else None
    seen = [(span.lower, span.upper) for span in shown.position.seen] if shown.position else []
    etag = entity_tag(
        thread_key(shown, window, powers), signature(person), reactions, seen, composer,
        getattr(request, "rail", None), request.session.session_key, request.get_host(),
    )  # fmt: skip
    answer = None if len(get_messages(request)) else unchanged(request, etag)
    if answer is not None:
        return answer
    new = _unseen(page, seen)
    own = own_parts(request, boards[0].community.slug)
    own["composer"] = composer_html(request, composer, own["csrf_token"])
    own["posts"] = thread_html(page, powers, unread=new, own=reactions)
    own["unread_form"] = _unread_form(request, shown, page, own["csrf_token"]) if new else ""
    return tagged(HttpResponse(_shell(request, shown, window, powers, boards, page).filled(own)), etag)


def _shell(
    request: HttpRequest,
    shown: Topic,
    window: Window,
    powers: Powers,
    boards: Sequence[Board],
    page: ThreadPage,
) -> Shell:
    """The page around the posts, which all readers share who may do the same here."""
    offers = _offers(request, shown, boards[0])
    key = entity_tag(
        thread_key(shown, window, powers), _where(boards), sorted(offers.items()),
        request.scheme, request.get_host(), request.path,
    )  # fmt: skip

    def write(mark: Marks) -> dict[str, Any]:
        context = _context(request, shown, window, boards, page)
        composer = mark["composer"] if powers.reply else ""
        return context | {"posts": mark["posts"], "composer": composer, "unread_form": mark["unread_form"]}

    return kept(f"shell:{key}", KEPT_SECONDS, lambda: shell(request, "discussions/topic.html", write))


def _where(boards: Sequence[Board]) -> list[tuple[Any, ...]]:
    """All that a page says of the boards it stands on, for its keys."""
    places = [(board, board.community) for board in boards]
    return [(board.pk, board.name, board.slug, at.name, at.slug, at.hue) for board, at in places]


def _offers(request: HttpRequest, shown: Topic, board: Board) -> dict[str, Any]:
    """What the page offers to do with the whole topic, and why it cannot be answered where it cannot."""
    return {
        "can_moderate": bool(may_moderate_topic(request.user, shown)),
        "can_retitle": bool(may_retitle(request.user, shown)),
        "is_pinned": any(row.pinned_at for row in shown.placements.all() if row.board_id == board.pk),
        "no_reply": str(may_reply(request.user, shown).reason),
    }


def _context(
    request: HttpRequest, shown: Topic, window: Window, boards: Sequence[Board], page: ThreadPage
) -> dict[str, Any]:
    return _offers(request, shown, boards[0]) | {
        "topic": shown,
        "board": boards[0],
        "community": boards[0].community,
        "also_in": boards[1:],
        "page": page,
        "window": window,
        "here": _here(shown, window, page),
        "order_suffix": "&order=time" if window.order == TIME and not request.user.is_authenticated else "",
    }


def _unread_form(request: HttpRequest, shown: Topic, page: ThreadPage, token: str) -> str:
    """How browsers without script say that these posts were read."""

    def write(mark: Marks) -> dict[str, Any]:
        return {"topic": shown, "spans": mark["spans"]}

    key = f"unread-form:{settings.BUILD}:{shown.pk}:{get_language()}"
    form = kept(key, KEPT_SECONDS, lambda: shell(request, "discussions/unread_form.html", write))
    spans = ",".join(f"{number}-{number}" for number in sorted(page.numbers))
    return form.filled({"spans": spans, "csrf_token": token})


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


def _here(shown: Topic, window: Window, page: ThreadPage) -> str:
    """Where a change of the order comes back to: the post that was asked for, else the first of this page."""
    first = window.anchor if window.side == "around" else page.numbers[0] if page.numbers else 1
    if first == 1:
        return shown.get_absolute_url()
    return reverse("post", args=[shown.pk, shown.slug, first]) + f"#post-{first}"
