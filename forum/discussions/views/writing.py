"""Where topics are answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from forum.core.markup import render_markdown, safe
from forum.core.numbers import whole_number
from forum.core.verdicts import Invalid, Refused, Sentence
from forum.discussions.actions.submitting import submit_reply
from forum.discussions.models import Board, HeldPost, Post, Topic
from forum.discussions.policies.posts import may_read_post
from forum.discussions.policies.topics import live_boards, placements_seen
from forum.discussions.selectors.posts import post_numbered
from forum.discussions.views.composers import reply_composer
from forum.discussions.views.files import text_with_files
from forum.discussions.views.kept_words import keep_words_and_sign_in
from forum.discussions.views.places import posted_number
from forum.discussions.views.sent_words import (
    asked_in,
    cleared_in,
    client_key,
    keep_as_draft,
    posted_key,
    stands_at,
)
from forum.discussions.views.standing import came_by, first_on
from forum.discussions.views.topics import readable_topic
from forum.people.actors import is_person


@require_POST
def reply(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Take a reply in, or give the composer back with its words and what is wrong."""
    text = request.POST.get("text", "")
    if not is_person(request.user):
        back = reverse("topic-bare", args=[topic_id]) + "#reply"
        return keep_words_and_sign_in(request, f"topic:{topic_id}", text=text, back=back)
    topic = readable_topic(request.user, topic_id)
    text, refusal_of_file = text_with_files(request, text)
    if "preview" in request.POST or refusal_of_file:
        refusal = Invalid(refusal_of_file) if refusal_of_file else None
        return _reply_page(request, topic, text, preview=render_markdown(text), refusal=refusal)
    try:
        sent = submit_reply(
            author=request.user,
            topic=topic,
            body=text,
            parent=_answered(topic, request.POST.get("parent", "")),
            via_board=_wished_board(topic, request.POST.get("via", "")),
            client_key=client_key(request),
            cleared=cleared_in(request),
        )
    except Refused as refusal:
        is_kept = keep_as_draft(request, topic, text)
        return _reply_page(request, topic, text, refusal=refusal, is_kept=is_kept)
    if isinstance(sent, HeldPost):
        return redirect(sent)
    query = came_by(topic, sent.via_board_id)
    return redirect(reverse("post", args=[topic.pk, topic.slug, sent.number]) + f"{query}#post-{sent.number}")


def _answered(topic: Topic, number: str) -> Post | None:
    """The post that the reply answers. One that is gone is handed on as it is: the action says so."""
    wanted = whole_number(number) or 0
    return (post_numbered(topic, wanted) or Post(pk=0)) if wanted > 1 else None


def _wished_board(topic: Topic, board_id: str) -> Board | None:
    return next((board for board in live_boards(topic) if str(board.pk) == board_id), None)


def _reply_page(
    request: HttpRequest,
    topic: Topic,
    text: str,
    *,
    refusal: Refused | None = None,
    preview: str = "",
    is_kept: bool = False,
) -> HttpResponse:
    error: Sentence = refusal.sentence if refusal else ""
    seen = first_on(placements_seen(request.user, topic), posted_number(request, "via"))
    composer = reply_composer(request, topic, [placement.board for placement in seen])
    answered = _answered(topic, request.POST.get("parent", ""))
    if answered and answered.pk and not may_read_post(request.user, answered):
        answered = Post(pk=0)
    if composer is not None:
        composer.text, composer.error, composer.preview = text, error, safe(preview)
        if refusal:
            composer.asked, composer.stands_at = asked_in(refusal), stands_at(refusal)
        composer.client_key = str(posted_key(request) or composer.client_key)
        composer.parent = (
            {"number": answered.number, "name": answered.author.display_name}
            if answered and answered.pk and answered.removed_at is None
            else None
        )
    board = seen[0].board
    context: dict[str, Any] = {
        "topic": topic,
        "board": board,
        "composer": composer,
        "error": error,
        "text": text,
        "is_kept": is_kept,
    }
    if answered and answered.pk:
        context |= {"answered": answered, "answered_html": safe(answered.html)}
    return render(
        request, "discussions/reply.html", context, status=200 if preview or not refusal else refusal.status
    )
