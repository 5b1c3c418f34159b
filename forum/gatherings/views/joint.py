"""Where a session takes in other communities, and where these answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.communities.policies.communities import may_know_of, may_shape_community
from forum.core.forms import note_refusal
from forum.core.verdicts import Refused, require
from forum.gatherings.actions.joint import (
    agree_to_take_part,
    ask_to_take_part,
    decline_to_take_part,
    end_part,
)
from forum.gatherings.actions.joint_in_series import agree_to_following, decline_following
from forum.gatherings.forms.joint import AskForm, DeclineForm
from forum.gatherings.models import Joint
from forum.gatherings.policies.gatherings import may_change, may_prepare
from forum.gatherings.policies.joint import may_answer_for, may_end_part
from forum.gatherings.selectors.joint import asked_from, communities_to_ask, joint_for, taken_part_before
from forum.gatherings.views.places import prepared_gathering
from forum.gatherings.views.showing import clock_of, hour_by
from forum.people.actors import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def together(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Which communities take part, and asking one more."""
    person, found = signed_in(request.user), prepared_gathering(request, gathering_id)
    require(may_change(person, found))
    at_hand = communities_to_ask(person, found)
    form = AskForm(request.POST if request.method == "POST" else None, communities=at_hand)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            community = next(each for each in at_hand if each.pk == form.cleaned_data["community"])
            try:
                row = ask_to_take_part(
                    host=person, gathering=found, community=community, note=form.cleaned_data["note"]
                )
            except Refused as refusal:
                note_refusal(form, refusal)
                status = refusal.status
            else:
                agreed = row.state == Joint.State.AGREED
                said = _("%s takes part.") if agreed else _("The facilitators of %s are asked.")
                messages.success(request, said % community.name)
                return redirect("gathering-together", gathering_id)
    rows = [
        (row, bool(may_end_part(person, row)), bool(may_know_of(person, row.community)))
        for row in found.joint.all()
    ]
    context = {
        "gathering": found,
        "community": found.community,
        "form": form,
        "rows": rows,
        "at_hand": at_hand,
    }
    return render(request, "gatherings/together.html", context, status=status)


def _joint(request: HttpRequest, joint_id: int) -> Joint:
    """For those who prepare the session, and for facilitators of the community that is asked; 404 for all others.

    Who prepares it may not know of a community that somebody else has asked: that is not named to them.
    """
    row = joint_for(joint_id)
    if row is None or not (may_prepare(request.user, row.gathering) or _answers_for(request, row)):
        raise Http404
    return row


def _answers_for(request: HttpRequest, row: Joint) -> bool:
    present = row.state in {Joint.State.ASKED, Joint.State.AGREED}
    return present and bool(may_shape_community(request.user, row.community))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def joint(request: HttpRequest, joint_id: int) -> HttpResponse:
    """What one's community is asked to take part in: agree, or decline with a reason."""
    row = _joint(request, joint_id)
    if not may_know_of(request.user, row.community):
        raise Http404
    following = asked_from(row.gathering, row.community_id).count()
    form = DeclineForm(request.POST if request.method == "POST" else None, following=following)
    if request.method != "POST" or not form.is_valid():
        return _page(request, row, form, status=422 if form.errors else 200)
    person = signed_in(request.user)
    try:
        if "agree" in request.POST:
            act = agree_to_following if form.cleaned_data.get("following") else agree_to_take_part
            act(facilitator=person, joint=row)
            said = _("%s takes part. Its people see the session now, and can come.")
        else:
            decline = decline_following if form.cleaned_data.get("following") else decline_to_take_part
            decline(facilitator=person, joint=row, reason=form.cleaned_data["reason"])
            said = _("Declined for %s. Whoever asked reads your reason.")
    except Refused as refusal:
        note_refusal(form, refusal)
        return _page(request, _joint(request, joint_id), form, status=refusal.status)
    messages.success(request, said % row.community.name)
    return redirect("joint", joint_id) if "agree" in request.POST else redirect(row.community)


def _page(request: HttpRequest, row: Joint, form: DeclineForm, *, status: int) -> HttpResponse:
    context: dict[str, Any] = {
        "joint": row,
        "gathering": row.gathering,
        "community": row.community,
        "host": row.gathering.community.name if may_know_of(request.user, row.gathering.community) else "",
        "at": hour_by(clock_of(request.user), row.gathering),
        "form": form,
        "before": None if row.note else taken_part_before(row),
        "may_answer": may_answer_for(request.user, row),
        "may_end": row.state == Joint.State.AGREED and bool(may_end_part(request.user, row)),
    }
    return render(request, "gatherings/joint.html", context, status=status)


@require_POST
@login_required
def end(request: HttpRequest, joint_id: int) -> HttpResponse:
    """Let it take part no longer."""
    row = _joint(request, joint_id)
    end_part(person=signed_in(request.user), joint=row)
    knows = may_know_of(request.user, row.community)
    name = row.community.name if knows else _("A community that you do not see")
    messages.success(request, _("%s takes part no longer.") % name)
    prepares = may_prepare(request.user, row.gathering)
    return redirect("gathering-together", row.gathering_id) if prepares else redirect(row.community)
