"""Where communities are opened and proposed, and where stewards answer proposals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forum.communities.actions.founding import (
    accept_proposal,
    decline_proposal,
    found_community_for,
    propose_community,
)
from forum.communities.forms.describing import (
    HUES,
    FoundingAnswerForm,
    FoundingForm,
    ProposalForm,
    StewardFoundingForm,
)
from forum.communities.models import Community, FoundingRequest
from forum.communities.policies.communities import may_found_community
from forum.communities.policies.founding import may_answer, may_begin_community
from forum.communities.selectors.founding import (
    answered_proposals,
    own_proposals,
    proposals_of,
    proposals_visible_to,
    waiting_proposals,
)
from forum.core.forms import note_problems, note_refusal
from forum.core.verdicts import Refused
from forum.people.actors import signed_in
from forum.people.models import Person
from forum.people.views.stewards import steward_or_404

BEGUN = {
    "visibility": Community.Visibility.NETWORK,
    "joining": Community.Joining.REQUEST,
    "kind": Community.Kind.CROSS_INSTITUTION,
    "hue": 205,
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Open a community, or propose one to the stewards; below, what one has proposed and what became of it."""
    actor = signed_in(request.user)
    is_steward = bool(may_found_community(actor))
    verdict = may_begin_community(actor)
    kind = StewardFoundingForm if is_steward else ProposalForm
    begun = BEGUN | {"time_zone": actor.time_zone}
    form: FoundingForm = kind(request.POST if request.method == "POST" else None, initial=begun)
    status = 200 if verdict else 403
    if request.method == "POST" and verdict:
        status = 422
        try:
            done = _submitted(request, actor, form)
            if done is not None:
                return done
        except Refused as refusal:
            status = refusal.status
            note_refusal(form, refusal)
        except ValidationError as error:
            note_problems(form, error)
    context = {"form": form, "is_steward": is_steward, "verdict": verdict, "proposals": proposals_of(actor)}
    return render(request, "communities/new.html", context, status=status)


def _submitted(request: HttpRequest, actor: Person, form: FoundingForm) -> HttpResponse | None:
    """Where to go once it is done; None where the form says what is wrong."""
    if not form.is_valid():
        return None
    if isinstance(form, StewardFoundingForm):
        handle = form.cleaned_data["facilitator"]
        community = found_community_for(steward=actor, handle=handle, **form.columns)
        messages.success(request, _("%(name)s is open.") % {"name": community.name})
        return redirect(community)
    proposal = propose_community(proposer=actor, reason=form.cleaned_data["reason"], **form.columns)
    messages.success(
        request,
        _("“%(name)s” is proposed.") % {"name": proposal.fields["name"]},
    )
    return redirect("own-proposal", proposal.pk)


@require_safe
@login_required
def own_proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """What one has proposed, what happens next, and what became of it. To all others it is not there."""
    proposal = get_object_or_404(own_proposals(signed_in(request.user)), pk=proposal_id)
    context = {"proposal": proposal, "fields": _fields_of(proposal)}
    return render(request, "communities/proposal.html", context)


@require_safe
@login_required
def foundings(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, and what was answered. To all but stewards it is not there."""
    steward = steward_or_404(request)
    context = {"waiting": waiting_proposals(steward), "answered": answered_proposals(steward)}
    return render(request, "stewards/foundings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def founding(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """One proposal, and the answer to it; `wish` says whether it is a yes."""
    steward = steward_or_404(request)
    proposal = get_object_or_404(proposals_visible_to(steward), pk=proposal_id)
    begun = {name: proposal.fields.get(name, "") for name in ("name", "slug")}
    form = FoundingAnswerForm(request.POST if request.method == "POST" else None, initial=begun)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                return _answered(request, steward, proposal, form)
        except Refused as refusal:
            status = refusal.status
            note_refusal(form, refusal)
            proposal = get_object_or_404(proposals_visible_to(steward), pk=proposal_id)
        except ValidationError as error:
            note_problems(form, error)
    context = {
        "proposal": proposal,
        "fields": _fields_of(proposal),
        "form": form,
        "verdict": may_answer(steward, proposal),
    }
    return render(request, "stewards/founding.html", context, status=status)


def _answered(
    request: HttpRequest, steward: Person, proposal: FoundingRequest, form: FoundingAnswerForm
) -> HttpResponse:
    answer = form.cleaned_data["answer"]
    name = proposal.person.display_name
    if request.POST.get("wish") == "decline":
        decline_proposal(steward=steward, proposal=proposal, answer=answer)
        messages.success(request, _("Declined. %(name)s gets your answer by mail.") % {"name": name})
        return redirect("foundings")
    community = accept_proposal(
        steward=steward,
        proposal=proposal,
        name=form.cleaned_data["name"],
        slug=form.cleaned_data["slug"],
        answer=answer,
    )
    said = {"community": community.name, "name": name}
    messages.success(request, _("%(community)s is open, and %(name)s facilitates it.") % said)
    return redirect("foundings")


def _fields_of(proposal: FoundingRequest) -> list[tuple[Any, str]]:
    """Label and words of what was proposed."""
    fields = FoundingForm().fields
    return [(fields[name].label, _shown(name, value)) for name, value in _told(proposal, fields)]


def _told(proposal: FoundingRequest, names: Iterable[str]) -> list[tuple[str, object]]:
    """What was proposed, in the order of the form, without what can still be changed and what is empty."""
    names = [name for name in names if name not in ("name", "slug")]
    found = [(name, proposal.fields.get(name)) for name in names]
    return [(name, value) for name, value in found if value not in (None, "", [])]


def _shown(name: str, value: object) -> str:
    words: dict[str, dict[Any, Any]] = {
        "visibility": dict(Community.Visibility.choices),
        "joining": dict(Community.Joining.choices),
        "kind": dict(Community.Kind.choices),
        "hue": dict(HUES),
    }
    if isinstance(value, list):
        return "\n".join(str(each) for each in value)
    return str(words.get(name, {}).get(value, value))
