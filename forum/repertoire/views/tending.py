"""Pages on which practice notes are written, published and withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.core.editions import ChangedMeanwhile
from forum.core.forms import act_on, conflict_of, note_refusal
from forum.core.markup import render_markdown, safe
from forum.core.verdicts import Refused
from forum.discussions.readers import readers_of_community
from forum.people.actors import signed_in
from forum.repertoire.actions.tending import (
    NoteWords,
    keep_note,
    publish_note,
    take_quote_out,
    withdraw_note,
)
from forum.repertoire.forms import NoteForm, WithdrawForm
from forum.repertoire.models import PracticeNote, Quote
from forum.repertoire.policies.notes import may_publish_note, may_tend_note
from forum.repertoire.selectors.quotes import quotes_in
from forum.repertoire.views.places import note_in_care, tended_note
from forum.repertoire.views.showing import quotes_tended

PUBLISHED = PracticeNote.State.PUBLISHED


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, note_id: int) -> HttpResponse:
    """Its words: kept, shown as they will stand, or published."""
    found = tended_note(request, note_id)
    if request.method != "POST":
        return _page(request, found, _stored(found))
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    if "preview" in request.POST:
        return _page(request, found, form, preview=safe(render_markdown(form.cleaned_data["source"])))
    try:
        _sent(request, found, form)
    except ChangedMeanwhile as refusal:
        return _overtaken(request, note_id, form, refusal)
    except Refused as refusal:
        note_refusal(form, refusal)
        return _page(request, found, form, status=refusal.status)
    return redirect(found)


def _sent(request: HttpRequest, found: PracticeNote, form: NoteForm) -> None:
    given, person = form.cleaned_data, signed_in(request.user)
    words = NoteWords(given["title"], given["source"], given["seen"])
    if "publish" in request.POST:
        publish_note(person=person, note=found, words=words)
        messages.success(request, _("It stands in the repertoire."))
        return
    kept = keep_note(person=person, note=found, words=words)
    is_read = kept.state == PUBLISHED
    messages.success(request, _("Changed, for all who read it.") if is_read else _("Kept."))


def _overtaken(
    request: HttpRequest, note_id: int, typed: NoteForm, refusal: ChangedMeanwhile
) -> HttpResponse:
    """The words that were typed, beside what it says by now; sent once more they take its place."""
    present = tended_note(request, note_id)
    again = request.POST.copy()
    again["seen"] = str(present.revision)
    conflict = conflict_of(refusal, typed=typed, stored=_stored(present))
    return _page(request, present, NoteForm(again), status=refusal.status, conflict=conflict)


def _stored(found: PracticeNote) -> NoteForm:
    return NoteForm(initial={"title": found.title, "source": found.source, "seen": found.revision})


def _page(
    request: HttpRequest, found: PracticeNote, form: NoteForm, *, status: int = 200, **more: object
) -> HttpResponse:
    quotes = quotes_tended(quotes_in(found))
    standing = sum(each.does_stand for each in quotes)
    publishes = may_publish_note(request.user, found)
    context = {
        "note": found,
        "community": found.community,
        "form": form,
        "no_publishing": "" if publishes else publishes.reason,
        "quotes": quotes,
        "standing": standing,
        "waiting": sum(each.is_asked for each in quotes),
        "readers": readers_of_community(found.community.visibility),
    } | more
    return render(request, "repertoire/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: HttpRequest, note_id: int) -> HttpResponse:
    """Ask why, then let nobody read it but those who look after it."""
    found = note_in_care(request, note_id)
    form, status = WithdrawForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        done, status = act_on(
            form,
            lambda given: withdraw_note(person=signed_in(request.user), note=found, reason=given["reason"]),
        )
        if done is not None:
            messages.success(request, _("Withdrawn. It can be published again."))
            return redirect(found)
    context = {"note": found, "community": found.community, "form": form}
    return render(request, "repertoire/withdraw.html", context, status=status)


@require_POST
@login_required
def take_out(request: HttpRequest, note_id: int, quote_id: int) -> HttpResponse:
    """Quote it no more; who said it need not answer."""
    found = note_in_care(request, note_id)
    take_quote_out(person=signed_in(request.user), note=found, quote=Quote(pk=quote_id, note=found))
    return redirect("practice-note-edit" if may_tend_note(request.user, found) else "practice-note", note_id)
