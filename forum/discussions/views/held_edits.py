"""Where authors change words that wait for a moderator."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.core.identifiers import Identified
from forum.core.markup import render_markdown, safe
from forum.core.verdicts import Refused
from forum.discussions.actions.drafts import keep_begun
from forum.discussions.actions.held_words import HeldMeanwhile, change_held
from forum.discussions.forms.topics import TopicForm
from forum.discussions.models import HeldPost, draft_place
from forum.discussions.policies.boards import may_moderate_board, may_read_board
from forum.discussions.policies.holding import may_change_held
from forum.discussions.readers import readers_to_come
from forum.discussions.selectors.holding import OwnHeld
from forum.discussions.views.composers import Composer, begun_at
from forum.discussions.views.files import text_with_files
from forum.discussions.views.held import about, own_held_or_404, place_of_held
from forum.discussions.views.places import posted_number
from forum.discussions.views.sent_words import asked_in, cleared_in
from forum.people.actors import signed_in
from forum.people.models import Person


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, held_id: int) -> HttpResponse:
    """Change waiting words; a decision that was faster is told, and what was typed stays on the page."""
    person = signed_in(request.user)
    mine = own_held_or_404(person, held_id)
    if request.method == "POST":
        return _submitted(request, person, mine)
    if not may_change_held(person, mine):
        return redirect(mine)
    composer = _composer(request, mine)
    composer.fields = _form(person, mine) if mine.topic_id is None else None
    return _page(request, person, mine, composer)


def _composer(request: HttpRequest, mine: HeldPost) -> Composer:
    begun = begun_at(request, draft_place(mine))
    return Composer(
        action=reverse("held-edit", args=[mine.pk]),
        heading=_("What you wrote"),
        submit_label=_("Save"),
        place=draft_place(mine),
        audience=readers_to_come(mine.board) if may_read_board(signed_in(request.user), mine.board) else "",
        text=begun.text or mine.source,
        title=begun.title or mine.title,
        revision=begun.revision or mine.revision,
        draft_kept_at=begun.draft_kept_at,
        cancel_url=mine.get_absolute_url(),
    )


def _form(person: Person, mine: HeldPost, data: Any = None) -> TopicForm:
    initial = {"title": mine.title, "type": mine.type, "tags": ", ".join(mine.tags)}
    may_announce = bool(may_moderate_board(person, mine.board))
    return TopicForm(data, initial=initial, may_announce=may_announce, offered=mine.board.tags)


def _submitted(request: HttpRequest, person: Person, mine: HeldPost) -> HttpResponse:
    form = _form(person, mine, request.POST) if mine.topic_id is None else None
    text, error = text_with_files(request, request.POST.get("text", ""))
    revision, status = posted_number(request, "revision") or 0, 200
    is_preview = "preview" in request.POST
    theirs: HeldPost | None = None
    asked: Identified | None = None
    if form is not None and not form.is_valid():
        status = 200 if is_preview else 422
    elif not is_preview and not error:
        fields: dict[str, Any] = form.cleaned_data if form else {}
        try:
            fields |= {"body": text, "revision": revision, "cleared": cleared_in(request)}
            return redirect(change_held(author=person, held=mine, **fields))
        except HeldMeanwhile as crossed:
            error, status, theirs = crossed.sentence, crossed.status, crossed.held
            revision = crossed.held.revision
        except Refused as refusal:
            error, status, asked = refusal.sentence, refusal.status, asked_in(refusal)
    composer = _composer(request, mine)
    composer.text, composer.error, composer.fields, composer.revision = text, error, form, revision
    composer.asked = asked
    composer.preview = safe(render_markdown(text)) if is_preview else ""
    if may_change_held(person, theirs or mine):
        _keep(request, person, mine, text, revision)
    return _page(request, person, theirs or mine, composer, theirs=theirs, status=status)


def _keep(request: HttpRequest, person: Person, mine: HeldPost, text: str, revision: int) -> None:
    """Keep what was typed as a draft, where that may be; it is on the page as well."""
    title, cleared = request.POST.get("title", ""), cleared_in(request)
    with suppress(Refused):
        keep_begun(person=person, place=mine, body=text, title=title, revision=revision, cleared=cleared)


def _page(
    request: HttpRequest,
    person: Person,
    mine: HeldPost,
    composer: Composer,
    *,
    theirs: HeldPost | None = None,
    status: int = 200,
) -> HttpResponse:
    """The composer; where the words were decided on meanwhile, what was typed, to copy."""
    context = about(OwnHeld(mine, place_of_held(person, mine))) | {"composer": composer}
    if theirs is not None:
        context |= {"theirs": theirs.source, "theirs_html": safe(render_markdown(theirs.source))}
    return render(request, "discussions/held_edit.html", context, status=status)
