"""What was reported in a community, one case, and what moderators do about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.chat.views.places import address_of as address_of_message
from forum.communities.models import Community
from forum.communities.policies.shaping import may_moderate_something
from forum.communities.views.looked_after import about
from forum.communities.views.places import known_community
from forum.core.claims import Kind
from forum.core.forms import act_on
from forum.core.markup import safe
from forum.core.verdicts import require
from forum.crossposting.policies.answering import may_see
from forum.crossposting.views.showing import standing_on
from forum.discussions.models import Placement, Post, StaffNote
from forum.discussions.policies.topics import may_read_topic
from forum.discussions.views.posts import address_of as address_of_post
from forum.discussions.views.staff_notes import address_of_note
from forum.moderation.actions.deciding import hand_case_up, keep_reported, remove_reported
from forum.moderation.forms import DecisionForm, HandingUpForm, ProfileDecisionForm
from forum.moderation.models import Case
from forum.moderation.places import Note, Reportable, author_of, is_for_stewards, is_said_alone, subject_of
from forum.moderation.policies.cases import may_decide, may_hand_up, may_see_case, places_told
from forum.moderation.policies.claims import may_have_a_queue
from forum.moderation.selectors.cases import case_with, cases_in, decided_cases_in
from forum.moderation.selectors.claims import claims_of, remarks_on
from forum.moderation.views.purging import address_to_purge
from forum.moderation.views.reporting import profile_of
from forum.people.actors import signed_in
from forum.people.models import Person
from forum.people.policies.stewards import may_steward


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
    row = _case_for(person, case_id)
    form = _deciding(row, request.POST)
    done, status = act_on(
        form, lambda given: keep_reported(moderator=person, case=row, reason=given["reason"])
    )
    if done is None:
        return _page(request, person, _case_for(person, case_id), status=status, deciding=form)
    return _done(request, person, row, done, _("It stays. Those who reported it are told."))


@require_POST
@login_required
def remove(request: HttpRequest, case_id: int) -> HttpResponse:
    """Remove it, with a reason."""
    person = signed_in(request.user)
    row = _case_for(person, case_id)
    form = _deciding(row, request.POST)
    done, status = act_on(form, lambda given: remove_reported(moderator=person, case=row, **given))
    if done is None:
        return _page(request, person, _case_for(person, case_id), status=status, deciding=form)
    if row.person is not None:
        said = _("Taken down. They read why, and those who reported it are told.")
        return _done(request, person, row, done, said)
    said = _("It is removed. Its author reads why, and those who reported it are told.")
    return _done(request, person, row, done, said)


@require_POST
@login_required
def hand_up(request: HttpRequest, case_id: int) -> HttpResponse:
    """Ask those above."""
    person = signed_in(request.user)
    row, form = _case_for(person, case_id), HandingUpForm(request.POST)
    done, status = act_on(form, lambda given: hand_case_up(moderator=person, case=row, why=given["why"]))
    if done is None:
        return _page(request, person, _case_for(person, case_id), status=status, handing=form)
    return _done(request, person, row, done, _("Handed up. Those above decide."))


def _deciding(row: Case, given: Any = None) -> DecisionForm:
    """Of a person it asks as well what of their page goes."""
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


def _case_for(person: Person, case_id: int) -> Case:
    row = case_with(case_id)
    if row is None or not may_see_case(person, row):
        raise Http404
    return row


def _address_of(person: Person, subject: Reportable) -> str:
    """Where it stands; "" for what only two people read, or the person does not."""
    if isinstance(subject, StaffNote | Placement):
        return _address_of_note(person, subject)
    if isinstance(subject, Person):
        return subject.get_absolute_url() if subject.is_active and subject.has_page else ""
    if subject.removed_at is not None or is_said_alone(subject):
        return ""
    return address_of_post(subject) if isinstance(subject, Post) else address_of_message(subject)


def _address_of_note(person: Person, note: Note) -> str:
    reads = note.topic.removed_at is None and bool(may_read_topic(person, note.topic))
    if isinstance(note, Placement):
        if reads and note.state == Placement.State.LIVE:
            return standing_on(note)
        return reverse("carried-one", args=[note.pk]) if may_see(person, note) else ""
    return address_of_note(note) if reads and note.removed_at is None else ""


def _said(person: Person, row: Case, subject: Reportable) -> dict[str, Any]:
    """What was reported, as it is now."""
    if isinstance(subject, Placement):
        is_still = row.state != Case.State.GONE and subject.proposed_by_id == row.carrier_id
        return {"said_at": subject.proposed_at, "words": subject.note if is_still else ""}
    if isinstance(subject, StaffNote):
        return {"said_at": subject.created_at, "html": safe(subject.html)}
    if isinstance(subject, Person):
        return profile_of(subject)
    return {
        "said_at": subject.created_at,
        "html": safe(subject.html),
        "purge_url": address_to_purge(person, subject),
    }


def _measured_at(person: Person, row: Case) -> Community | None:
    """Where its reader can warn or mute who wrote it: a community that they look after."""
    author = author_of(row)
    if not author.is_active or author.kind != Person.Kind.HUMAN:
        return None
    places = [place.community for place in places_told(person, row)]
    return next((each for each in places if may_moderate_something(person, each)), None)


def _page(
    request: HttpRequest,
    person: Person,
    row: Case,
    *,
    status: int = 200,
    deciding: DecisionForm | None = None,
    handing: HandingUpForm | None = None,
) -> HttpResponse:
    now, subject = timezone.now(), subject_of(row)
    thing = (Kind.REPORTED, row.pk)
    claim = claims_of([thing], now).get(thing) if row.state == Case.State.OPEN else None
    context: dict[str, Any] = {
        "case": row,
        "author": author_of(row),
        "url": _address_of(person, subject),
        "is_alone": is_said_alone(subject),
        "has_account": is_for_stewards(subject) and may_steward(person),
        "places": places_told(person, row),
        "claim": claim,
        "is_mine": claim is not None and claim.person_id == person.pk,
        "remarks": remarks_on([thing]).get(thing, []),
        "measured_at": _measured_at(person, row),
        "can_decide": bool(may_decide(person, row, now=now)),
        "can_hand_up": bool(may_hand_up(person, row, now=now)),
        "deciding": deciding or _deciding(row),
        "handing": handing or HandingUpForm(),
    } | _said(person, row, subject)
    return render(request, "moderation/case.html", context, status=status)
