"""Where those who look after a community warn, mute and suspend, and lift that again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.communities.actions.measures import lift_measure, mute_person, suspend_person, warn_person
from forum.communities.forms.measures import LiftForm
from forum.communities.models import Community, Measure
from forum.communities.policies.measures import may_measure_somewhere
from forum.communities.selectors.measures import measures_looked_after
from forum.communities.views.member_page import measure_form, person_looked_after, person_page, way_back
from forum.core.forms import note_refusal
from forum.core.verdicts import Refused, require
from forum.people.actors import signed_in
from forum.people.models import Person

Kind = Measure.Kind


@require_POST
@login_required
def give(request: HttpRequest, slug: str, handle: str) -> HttpResponse:
    """Give the person a measure."""
    community, person = person_looked_after(request, slug, handle)
    moderator = signed_in(request.user)
    require(may_measure_somewhere(moderator, community, person))
    form = measure_form(moderator, community, person, request.POST)
    if not form.is_valid():
        return person_page(request, community, person, measure=form, status=422)
    try:
        _given(moderator, community, person, form.cleaned_data)
    except Refused as refusal:
        note_refusal(form, refusal)
        return person_page(request, community, person, measure=form, status=refusal.status)
    messages.success(request, _("%(name)s reads it, and why.") % {"name": person.display_name})
    back = way_back(request)
    return redirect(back) if back else redirect("community-member", slug, person.handle)


def _given(moderator: Person, community: Community, person: Person, typed: dict[str, Any]) -> Measure:
    told: dict[str, Any] = {"moderator": moderator, "person": person, "community": community}
    told["reason"] = typed["reason"]
    if typed["kind"] == Kind.SUSPENSION:
        return suspend_person(**told, ends_at=typed["ends_at"])
    if typed["kind"] == Kind.MUTE:
        return mute_person(**told, board_key=typed["where"], ends_at=typed["ends_at"])
    return warn_person(**told, board_key=typed["where"])


@require_POST
@login_required
def lift(request: HttpRequest, slug: str, handle: str, measure_id: int) -> HttpResponse:
    """End one of the person's measures before its time."""
    community, person = person_looked_after(request, slug, handle)
    moderator = signed_in(request.user)
    seen = {row.pk: row for row in measures_looked_after(moderator, person, community)}
    if measure_id not in seen:
        raise Http404
    form = LiftForm(request.POST, auto_id=f"lift-{measure_id}-%s")
    status = 422
    if form.is_valid():
        try:
            lift_measure(moderator=moderator, measure=seen[measure_id], why=form.cleaned_data["why"])
        except Refused as refusal:
            note_refusal(form, refusal)
            status = refusal.status
        else:
            said = _("It holds no longer. %(name)s is told, with your reason.")
            messages.success(request, said % {"name": person.display_name})
            return redirect("community-member", slug, person.handle)
    return person_page(request, community, person, lifting=(measure_id, form), status=status)
