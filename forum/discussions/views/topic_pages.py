"""A page of a topic: one for all visitors, and for people one that is the same for all who may do the same there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from forum.core.conditional import entity_tag, shared_page, tagged, unchanged
from forum.core.kept import kept
from forum.core.pieces import Marks, Piece, own_parts, shell
from forum.discussions.models import Board, Placement, Topic
from forum.discussions.selectors.marks import own_reactions
from forum.discussions.selectors.threads import TIME, TREE, Window, folding_branch
from forum.discussions.views.composers import composer_html, reply_composer
from forum.discussions.views.feet import Powers, powers_in
from forum.discussions.views.follow_button import follow_html
from forum.discussions.views.noted import noted_on_page
from forum.discussions.views.offers import offers_to
from forum.discussions.views.post_pieces import KEPT_SECONDS
from forum.discussions.views.relocated import where_it_went
from forum.discussions.views.sights import Sight, sight_of, told_apart
from forum.discussions.views.standing import came_by, query_of
from forum.discussions.views.threads import ThreadPage, thread_html, thread_key, thread_page
from forum.discussions.views.waiting import waiting_note
from forum.people.actors import Actor, is_person, signature, signed_in


class Brought(NamedTuple):
    """Who carried a topic to the board where it is read, and why; `key` names that to whoever reports it."""

    key: int
    name: str
    handle: str
    note: str


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a topic: which part of it, where its reader sees it stand, and what they may do there.

    `offers` are the names that the page's template knows the acts on the whole topic by.
    """

    topic: Topic
    window: Window
    placements: Sequence[Placement]
    powers: Powers
    sight: Sight
    offers: dict[str, Any]

    @property
    def boards(self) -> list[Board]:
        """The boards on which its reader sees it stand, the one by which they came first."""
        return [placement.board for placement in self.placements]

    @property
    def lang(self) -> str:
        """The code of the language of its words, where they are read where they were written; or ""."""
        board = self.boards[0]
        return board.community.lang if board.pk == self.topic.home_board_id else ""

    @property
    def brought(self) -> Brought | None:
        """Who brought it to the board where one reads it, and why; None at home."""
        here = self.placements[0]
        if here.board_id == self.topic.home_board_id or here.proposed_by is None:
            return None
        return Brought(here.pk, here.proposed_by.display_name, here.proposed_by.handle, here.note)

    @property
    def key(self) -> str:
        """All that the page depends on beside what is one reader's own."""
        places = [(board, board.community) for board in self.boards]
        where = [
            (board.pk, board.name, board.slug, at.name, at.slug, at.hue, at.lang) for board, at in places
        ]
        return entity_tag(
            thread_key(self.topic, self.window, self.powers, self.sight),
            where,
            self.brought,
            sorted(self.offers.items()),
            get_language(),
        )


def look_at(actor: Actor, topic: Topic, window: Window, placements: Sequence[Placement]) -> Look:
    """What the actor, who may read the topic, sees of it; `placements` are where, the one by which they came first."""
    here, offers = placements[0], offers_to(actor, topic, placements)
    sight = sight_of(actor, topic, placements)
    powers = powers_in(actor, topic)
    if powers.reply:
        powers = replace(powers, query=query_of(topic, here))
    return Look(topic, window, placements, powers, sight, offers)


def topic_page(request: HttpRequest, look: Look) -> HttpResponseBase:
    """The page that shows what was looked at, or the way to where the tree has folded it away."""
    if is_person(request.user):
        return _page_for_person(request, look)
    return _page_for_visitors(request, look)


def _page_for_visitors(request: HttpRequest, look: Look) -> HttpResponseBase:
    noted = noted_on_page(request.user, look.topic, look.sight)

    def made() -> HttpResponse:
        page = thread_page(look.topic, look.window, look.powers, look.sight)
        elsewhere = _elsewhere(request.user, look, page)
        if elsewhere is not None:
            return elsewhere
        posts = thread_html(page, look.powers, lang=look.lang, notes=noted.beside)
        context = _context(request, look, page) | {"posts": posts, "noted": noted.above}
        return render(request, "discussions/topic.html", context)

    return shared_page(request, entity_tag(look.key, request.get_host(), noted), made, seconds=KEPT_SECONDS)


