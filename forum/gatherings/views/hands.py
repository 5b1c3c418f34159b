"""Raising a hand in a live session, and calling on people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from forum.core.refusals import wants_json
from forum.core.verdicts import Refused
from forum.gatherings.actions import hands
from forum.gatherings.models import Gathering
from forum.gatherings.selectors.hands import hand_in
from forum.gatherings.views.gatherings import gathering_page
from forum.gatherings.views.places import seen_gathering
from forum.people.actors import signed_in
from forum.people.models import Person


def _on_hands(act: Callable[[Person, Gathering], object]) -> Callable[[HttpRequest, int], HttpResponse]:
    """A view that lets the person do `act` in a session, and leads back to its hands."""

    def view(request: HttpRequest, gathering_id: int) -> HttpResponse:
        found = seen_gathering(request, gathering_id)
        return _answered(request, found, lambda: act(signed_in(request.user), found))

    return require_POST(login_required(view))


def _on_hand(act: Callable[[Person, Any], object]) -> Callable[[HttpRequest, int, int], HttpResponse]:
    """The same with one of them."""

    def view(request: HttpRequest, gathering_id: int, hand_id: int) -> HttpResponse:
        found = seen_gathering(request, gathering_id)
        hand = hand_in(found, hand_id)
        if hand is None:
            raise Http404
        return _answered(request, found, lambda: act(signed_in(request.user), hand))

    return require_POST(login_required(view))


def _answered(request: HttpRequest, found: Gathering, do: Callable[[], object]) -> HttpResponse:
    try:
        do()
    except Refused as refusal:
        if wants_json(request):
            raise
        return gathering_page(request, found, status=refusal.status, problem=str(refusal.sentence))
    return HttpResponse(status=204) if wants_json(request) else redirect(f"{found.get_absolute_url()}#hands")


up = _on_hands(lambda person, found: hands.raise_hand(person=person, gathering=found))
down = _on_hands(lambda person, found: hands.lower_hand(person=person, gathering=found))
all_down = _on_hands(lambda host, found: hands.lower_all_hands(host=host, gathering=found))
call = _on_hand(lambda host, hand: hands.call_hand(host=host, hand=hand))
skip = _on_hand(lambda host, hand: hands.skip_hand(host=host, hand=hand))
