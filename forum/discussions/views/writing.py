"""Where topics are started and answered."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.core.markup import render_markdown, safe
from forum.core.numbers import uuid_in, whole_number
from forum.core.verdicts import Refused, Sentence
from forum.discussions.actions.drafts import keep_draft
from forum.discussions.actions.submitting import submit_reply, submit_topic
from forum.discussions.forms.topics import TYPE_OF_BOARD, TopicForm
from forum.discussions.models import Board, HeldPost, Post, Topic, draft_place
from forum.discussions.policies.boards import may_moderate_board, may_start_topic
from forum.discussions.policies.posts import may_read_post
from forum.discussions.policies.topics import live_boards, placements_seen
from forum.discussions.prompts import first_words, reminder_of
from forum.discussions.readers import readers_to_come
from forum.discussions.selectors.boards import board_merged_into
from forum.discussions.selectors.posts import post_numbered
from forum.discussions.views.boards import board_or_where_it_went
from forum.discussions.views.composers import Composer, begun_at, reply_composer
from forum.discussions.views.files import text_with_files
from forum.discussions.views.kept_words import keep_words_and_sign_in
from forum.discussions.views.places import posted_number
from forum.discussions.views.rules import rules_of
from forum.discussions.views.standing import first_on
from forum.discussions.views.topics import readable_topic
from forum.people.actors import is_person, signed_in

logger = logging.getLogger(__name__)


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
        return _reply_page(request, topic, text, preview=render_markdown(text), error=refusal_of_file)
    try:
        sent = submit_reply(
            author=request.user,
            topic=topic,
            body=text,
            parent=_answered(topic, request.POST.get("parent", "")),
            via_board=_wished_board(topic, request.POST.get("via", "")),
            client_key=client_key(request),
        )
    except Refused as refusal:
        _keep(request, topic, text)
        return _reply_page(request, topic, text, error=refusal.sentence, status=refusal.status)
    if isinstance(sent, HeldPost):
        return redirect(sent)
    came_by = "" if sent.via_board_id == topic.home_board_id else f"?in={sent.via_board_id}"
    return redirect(
        reverse("post", args=[topic.pk, topic.slug, sent.number]) + f"{came_by}#post-{sent.number}"
    )


def _answered(topic: Topic, number: str) -> Post | None:
    """The post that the reply answers. One that is gone is handed on as it is: the action says so."""
    wanted = whole_number(number) or 0
    return (post_numbered(topic, wanted) or Post(pk=0)) if wanted > 1 else None


def _wished_board(topic: Topic, board_id: str) -> Board | None:
    return next((board for board in live_boards(topic) if str(board.pk) == board_id), None)


def client_key(request: HttpRequest) -> UUID | None:
    """The key that makes a retried submit the same one; None where it is missing or malformed.

    The words are part of it: whoever goes back to a form that was sent, and writes something else, sends anew.
    """
    key = _posted_key(request)
    return key and uuid5(key, "\0".join(request.POST.get(name, "") for name in ("parent", "title", "text")))


def _posted_key(request: HttpRequest) -> UUID | None:
    return uuid_in(request.POST.get("client_key", ""))


def _keep(request: HttpRequest, place: Topic | Board, text: str, title: str = "") -> None:
    """Keep the words of a refused submit as a draft. A refusal here changes nothing: they are on the page as well."""
    person = signed_in(request.user)
    number = posted_number(request, "parent")
    try:
        keep_draft(person=person, place=place, body=text, title=title, parent_number=number)
    except Refused as refusal:
        logger.info("A refused submit stands on its page alone; no draft was kept: %s", refusal.sentence)


def _reply_page(
    request: HttpRequest,
    topic: Topic,
    text: str,
    *,
    error: Sentence = "",
    preview: str = "",
    status: int = 200,
) -> HttpResponse:
    seen = first_on(placements_seen(request.user, topic), posted_number(request, "via"))
    composer = reply_composer(request, topic, [placement.board for placement in seen])
    answered = _answered(topic, request.POST.get("parent", ""))
    if answered and answered.pk and not may_read_post(request.user, answered):
        answered = Post(pk=0)
    if composer is not None:
        composer.text, composer.error, composer.preview = text, error, safe(preview)
        composer.client_key = str(_posted_key(request) or composer.client_key)
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
    }
    if answered and answered.pk:
        context |= {"answered": answered, "answered_html": safe(answered.html)}
    return render(request, "discussions/reply.html", context, status=status)


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, community_slug: str, board_slug: str) -> HttpResponse:
    """The page on which a topic is started."""
    board, into = board_or_where_it_went(request.user, community_slug, board_slug)
    if board.merged_into_id is not None:
        return _go_on_elsewhere(request, board, into)
    if not is_person(request.user):
        back = reverse("start-topic", args=[community_slug, board_slug])
        text, title = request.POST.get("text", ""), request.POST.get("title", "")
        return keep_words_and_sign_in(request, draft_place(board), text=text, title=title, back=back)
    may_announce = bool(may_moderate_board(request.user, board))
    if request.method == "POST":
        return _submitted_topic(request, board, may_announce=may_announce)
    verdict = may_start_topic(request.user, board)
    if not verdict:
        return render(
            request, "discussions/start.html", {"board": board, "refusal": verdict.reason}, status=403
        )
    composer = _start_composer(request, board, _first_board(request, board))
    form = TopicForm(
        initial={
            "type": TYPE_OF_BOARD.get(Board.Kind(board.kind), Topic.Type.DISCUSSION),
            "title": composer.title,
        },
        may_announce=may_announce,
        offered=board.tags,
    )
    composer.fields = form
    return render(request, "discussions/start.html", {"board": board, "composer": composer})


def _go_on_elsewhere(request: HttpRequest, board: Board, into: Board | None) -> HttpResponse:
    """On to the board that this one was merged into, with what was begun or sent here: others may read it there."""
    text, title = request.POST.get("text", ""), request.POST.get("title", "")
    if request.method == "POST" and not is_person(request.user):
        back = reverse("start-topic", args=[board.community.slug, board.slug])
        return keep_words_and_sign_in(request, draft_place(board), text=text, title=title, back=back)
    if request.method == "POST":
        _keep(request, board, text_with_files(request, text)[0], title)
    if into is None:
        said = _("This board was merged into one that you cannot read. What you wrote is kept as a draft.")
        return render(request, "discussions/start.html", {"board": board, "refusal": said}, status=403)
    if request.method == "POST":
        said = _(
            "This board was merged into %(board)s meanwhile. Look who reads it here, then send it again."
        )
        messages.warning(request, said % {"board": into.name})
    address = reverse("start-topic", args=[into.community.slug, into.slug])
    return redirect(f"{address}?from={board.pk}")


def _first_board(request: HttpRequest, board: Board) -> Board:
    """Where the words of the composer were begun: here, or on a board that was merged into this one (`?from=`)."""
    number = whole_number(request.GET.get("from", ""))
    return (board_merged_into(board, number) if number else None) or board


def _start_composer(request: HttpRequest, board: Board, first_board: Board) -> Composer:
    place = draft_place(first_board)
    begun = begun_at(request, place)
    query = "" if first_board == board else f"?from={first_board.pk}"
    return Composer(
        action=reverse("start-topic", args=[board.community.slug, board.slug]) + query,
        heading=_("The first post"),
        submit_label=_("Start the topic"),
        place=place,
        audience=readers_to_come(board),
        rules=rules_of(request.user, [board]),
        text=begun.text or first_words(board),
        title=begun.title,
        draft_kept_at=begun.draft_kept_at,
        reminder=reminder_of(board),
    )


def _submitted_topic(request: HttpRequest, board: Board, *, may_announce: bool) -> HttpResponse:
    person = signed_in(request.user)
    form = TopicForm(request.POST, may_announce=may_announce, offered=board.tags)
    first_board = _first_board(request, board)
    text, error = text_with_files(request, request.POST.get("text", ""))
    status = 200
    if form.is_valid() and "preview" not in request.POST and not error:
        try:
            sent = submit_topic(
                author=person,
                board=board,
                body=text,
                client_key=client_key(request),
                begun_on=first_board,
                **form.cleaned_data,
            )
        except Refused as refusal:
            error, status = refusal.sentence, refusal.status
        else:
            return redirect(sent)
    elif "preview" not in request.POST:
        status = 422
    _keep(request, first_board, text, request.POST.get("title", ""))
    composer = _start_composer(request, board, first_board)
    composer.fields, composer.text, composer.error = form, text, error
    composer.client_key = str(_posted_key(request) or composer.client_key)
    composer.preview = safe(render_markdown(text)) if "preview" in request.POST else ""
    return render(request, "discussions/start.html", {"board": board, "composer": composer}, status=status)