def _page_for_person(request: HttpRequest, look: Look) -> HttpResponseBase:
    """The page with what is the person's own laid into it."""
    person, topic = signed_in(request.user), look.topic
    page = thread_page(topic, look.window, look.powers, look.sight)
    elsewhere = _elsewhere(request.user, look, page)
    if elsewhere is not None:
        return elsewhere
    reactions, origins = own_reactions(person, page.ids), page.origins_for(person)
    noted = noted_on_page(person, topic, look.sight)
    composer = reply_composer(request, topic, look.boards) if look.powers.reply else None
    waiting = waiting_note(person, topic, look.boards)
    seen = [(span.lower, span.upper) for span in topic.position.seen] if topic.position else []
    etag = entity_tag(
        look.key, signature(person), reactions, origins, seen, composer, topic.is_followed, waiting, noted,
        getattr(request, "rail", None), request.session.session_key, request.get_host(),
    )  # fmt: skip
    answer = None if len(get_messages(request)) else unchanged(request, etag)
    if answer is not None:
        return answer
    unseen = _unseen(page, seen)
    new = (
        unseen if seen else set()
    )  # on a first visit everything is, and to say so of each post tells nothing
    own = own_parts(request, look.boards[0].community.slug)
    own["composer"] = composer_html(request, composer, own["csrf_token"])
    own["posts"] = thread_html(
        page, look.powers, lang=look.lang, unread=unseen, new=new, own=reactions, origins=origins,
        notes=noted.beside,
    )  # fmt: skip
    own["noted"] = noted.above
    own["follow"] = follow_html(topic.pk, is_followed=topic.is_followed, back=_here(look, page))
    own["waiting"] = waiting
    own["unread_form"] = _unread_form(request, topic, page, own["csrf_token"]) if unseen else ""
    return tagged(HttpResponse(_same_for_all(request, look, page).filled(own)), etag)


def _same_for_all(request: HttpRequest, look: Look, page: ThreadPage) -> Piece:
    """The page around the posts, which all readers share who may do the same here."""

    def write(mark: Marks) -> dict[str, Any]:
        composer = mark["composer"] if look.powers.reply else ""
        own = {name: mark[name] for name in ("posts", "unread_form", "follow", "waiting", "noted")}
        return _context(request, look, page) | own | {"composer": composer}

    key = entity_tag(look.key, request.scheme, request.get_host(), request.path)
    return kept(f"shell:{key}", KEPT_SECONDS, lambda: shell(request, "discussions/topic.html", write))


def _context(request: HttpRequest, look: Look, page: ThreadPage) -> dict[str, Any]:
    topic, query = look.topic, query_of(look.topic, look.placements[0])
    is_by_address = look.window.order == TIME and not look.powers.signed_in
    keeps = "&".join(filter(None, [query, "order=time" if is_by_address else ""]))
    return look.offers | {
        "topic": topic,
        "board": look.boards[0],
        "community": look.boards[0].community,
        "boards": told_apart(look.boards),
        "also_in": look.boards[1:],
        "home": topic.home_board if topic.home_board in look.boards[1:] else None,
        "brought": look.brought,
        "query": query,
        "keeps": f"?{keeps}" if keeps else "",
        "lang": look.lang,
        "page": page,
        "window": look.window,
        "here": _here(look, page),
        "gone": 0
        if look.window.side != "around" or look.window.anchor in page.numbers
        else look.window.anchor,
        "order_suffix": "&order=time" if is_by_address else "",
    }


def _unread_form(request: HttpRequest, topic: Topic, page: ThreadPage, token: str) -> str:
    """How browsers without script say that these posts were read."""

    def write(mark: Marks) -> dict[str, Any]:
        return {"topic": topic, "spans": mark["spans"]}

    key = f"unread-form:{settings.BUILD}:{topic.pk}:{get_language()}"
    form = kept(key, KEPT_SECONDS, lambda: shell(request, "discussions/unread_form.html", write))
    spans = ",".join(f"{number}-{number}" for number in sorted(page.numbers))
    return form.filled({"spans": spans, "csrf_token": token})


def _unseen(page: ThreadPage, seen: list[tuple[int, int]]) -> set[int]:
    return {number for number in page.numbers if not any(low <= number < high for low, high in seen)}


def _elsewhere(actor: Actor, look: Look, page: ThreadPage) -> HttpResponse | None:
    """On to where the post asked for stands by now, or to the branch that holds it where the tree folds it away."""
    window = look.window
    if window.side != "around" or window.anchor in page.numbers:
        return None
    branch = folding_branch(look.topic, window.anchor) if window.order == TREE else 0
    if branch:
        query = query_of(look.topic, look.placements[0])
        address = f"{look.topic.get_absolute_url()}?branch={branch}&from={window.anchor}"
        return redirect(f"{address}{query and '&' + query}#post-{window.anchor}")
    went = where_it_went(actor, look.topic.pk, window.anchor)
    return redirect(went) if went else None


def _here(look: Look, page: ThreadPage) -> str:
    """Where a change of the order comes back to: the post that was asked for, else the first of this page."""
    first = page.numbers[0] if page.numbers else 1
    number = look.window.anchor if look.window.side == "around" else first
    query = came_by(look.topic, look.placements[0].board_id)
    if number == 1:
        return look.topic.get_absolute_url() + query
    return reverse("post", args=[look.topic.pk, look.topic.slug, number]) + f"{query}#post-{number}"
