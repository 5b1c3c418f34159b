"""Where what is typed is kept, and where one finds it again."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.discussions.actions.drafts import keep_begun, throw_draft_away
from forum.discussions.models import Board, Draft, HeldPost, Post
from forum.discussions.selectors.drafts import KeptDraft, drafts_of, own_drafts
from forum.discussions.views.places import place_called, posted_number, writer_of


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as the page lists it; `url` is where it goes on, "" where that can no longer be read."""

    draft: Draft
    what: str
    title: str
    url: str


@require_http_methods(["GET", "HEAD", "POST"])
def drafts(request: HttpRequest) -> HttpResponse:
    """The page of one's drafts; a POST keeps one."""
    return _keep(request) if request.method == "POST" else _page(request)


def _keep(request: HttpRequest) -> JsonResponse:
    """Keep `title` and `text` typed at a `place`, answering `parent`: {"kept_at": ISO time or null}."""
    person = writer_of(request)
    place = place_called(request.user, request.POST.get("place", ""))
    draft = keep_begun(
        person=person,
        place=place,
        body=request.POST.get("text", ""),
        title=request.POST.get("title", ""),
        parent_number=posted_number(request, "parent"),
        revision=posted_number(request, "revision"),
    )
    return JsonResponse({"kept_at": draft.updated_at.isoformat() if draft else None})


@require_safe
@login_required
def _page(request: HttpRequest) -> HttpResponse:
    rows = [_row(kept) for kept in drafts_of(writer_of(request))]
    return render(request, "discussions/drafts.html", {"rows": rows})


def _row(kept: KeptDraft) -> DraftRow:
    draft, place = kept.draft, kept.place
    if place is None:
        return DraftRow(draft, _("for a place that you can no longer read"), draft.title, "")
    if isinstance(place, Board):
        url = reverse("start-topic", args=[place.community.slug, place.slug])
        if draft.board_id is not None and draft.board_id != place.pk:
            url = f"{url}?from={draft.board_id}"
        what = _("a new topic on %(board)s in %(community)s") % {
            "board": place.name,
            "community": place.community.name,
        }
        return DraftRow(draft, what, draft.title or _("No title yet"), url)
    if isinstance(place, HeldPost):
        title = draft.title or place.title or _("Your reply")
        return DraftRow(draft, _("a change of words that wait"), title, reverse("held-edit", args=[place.pk]))
    if isinstance(place, Post):
        what = _("a change of #%(number)d") % {"number": place.number}
        return DraftRow(draft, what, place.topic.title, reverse("post-edit", args=[place.pk]))
    parent = draft.parent_number or 0
    if parent > 1:
        what = _("an answer to #%(number)d") % {"number": parent}
        return DraftRow(draft, what, place.title, f"{place.get_absolute_url()}?reply={parent}#reply")
    return DraftRow(draft, _("a reply"), place.title, f"{place.get_absolute_url()}#reply")


@require_POST
@login_required
def drop(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Throw one of one's own drafts away."""
    person = writer_of(request)
    draft = get_object_or_404(own_drafts(person), pk=draft_id)
    throw_draft_away(person=person, place=draft.place)
    messages.success(request, _("The draft is gone."))
    return redirect("drafts")
