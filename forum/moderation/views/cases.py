"""What was reported in a community, one case, and what moderators do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.communities.models import Community
from forum.communities.policies.measures import may_measure_somewhere
from forum.communities.policies.shaping import may_moderate_something
from forum.communities.views.looked_after import about
from forum.communities.views.places import known_community
from forum.communities.views.removals import offer_replies
from forum.core.claims import Kind
from forum.core.forms import act_on
from forum.core.verdicts import require
from forum.moderation.actions.deciding import hand_case_up, keep_reported, remove_reported
from forum.moderation.forms import DecisionForm, HandingUpForm, PracticeNoteDecisionForm, ProfileDecisionForm
from forum.moderation.models import Case
from forum.moderation.places import is_for_stewards, is_said_alone, subject_of
from forum.moderation.policies.cases import may_decide, may_hand_up, may_see_case, places_told
from forum.moderation.policies.claims import may_have_a_queue
from forum.moderation.policies.questions import author_told
from forum.moderation.selectors.cases import case_with, cases_in, decided_cases_in
from forum.moderation.selectors.claims import remarks_on
from forum.moderation.selectors.queue import claims_that_count
from forum.moderation.views.queue_acts import GONE
from forum.moderation.views.subjects import (
    address_of_subject,
    is_published_again,
    said_now,
    what_came_since,
    what_is_final,
)
from forum.people.actors import signed_in
from forum.people.models import Person
from forum.people.policies.stewards import may_steward

_WORDS = ("reason", "why")  # the fields that somebody types into


@require_safe
@login_required
def cases(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for one's decision in a community, and what was decided of late."""
    person, community = signed_in(request.user), known_community(request.user, slug)
    require(may_moderate_something(person, community))
    context = about(request, community) | {
        "waiting": cases_in(person, community),
        "decided": decided_cases_in(person, community),
    }
    return render(request, "moderation/cases.html", context)


@require_safe
@login_required
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """What was reported, by whom and why; for those who are asked, what they can do."""
    person = signed_in(request.user)
    return _page(request, person, _case_for(person, case_id))


@require_POST
@login_required
def keep(request: HttpRequest, case_id: int) -> HttpResponse:
    """Let it stand as it does."""
    person = signed_in(request.user)
    row = _seen(person, case_id)
    if row is None:
        return _gone(request)
    form = _deciding(row, request.POST)
    done, status = act_on(
        form, lambda given: keep_reported(moderator=person, case=row, reason=given["reason"])
    )
    if done is None:
        return _not_done(request, person, row, status=status, deciding=form)
    return _done(request, person, row, done, _("It stays. Those who reported it are told."))


@require_POST
@login_required
def remove(request: HttpRequest, case_id: int) -> HttpResponse:
    """Remove it, with a reason."""
    person = signed_in(request.user)
    row = _seen(person, case_id)
    if row is None:
        return _gone(request)
    form = _deciding(row, request.POST)
    done, status = act_on(form, lambda given: remove_reported(moderator=person, case=row, **given))
    if done is None:
        return _not_done(request, person, row, status=status, deciding=form)
    if row.person is not None:
        said = _("Removed. They read why, and those who reported it are told.")
        return _done(request, person, row, done, said)
    said = _("It is removed. Its author reads why, and those who reported it are told.")
    return _done(request, person, row, done, said)


@require_POST
@login_required
def hand_up(request: HttpRequest, case_id: int) -> HttpResponse:
    """Ask those above."""
    person = signed_in(request.user)
    row, form = _seen(person, case_id), HandingUpForm(request.POST)
    if row is None:
        return _gone(request)
    done, status = act_on(form, lambda given: hand_case_up(moderator=person, case=row, why=given["why"]))
    if done is None:
        return _not_done(request, person, row, status=status, handing=form)
    return _done(request, person, row, done, _("Handed up. Those above decide."))


