"""The buttons of those who lead a live session: begin, go on, announce, end."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.core.verdicts import Invalid, Refused
from forum.discussions.views.sent_words import cleared_in
from forum.gatherings.actions.leading import (
    announce,
    end_gathering,
    set_phase,
    start_gathering,
    take_announcement_away,
)
from forum.gatherings.actions.pacing import set_pace
from forum.gatherings.actions.windows import set_window
from forum.gatherings.forms.leading import AnnounceForm, PaceForm, PhaseForm, WindowForm
from forum.gatherings.models import Gathering
from forum.gatherings.views.gatherings import gathering_page
from forum.gatherings.views.places import seen_gathering
from forum.people.actors import signed_in
from forum.people.models import Person


def _leading(
    act: Callable[[HttpRequest, Person, Gathering], str],
) -> Callable[[HttpRequest, int], HttpResponse]:
    """A view that lets the person do `act`, which answers with a sentence, and leads back to the session."""

    def view(request: HttpRequest, gathering_id: int) -> HttpResponse:
        found, person = seen_gathering(request, gathering_id), signed_in(request.user)
        try:
            said = act(request, person, found)
        except Refused as refusal:
            fresh = seen_gathering(request, gathering_id)
            typed = request.POST.get("words", "")
            return gathering_page(
                request, fresh, problem=str(refusal.sentence), status=refusal.status, announcing=typed
            )
        if said:
            messages.success(request, said)
        return redirect(found)

    return require_POST(login_required(view))


def _start(_request: HttpRequest, person: Person, found: Gathering) -> str:
    moment = timezone.now()
    if start_gathering(host=person, gathering=found, now=moment).started_at == moment:
        return _("It has begun. Everybody who takes part can talk now.")
    return _("It is live already.")


def _end(_request: HttpRequest, person: Person, found: Gathering) -> str:
    end_gathering(host=person, gathering=found)
    if found.window == Gathering.Window.NONE:
        return _("The session is over. It can be read, not added to.")
    lasts = Gathering.Window(found.window).label
    return _("The session is over. One can still add to it %(lasts)s.") % {"lasts": lasts}


def _go_on(request: HttpRequest, person: Person, found: Gathering) -> str:
    form = PhaseForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Say which part comes now, and for how many minutes."), field="minutes")
    given = form.cleaned_data
    set_phase(
        host=person, gathering=found, phase=given["phase"], minutes=given["minutes"] or 0, seen=given["seen"]
    )
    return ""


def _set_pace(request: HttpRequest, person: Person, found: Gathering) -> str:
    form = PaceForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose how fast people may talk."), field="pace")
    set_pace(host=person, gathering=found, pace=form.cleaned_data["pace"], seen=form.cleaned_data["seen"])
    return _("It is set. Everybody reads it at once.")


def _set_window(request: HttpRequest, person: Person, found: Gathering) -> str:
    form = WindowForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose how long people may add to it."), field="window")
    given = form.cleaned_data
    set_window(host=person, gathering=found, hours=given["window"], seen=given["seen"])
    if given["window"] == Gathering.Window.NONE:
        return _("It is set. Nobody can add to it any more; it can be read.")
    return _("It is set. The page says until when one can add to it.")


def _announce(request: HttpRequest, person: Person, found: Gathering) -> str:
    form = AnnounceForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Write what is to be announced, in at most 500 characters."), field="words")
    given = form.cleaned_data
    announce(
        host=person, gathering=found, words=given["words"], client_id=given["client_id"] or uuid4(),
        cleared=cleared_in(request),
    )  # fmt: skip
    return _("It stands above the talk now.")


def _take_away(_request: HttpRequest, person: Person, found: Gathering) -> str:
    take_announcement_away(host=person, gathering=found)
    return ""


start = _leading(_start)
end = _leading(_end)
phase = _leading(_go_on)
pace = _leading(_set_pace)
window = _leading(_set_window)
say_to_all = _leading(_announce)
say_no_more = _leading(_take_away)
