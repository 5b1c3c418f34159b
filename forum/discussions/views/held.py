"""What one wrote that waits for a moderator, and what became of it. Its author alone comes here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.core.identifiers import Kind, kinds_in_words
from forum.core.markup import excerpt, render_markdown, safe
from forum.discussions.actions.held_words import take_back_held, use_held_again
from forum.discussions.models import Board, HeldPost, Topic
from forum.discussions.policies.boards import may_read_board
from forum.discussions.policies.holding import may_appear_at_once
from forum.discussions.policies.topic_rules import reply_may_appear_at_once
from forum.discussions.selectors.holding import OwnHeld, own_held, own_held_with_places
from forum.discussions.views.previews import shown_at
from forum.discussions.views.topics import readable_topic
from forum.people.actors import signed_in
from forum.people.models import Person

SHOWN, RENDERED = 280, 2000  # characters in the list


@require_safe
@login_required
def held(request: HttpRequest) -> HttpResponse:
    """Everything of one's own that had to wait, newest first."""
    rows = [
        about(row) | {"words": _start_of(row.held)} for row in own_held_with_places(signed_in(request.user))
    ]
    return render(request, "discussions/own_held.html", {"rows": rows})


@require_safe
@login_required
def held_post(request: HttpRequest, held_id: int) -> HttpResponse:
    """One's own words as they would stand, and what became of them."""
    person = signed_in(request.user)
    mine = own_held_or_404(person, held_id)
    place = place_of_held(person, mine)
    html = shown_at(place, mine.source) if place is not None else render_markdown(mine.source)
    context = about(OwnHeld(mine, place)) | {"html": safe(html), "why": _why(person, mine)}
    return render(request, "discussions/held_post.html", context)


def _start_of(held: HeldPost) -> str:
    """The first words as they read, without the signs that lay them out; of a long post no more is rendered."""
    return excerpt(render_markdown(held.source[:RENDERED]), SHOWN)


def own_held_or_404(person: Person, held_id: int) -> HeldPost:
    """The person's own held post; 404 for those of others, as where there are none."""
    return get_object_or_404(own_held(person), pk=held_id)


def place_of_held(person: Person, mine: HeldPost) -> Topic | Board | None:
    """The topic or board that the words are for; None where the person can no longer read it."""
    if mine.topic_id is None:
        return mine.board if may_read_board(person, mine.board) else None
    try:
        return readable_topic(person, mine.topic_id)
    except Http404:
        return None


def about(own: OwnHeld) -> dict[str, Any]:
    """What pages say of a held post and where it belongs; nothing of a place that its author cannot read."""
    mine, place = own.held, own.place
    facts: dict[str, Any] = {"held": mine, "place": place, "state": mine.get_state_display(), "post_url": ""}
    facts["is_waiting"] = mine.state == HeldPost.State.WAITING
    facts["can_be_used"] = mine.state in (HeldPost.State.DECLINED, HeldPost.State.WITHDRAWN)
    post = mine.post
    if post is not None and post.removed_at is None and post.topic.removed_at is None and place is not None:
        facts["post_url"] = post.get_absolute_url() + f"#post-{post.number}"
    if place is None:
        return facts | {
            "title": mine.title or _("Your reply"),
            "what": _("for a place that you can no longer read"),
        }
    if isinstance(place, Topic):
        return facts | {"title": place.title, "what": _what(mine), "place_url": place.get_absolute_url()}
    names = {"board": place.name, "community": place.community.name}
    what = _("a new topic on %(board)s in %(community)s") % names
    return facts | {"title": mine.title, "what": what, "place_url": place.get_absolute_url()}


def seen_in_words(held: HeldPost) -> str:
    """The kinds of what was seen in words that may identify a patient, as a list; "" for none."""
    return kinds_in_words(Kind(kind).label for kind in held.seen if kind in Kind.values)


def _what(mine: HeldPost) -> str:
    if mine.parent is None or mine.parent.number == 1:
        return _("a reply")
    return _("an answer to #%(number)d") % {"number": mine.parent.number}


def _why(person: Person, mine: HeldPost) -> str:
    """Why the words wait, in the sentence that the composer said beforehand."""
    if mine.seen:
        said = _("It may identify a patient (%(seen)s), so a moderator looks at it before it appears.")
        return said % {"seen": seen_in_words(mine)}
    if mine.topic is not None and mine.topic.home_board_id == mine.board_id:
        mine.topic.home_board = mine.board
        verdict = reply_may_appear_at_once(person, mine.topic, mine.board)
    else:
        verdict = may_appear_at_once(person, [mine.board])
    return str(verdict.reason) or _("It waits for a moderator of this board.")


@require_POST
@login_required
def take_back(request: HttpRequest, held_id: int) -> HttpResponse:
    """Take waiting words back into a draft."""
    person = signed_in(request.user)
    take_back_held(author=person, held=own_held_or_404(person, held_id))
    messages.success(
        request, _("You have taken it back. The words are a draft again, and stay here as well.")
    )
    return redirect("held-post", held_id)


@require_POST
@login_required
def use_again(request: HttpRequest, held_id: int) -> HttpResponse:
    """Lay the words into the composer where they were meant to stand."""
    person = signed_in(request.user)
    mine = use_held_again(author=person, held=own_held_or_404(person, held_id))
    if mine.topic_id is None:
        return redirect("start-topic", mine.board.community.slug, mine.board.slug)
    topic = readable_topic(person, mine.topic_id)
    parent = mine.parent.number if mine.parent else 1
    query = f"?reply={parent}" if parent > 1 else ""
    return redirect(reverse("topic", args=[topic.pk, topic.slug]) + f"{query}#reply")
