"""Another home for a topic: what is asked, who answers, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.core.forms import note_refusal
from forum.core.verdicts import Invalid, Refused
from forum.crossposting.actions.homes import (
    accept_home_change,
    decline_home_change,
    object_to_home_change,
    take_back_home_change,
)
from forum.crossposting.forms.carrying import DecliningHomeForm
from forum.crossposting.models import HomeChange
from forum.crossposting.policies.homes import (
    may_answer_change,
    may_object_to_change,
    may_read_why_removed,
    may_read_words,
    may_see_change,
    may_take_back_change,
)
from forum.crossposting.selectors.homes import change_with
from forum.crossposting.selectors.placements import placement_on
from forum.crossposting.views.showing import Opening, communities_looked_after, opening_lines
from forum.crossposting.views.showing_homes import ShownHome, shown_homes
from forum.discussions.policies.boards import moderates
from forum.people.actors import signed_in
from forum.people.models import Person


@require_safe
@login_required
def home_change(request: HttpRequest, change_id: int) -> HttpResponse:
    """What is asked, by whom and why; for those who are asked, a form for their answer."""
    person = signed_in(request.user)
    return _page(request, person, _change_for(person, change_id))


@require_POST
@login_required
def accept(request: HttpRequest, change_id: int) -> HttpResponse:
    """Agree: the topic is at home there from now on."""
    return _done(
        request,
        change_id,
        lambda person, change: accept_home_change(moderator=person, change=change),
        _("Agreed. It is at home there now."),
    )


@require_POST
@login_required
def take_back(request: HttpRequest, change_id: int) -> HttpResponse:
    """Take the offer or the request back."""
    return _done(
        request,
        change_id,
        lambda person, change: take_back_home_change(moderator=person, change=change),
        _("Taken back. Nobody is asked any more."),
    )


@require_POST
@login_required
def object_to(request: HttpRequest, change_id: int) -> HttpResponse:
    """Let one's topic stay where it is."""
    return _done(
        request,
        change_id,
        lambda person, change: object_to_home_change(author=person, change=change),
        _("It does not get a home there. Whoever asked is told."),
    )


@require_POST
@login_required
def decline(request: HttpRequest, change_id: int) -> HttpResponse:
    """Decline with a reason."""
    person = signed_in(request.user)
    change, form = _change_for(person, change_id), DecliningHomeForm(request.POST)
    if form.is_valid():
        try:
            decline_home_change(moderator=person, change=change, reason=form.cleaned_data["reason"])
        except Invalid as refusal:
            note_refusal(form, refusal)
        except Refused as refusal:
            seen = _change_for(person, change_id)
            return _page(request, person, seen, declining=form, refusal=refusal)
        else:
            messages.success(request, _("Declined. Whoever asked reads your reason."))
            return redirect("home-change", change_id)
    return _page(request, person, change, declining=form)


def _done(
    request: HttpRequest, change_id: int, act: Callable[[Person, HomeChange], HomeChange], said: str
) -> HttpResponse:
    person = signed_in(request.user)
    change = _change_for(person, change_id)
    try:
        act(person, change)
    except Refused as refusal:
        return _page(request, person, _change_for(person, change_id), refusal=refusal)
    messages.success(request, said)
    return redirect("home-change", change_id)


def _change_for(person: Person, change_id: int) -> HomeChange:
    change = change_with(change_id)
    if change is None or not may_see_change(person, change):
        raise Http404
    return change


def _page(
    request: HttpRequest,
    person: Person,
    change: HomeChange,
    *,
    declining: DecliningHomeForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    can_answer = bool(may_answer_change(person, change))
    told = shown_homes(person, [change])[0]
    context: dict[str, Any] = {
        "told": told,
        "opening": _opening(told),
        "reads_words": may_read_words(person, change),
        "why_removed": change.topic.removal_reason if may_read_why_removed(person, change) else "",
        "can_answer": can_answer,
        "can_take_back": bool(may_take_back_change(person, change)),
        "can_object": bool(may_object_to_change(person, change)),
        "hidden": _hidden_there(person, change) if can_answer else 0,
        "queues": communities_looked_after(person, [change.to, change.home]),
        "declining": declining or DecliningHomeForm(),
        "refusal": refusal.sentence if refusal else "",
    }
    status = refusal.status if refusal else (422 if declining else 200)
    return render(request, "crossposting/home_change.html", context, status=status)


def _opening(told: ShownHome) -> Opening | None:
    """How the topic begins, for who reads it; words of a removed one are nobody's."""
    topic = told.change.topic
    if not told.title or topic.removed_at is not None:
        return None
    return opening_lines([topic.pk]).get(topic.pk)


def _hidden_there(person: Person, change: HomeChange) -> int:
    """How many posts the board that is asked does not show, which are shown there once it is their home."""
    guest = placement_on(change.topic, change.to) if moderates(person, change.to) else None
    return guest.hidden_count if guest is not None else 0