def _deciding(row: Case, given: Any = None) -> DecisionForm:
    """Of a person it asks as well what of their page goes."""
    if row.practice_note is not None:
        return PracticeNoteDecisionForm(given)
    return ProfileDecisionForm(given) if row.person is not None else DecisionForm(given)


def _done(request: HttpRequest, person: Person, row: Case, done: Case, said: str) -> HttpResponse:
    """Back to the case while it waits for the same person, else to where others wait."""
    messages.success(request, said)
    if done.state == Case.State.OPEN and may_see_case(person, done):
        return redirect("case", done.pk)
    told = places_told(person, done) or places_told(person, row)  # what is removed stands nowhere any more
    if told:
        return redirect("community-cases", told[0].community.slug)
    return redirect("queue" if may_have_a_queue(person) else "home")


def _not_done(
    request: HttpRequest,
    person: Person,
    row: Case,
    *,
    status: int,
    deciding: DecisionForm | None = None,
    handing: HandingUpForm | None = None,
) -> HttpResponse:
    """The case as it is now, with what was typed: in its form, or where others were faster, below what they decided.
    Where it is not theirs to see any more, that they read on a page of its own.
    """
    found = _seen(person, row.pk)
    if found is None:
        return _gone(request)
    return _page(
        request, person, found, status=status, deciding=deciding, handing=handing, typed=_typed(request)
    )


def _typed(request: HttpRequest) -> list[str]:
    return [words for name in _WORDS if (words := request.POST.get(name, "").strip())]


def _gone(request: HttpRequest) -> HttpResponse:
    """It is not theirs to decide, or not any more; said alike of what is there and what is not."""
    context = {"sentence": GONE, "typed": _typed(request)}
    return render(request, "moderation/queue_gone.html", context, status=404)


def _seen(person: Person, case_id: int) -> Case | None:
    row = case_with(case_id)
    return row if row is not None and may_see_case(person, row) else None


def _case_for(person: Person, case_id: int) -> Case:
    row = _seen(person, case_id)
    if row is None:
        raise Http404
    return row


def _measured_at(person: Person, row: Case) -> Community | None:
    """Where its reader can warn or mute who wrote it: a community that they look after."""
    author = author_told(person, row)
    if author is None or not author.is_active or author.kind != Person.Kind.HUMAN:
        return None
    places = [place.community for place in places_told(person, row)]
    return next((each for each in places if may_measure_somewhere(person, each, author)), None)


def _page(
    request: HttpRequest,
    person: Person,
    row: Case,
    *,
    status: int = 200,
    deciding: DecisionForm | None = None,
    handing: HandingUpForm | None = None,
    typed: Sequence[str] = (),
) -> HttpResponse:
    now, subject = timezone.now(), subject_of(row)
    thing = (Kind.REPORTED, row.pk)
    claims = claims_that_count([thing], reader_id=person.pk, now=now) if row.state == Case.State.OPEN else {}
    claim = claims.get(thing)
    can_decide, places = bool(may_decide(person, row, now=now)), places_told(person, row)
    form = deciding or _deciding(row)
    context: dict[str, Any] = {
        "case": row,
        "author": author_told(person, row),
        "url": address_of_subject(person, subject),
        "is_alone": is_said_alone(subject),
        "has_account": is_for_stewards(subject) and may_steward(person),
        "places": places,
        "claim": claim,
        "is_mine": claim is not None and claim.person_id == person.pk,
        "remarks": remarks_on([thing]).get(thing, []),
        "measured_at": _measured_at(person, row),
        "can_decide": can_decide,
        "can_hand_up": bool(may_hand_up(person, row, now=now)),
        "deciding": form,
        "final": what_is_final(subject),
        "since": what_came_since(subject),
        "is_published_again": is_published_again(person, row, subject),
        "handing": handing or HandingUpForm(),
        "typed": typed,
        "refusals": [each for form in (deciding, handing) if form for each in form.non_field_errors()],
    } | said_now(person, row, subject)
    if can_decide:
        context |= offer_replies(person, form, [place.community.pk for place in places])
    return render(request, "moderation/case.html", context, status=status)
