"""Another home for a topic: what is asked, who answers, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from forum.core.forms import note_refusal
from forum.core.verdicts import Invalid, Refused, Sentence
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

_Act = Callable[[Person, HomeChange], None]


@require_safe
@login_required
def home_change(request: HttpRequest, change_id: int) -> HttpResponse:
    """What is asked, by whom and why; for those who are asked, a form for their answer."""
    person = signed_in(request.user)
    return _page(request, person, _change_for(person, change_id))


def _answered_with(said: Sentence) -> Callable[[_Act], Callable[..., HttpResponse]]:
    """A view that lets the signed-in person do `act` with what is asked, and then says so."""

    def viewed(act: _Act) -> Callable[..., HttpResponse]:
        @wraps(act)
        def view(request: HttpRequest, change_id: int) -> HttpResponse:
            person = signed_in(request.user)
            change = _change_for(person, change_id)
            try:
                act(person, change)
            except Refused as refusal:
                return _page(request, person, _change_for(person, change_id), refusal=refusal)
            messages.success(request, str(said))
            return redirect("home-change", change_id)

        return require_POST(login_required(view))

    return viewed


@_answered_with(gettext_lazy("Agreed. It is at home there now."))
def accept(person: Person, change: HomeChange) -> None:
    """Agree: the topic is at home there from now on."""
    accept_home_change(moderator=person, change=change)


@_answered_with(gettext_lazy("Taken back. Nobody is asked any more."))
def take_back(person: Person, change: HomeChange) -> None:
    """Take the offer or the request back."""
    take_back_home_change(moderator=person, change=change)


@_answered_with(gettext_lazy("It does not get a home there. Whoever asked is told."))
def object_to(person: Person, change: HomeChange) -> None:
    """Let one's topic stay where it is."""
    object_to_home_change(author=person, change=change)


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
