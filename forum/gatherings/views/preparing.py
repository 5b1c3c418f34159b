"""Where hosts schedule a live session, change it and cancel it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from forum.communities.models import Community
from forum.communities.views.places import known_community
from forum.core.editions import ChangedMeanwhile
from forum.core.forms import conflict_of, note_refusal
from forum.core.verdicts import Refused, require
from forum.gatherings.actions.drafts import throw_draft_away
from forum.gatherings.actions.following import cancel_following, change_following
from forum.gatherings.actions.scheduling import (
    announce_gathering,
    cancel_gathering,
    change_gathering,
    edition_of_gathering,
    schedule_gathering,
    schedule_series,
)
from forum.gatherings.forms.gatherings import FOLLOWING, CancelForm, GatheringForm
from forum.gatherings.models import Gathering
from forum.gatherings.policies.gatherings import may_change, may_schedule
from forum.gatherings.views.places import prepared_gathering
from forum.people.actors import signed_in
from forum.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Call people together, once or in a rhythm."""
    person, community = signed_in(request.user), known_community(request.user, slug)
    require(may_schedule(person, community))
    typed = request.POST if request.method == "POST" else None
    form = GatheringForm(typed, community=community, zone=_zone_of(person, community))
    status = 200
    if typed is not None:
        status = 422
        if form.is_valid():
            try:
                made = _scheduled(person, community, form, is_draft="draft" in typed)
            except Refused as refusal:
                note_refusal(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _said_of(made))
                return redirect(made[0])
    return render(request, "gatherings/new.html", {"community": community, "form": form}, status=status)


def _scheduled(
    person: Person, community: Community, form: GatheringForm, *, is_draft: bool
) -> list[Gathering]:
    given, rhythm = form.cleaned_data, form.cleaned_data["rhythm"]
    if rhythm:
        return schedule_series(
            host=person, community=community, when=form.when, words=form.words, hosts=form.named,
            rhythm=rhythm, until=given["until"],
        )  # fmt: skip
    made = schedule_gathering(
        host=person,
        community=community,
        when=form.when,
        words=form.words,
        hosts=form.named,
        is_draft=is_draft,
    )
    return [made]


def _said_of(made: list[Gathering]) -> str:
    if made[0].state == Gathering.State.DRAFT:
        return _("Kept as a draft. Those alone see it who prepare it.")
    return ngettext("It is announced.", "%(number)d sessions are announced.", len(made)) % {
        "number": len(made)
    }


def _zone_of(person: Person, community: Community) -> str:
    return person.time_zone if person.time_zone != "UTC" else community.time_zone


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Change what it says or when it is, alone or with those of its series that follow."""
    found = prepared_gathering(request, gathering_id)
    require(may_change(request.user, found))
    if request.method != "POST":
        return _page(request, found, _form(found))
    form = _form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    act = change_following if form.cleaned_data.get("reach") == FOLLOWING else change_gathering
    try:
        act(
            host=signed_in(request.user), gathering=found, when=form.when, words=form.words, hosts=form.named,
            seen=form.cleaned_data["seen"],
        )  # fmt: skip
    except ChangedMeanwhile as refusal:
        return _overtaken(request, gathering_id, refusal)
    except Refused as refusal:
        note_refusal(form, refusal)
        return _page(request, found, form, status=refusal.status)
    messages.success(request, _("Changed. Calendars take it over when they next look."))
    return redirect("gathering-bare", gathering_id)


def _overtaken(request: HttpRequest, gathering_id: int, refusal: Refused) -> HttpResponse:
    """The words that were typed, beside what it says by now; saving once more means it."""
    present = prepared_gathering(request, gathering_id)
    typed = request.POST.copy()
    typed["seen"] = edition_of_gathering(present)
    again = _form(present, typed)
    conflict = conflict_of(refusal, typed=again, stored=_form(present))
    return _page(request, present, again, status=refusal.status, conflict=conflict)


def _form(gathering: Gathering, typed: object = None) -> GatheringForm:
    return GatheringForm(typed, community=gathering.community, zone=gathering.zone, gathering=gathering)


def _page(
    request: HttpRequest, found: Gathering, form: object, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {"gathering": found, "community": found.community, "form": form} | more
    return render(request, "gatherings/edit.html", context, status=status)


@require_POST
@login_required
def announce(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Let a draft be seen by all who may come."""
    found = prepared_gathering(request, gathering_id)
    announce_gathering(host=signed_in(request.user), gathering=found)
    messages.success(request, _("It is announced."))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cancel(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Ask why, then let it not take place. A draft is gone without a reason."""
    found = prepared_gathering(request, gathering_id)
    require(may_change(request.user, found))
    if found.state == Gathering.State.DRAFT and request.method == "POST":
        throw_draft_away(host=signed_in(request.user), gathering=found)
        messages.success(request, _("The draft is thrown away."))
        return redirect("community-gatherings", found.community.slug)
    form = CancelForm(request.POST if request.method == "POST" else None, gathering=found)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            act = cancel_following if form.cleaned_data.get("reach") == FOLLOWING else cancel_gathering
            try:
                act(host=signed_in(request.user), gathering=found, why=form.cleaned_data["why"])
            except Refused as refusal:
                note_refusal(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("Cancelled. Those who said that they come are told why."))
                return redirect(found)
    context = {"gathering": found, "community": found.community, "form": form}
    return render(request, "gatherings/cancel.html", context, status=status)
