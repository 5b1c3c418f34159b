"""The page where hosts write the recap of a live session, and sign it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.core.editions import ChangedMeanwhile
from forum.core.forms import conflict_of, note_refusal
from forum.core.markup import render_markdown, safe
from forum.core.numbers import whole_number
from forum.core.verdicts import Refused, require
from forum.discussions.models import Topic
from forum.discussions.views.sent_words import asked_in, cleared_in
from forum.gatherings.models import Gathering
from forum.gatherings.views.places import prepared_gathering
from forum.people.actors import Actor, signed_in
from forum.recaps.actions.recaps import RecapWords, draft_anew, keep_recap, sign_recap
from forum.recaps.forms.recaps import RecapForm
from forum.recaps.policies.recaps import boards_for, may_sum_up
from forum.recaps.selectors.recaps import facts_of, recap_of, signed_recap_of
from forum.recaps.views.drafting import drafted_body, drafted_title


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def recap(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """What was drafted, or kept since; kept, shown as it will stand, or signed."""
    found = _summed_up(request, gathering_id)
    signed = _signed(request.user, found)
    if signed is not None:
        return redirect(signed)
    if request.method != "POST":
        return _page(request, found, _stored(request.user, found))
    form = RecapForm(request.POST, boards=boards_for(request.user, found))
    if not form.is_valid():
        return _page(request, found, form, status=422)
    if "preview" in request.POST:
        return _page(request, found, form, preview=safe(render_markdown(form.cleaned_data["body"])))
    try:
        done = _sent(request, found, form)
    except ChangedMeanwhile as refusal:
        return _overtaken(request, found, form, refusal)
    except Refused as refusal:
        note_refusal(form, refusal)
        return _page(request, found, form, status=refusal.status, asked=asked_in(refusal))
    return redirect(done if done is not None else request.path)


def _sent(request: HttpRequest, found: Gathering, form: RecapForm) -> Topic | None:
    given = form.cleaned_data
    person, kept = signed_in(request.user), recap_of(found)
    board = form.chosen or (kept.board if kept is not None and not form.offers(kept.board_id) else None)
    words = RecapWords(given["title"], given["body"], board, given["seen"])
    if "sign" in request.POST:
        signed = sign_recap(host=person, gathering=found, words=words, cleared=cleared_in(request))
        if signed.author_id == person.pk:
            messages.success(request, _("The recap stands under your name. Those who came are told."))
        return signed
    keep_recap(host=person, gathering=found, words=words)
    messages.success(request, _("Kept. Nobody sees it but those who lead the session, until it is signed."))
    return None


@require_POST
@login_required
def anew(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Let go of what was kept, and draft it from the session again."""
    found = _summed_up(request, gathering_id)
    seen = whole_number(request.POST.get("seen", ""), digits=9) or 0
    draft_anew(host=signed_in(request.user), gathering=found, seen=seen)
    messages.success(request, _("Drafted anew from what the session holds now."))
    return redirect("gathering-recap", gathering_id)


def _summed_up(request: HttpRequest, gathering_id: int) -> Gathering:
    found = prepared_gathering(request, gathering_id)
    require(may_sum_up(request.user, found))
    return found


def _signed(actor: Actor, found: Gathering) -> Topic | None:
    """The topic that its recap became; None while it is not signed. Raises Refused where the actor does not read it."""
    kept = recap_of(found)
    if kept is None or kept.signed_at is None:
        return None
    signed = signed_recap_of(actor, found)
    if signed is None:
        raise Refused(_("This recap was signed. The topic that it became is not open to you."))
    return signed


def _stored(actor: Actor, found: Gathering) -> RecapForm:
    boards, kept = boards_for(actor, found), recap_of(found)
    seen = kept.revision if kept is not None else 0
    if kept is not None and kept.is_kept:
        said = {"title": kept.title, "body": kept.body, "board": kept.board_id}
    else:
        facts = facts_of(found)
        said = {"title": drafted_title(facts), "body": drafted_body(facts), "board": ""}
    return RecapForm(boards=boards, initial=said | {"seen": seen})


def _overtaken(
    request: HttpRequest, found: Gathering, typed: RecapForm, refusal: ChangedMeanwhile
) -> HttpResponse:
    """The words that were typed, beside what it says by now; sent once more they take its place."""
    signed = _signed(request.user, found)
    if signed is not None:
        messages.warning(request, str(refusal.sentence))
        return redirect(signed)
    stored, kept = _stored(request.user, found), recap_of(found)
    again = request.POST.copy()
    again["seen"] = str(kept.revision if kept is not None else 0)
    form = RecapForm(again, boards=boards_for(request.user, found))
    conflict = conflict_of(refusal, typed=form, stored=stored)
    return _page(request, found, form, status=refusal.status, conflict=conflict)


def _page(
    request: HttpRequest, found: Gathering, form: RecapForm, *, status: int = 200, **more: object
) -> HttpResponse:
    kept = recap_of(found)
    context = {"gathering": found, "community": found.community, "form": form, "kept": kept} | more
    return render(request, "recaps/recap.html", context, status=status)
