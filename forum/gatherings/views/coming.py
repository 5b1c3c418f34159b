"""Where one says whether one comes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from forum.core.numbers import whole_number
from forum.core.verdicts import Refused, Sentence
from forum.gatherings.actions.coming import answer_whether_one_comes
from forum.gatherings.models import Coming
from forum.gatherings.views.gatherings import gathering_page
from forum.gatherings.views.places import seen_gathering
from forum.people.actors import signed_in

State = Coming.State
_SAID: dict[State, Sentence] = {
    State.COMING: gettext_lazy(
        "You have a place. It is in your calendar, if that fetches your sessions here."
    ),
    State.WAITING: gettext_lazy(
        "All places are taken. You move up by yourself when one is free, and are told."
    ),
    State.NOT_COMING: gettext_lazy("You do not come. Thank you for saying so."),
}


@require_POST
@login_required
def come(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """One comes, or waits for a place."""
    return _answered(request, gathering_id, State.COMING)


@require_POST
@login_required
def stay_away(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """One does not come."""
    return _answered(request, gathering_id, State.NOT_COMING)


def _answered(request: HttpRequest, gathering_id: int, comes: State) -> HttpResponse:
    found = seen_gathering(request, gathering_id)
    try:
        row = answer_whether_one_comes(
            person=signed_in(request.user),
            gathering=found,
            comes=comes,
            through_id=whole_number(request.POST.get("through", "")),
            by_mail="quietly" not in request.POST,
        )
    except Refused as refusal:
        return gathering_page(request, found, problem=str(refusal.sentence), status=refusal.status)
    messages.success(request, str(_SAID[State(row.state)]))
    return redirect(found)
