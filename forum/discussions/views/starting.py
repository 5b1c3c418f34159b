"""Where topics are started."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.communities.views.why_silent import why_not_heard
from forum.core.asked_above import AskedAbove
from forum.core.markup import render_markdown, safe
from forum.core.numbers import whole_number
from forum.core.verdicts import Refused
from forum.discussions.actions.drafts import keep_draft
from forum.discussions.actions.submitting import submit_topic
from forum.discussions.forms.topics import TYPE_OF_BOARD, TopicForm
from forum.discussions.models import Board, HeldPost, Topic, draft_place
from forum.discussions.policies.boards import may_moderate_board, may_start_topic
from forum.discussions.prompts import first_words, reminder_of
from forum.discussions.readers import readers_to_come
from forum.discussions.selectors.boards import board_merged_into
from forum.discussions.views.boards import board_or_where_it_went
from forum.discussions.views.composers import Composer, begun_at
from forum.discussions.views.files import text_with_files
from forum.discussions.views.kept_words import keep_words_and_sign_in
from forum.discussions.views.rules import rules_of
from forum.discussions.views.sent_words import (
    asked_in,
    cleared_in,
    client_key,
    keep_as_draft,
    posted_key,
    stands_at,
)
from forum.people.actors import is_person, signed_in

# Asked above: what else a new topic on a board may be, as HTML within its form; and that done, once it is sent.
goes_along = AskedAbove[[HttpRequest, Board], str](lambda _request, _board: "")
went_along = AskedAbove[[HttpRequest, Topic | HeldPost], None](lambda _request, _sent: None)


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
        why = why_not_heard(request.user, [(board.community, board.pk)])
        context = {"board": board, "refusal": verdict.reason, "why_silent": why}
        return render(request, "discussions/start.html", context, status=403)
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
        with suppress(Refused):  # whatever is in it: the page that they go on to has nothing but this
            keep_draft(
                person=signed_in(request.user),
                place=board,
                body=text_with_files(request, text)[0],
                title=title,
            )
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
        along=goes_along(request, board),
    )


def _submitted_topic(request: HttpRequest, board: Board, *, may_announce: bool) -> HttpResponse:
    person = signed_in(request.user)
    form = TopicForm(request.POST, may_announce=may_announce, offered=board.tags)
    first_board = _first_board(request, board)
    text, error = text_with_files(request, request.POST.get("text", ""))
    status = 200
    refused: Refused | None = None
    if form.is_valid() and "preview" not in request.POST and not error:
        try:
            sent = submit_topic(
                author=person,
                board=board,
                body=text,
                client_key=client_key(request),
                begun_on=first_board,
                cleared=cleared_in(request),
                **form.cleaned_data,
            )
        except Refused as refusal:
            error, status, refused = refusal.sentence, refusal.status, refusal
        else:
            went_along(request, sent)
            return redirect(sent)
    elif "preview" not in request.POST:
        status = 422
    keep_as_draft(request, first_board, text, request.POST.get("title", ""))
    composer = _start_composer(request, board, first_board)
    composer.fields, composer.text, composer.error = form, text, error
    if refused is not None:
        composer.asked, composer.stands_at = asked_in(refused), stands_at(refused)
    composer.client_key = str(posted_key(request) or composer.client_key)
    composer.preview = safe(render_markdown(text)) if "preview" in request.POST else ""
    return render(request, "discussions/start.html", {"board": board, "composer": composer}, status=status)
