"""Where a post, a message, a person, a note, a question or a practice note is reported."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.chat.models import Message
from forum.chat.views.places import address_of as address_in_room
from forum.chat.views.places import standing_message
from forum.core.forms import act_on
from forum.core.markup import safe
from forum.core.verdicts import require
from forum.core.words import words_between_commas
from forum.crossposting.selectors.placements import placement_with
from forum.crossposting.views.showing import standing_on
from forum.discussions.models import Placement, Post, StaffNote
from forum.discussions.policies.topics import may_read_topic
from forum.discussions.views.posts import address_of, readable_post
from forum.discussions.views.staff_notes import address_of_note, readable_note
from forum.gatherings.models import Question
from forum.gatherings.selectors.questions import question_in
from forum.gatherings.views.asked import address_of_question
from forum.gatherings.views.places import seen_gathering
from forum.moderation.actions.reporting import (
    report_message,
    report_note,
    report_person,
    report_post,
    report_practice_note,
    report_question,
)
from forum.moderation.forms import ReportForm
from forum.moderation.models import Case, Report
from forum.moderation.places import (
    Reportable,
    is_for_stewards,
    is_said_alone,
    reasons_for,
    whose,
)
from forum.moderation.policies.cases import may_report
from forum.moderation.selectors.own_reports import latest_report
from forum.people.actors import Actor, signed_in
from forum.people.models import Person
from forum.people.selectors.people import person_at
from forum.repertoire.models import PracticeNote
from forum.repertoire.selectors.quotes import quotes_in
from forum.repertoire.views.places import read_note
from forum.repertoire.views.showing import quotes_shown


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Say what is wrong with a post."""
    subject = readable_post(request.user, post_id)
    return _page(request, subject, address_of(subject))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def message(request: HttpRequest, room_id: int, message_id: int) -> HttpResponse:
    """Say what is wrong with a message."""
    subject = standing_message(signed_in(request.user), room_id, message_id)
    return _page(request, subject, address_in_room(subject))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def person(request: HttpRequest, handle: str) -> HttpResponse:
    """Say what is wrong with what a person's page says of them."""
    subject = person_at(request.user, handle)
    if subject is None or subject.kind != Person.Kind.HUMAN:
        raise Http404
    return _page(request, subject, subject.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def note(request: HttpRequest, note_id: int) -> HttpResponse:
    """Say what is wrong with a note of moderators."""
    subject = readable_note(signed_in(request.user), note_id)
    if not subject.is_for_readers:
        raise Http404
    return _page(request, subject, address_of_note(subject))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def carried_note(request: HttpRequest, placement_id: int) -> HttpResponse:
    """Say what is wrong with the note with which a topic was carried."""
    person, subject = signed_in(request.user), placement_with(placement_id)
    if subject is None or not (may_report(person, subject) or subject.proposed_by_id == person.pk):
        raise Http404
    reads = bool(may_read_topic(person, subject.topic)) and subject.topic.removed_at is None
    return _page(
        request, subject, standing_on(subject) if reads else reverse("carried-one", args=[subject.pk])
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question(request: HttpRequest, gathering_id: int, question_id: int) -> HttpResponse:
    """Say what is wrong with a question of a live session."""
    session = seen_gathering(request, gathering_id)
    subject = question_in(session, question_id)
    if subject is None:
        raise Http404
    subject.gathering = session
    return _page(request, subject, address_of_question(subject))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def practice_note(request: HttpRequest, note_id: int) -> HttpResponse:
    """Say what is wrong with a practice note."""
    subject = read_note(request, note_id)
    return _page(request, subject, subject.get_absolute_url())


def _page(request: HttpRequest, subject: Reportable, back: str) -> HttpResponse:
    person = signed_in(request.user)
    require(may_report(person, subject))
    reasons = reasons_for(subject)
    form, status = ReportForm(request.POST if request.method == "POST" else None, reasons=reasons), 200
    if request.method == "POST":
        report, status = act_on(form, lambda given: _report(subject, reporter=person, **given))
        if report is not None:
            said = _("Thank you. Those who look after this place see it; you are told what comes of it.")
            if is_for_stewards(subject):
                said = _("Thank you. Stewards of the network see it; you are told what comes of it.")
            messages.success(request, said)
            return redirect(back)
    before = latest_report(person, subject)
    context = {
        "form": form,
        "before": before,
        "waits": before is not None and before.case.state == Case.State.OPEN,
        "author": whose(subject),
        "back": back,
        "is_alone": is_said_alone(subject),
    }
    return render(request, "moderation/report.html", context | _said(person, subject), status=status)


def _said(person: Person, subject: Reportable) -> dict[str, Any]:
    """What is reported, as it is now; whose a note of moderators is, those who read it are not told."""
    if isinstance(subject, Person):
        return profile_of(subject)
    if isinstance(subject, Placement):
        return {"words": subject.note, "is_note": True}
    if isinstance(subject, Question):
        return {"words": subject.words, "is_nameless": subject.is_nameless}
    if isinstance(subject, PracticeNote):
        quotes = quotes_shown(person, quotes_in(subject))
        return {"html": safe(subject.html), "quotes": quotes, "is_practice_note": True}
    shown = {"html": safe(subject.html)}
    return shown | {"author": None, "is_note": True} if isinstance(subject, StaffNote) else shown


def _report(subject: Reportable, **given: Any) -> Report:
    if isinstance(subject, Post):
        return report_post(post=subject, **given)
    if isinstance(subject, Person):
        return report_person(person=subject, **given)
    if isinstance(subject, StaffNote | Placement):
        return report_note(note=subject, **given)
    if isinstance(subject, Question):
        return report_question(question=subject, **given)
    if isinstance(subject, PracticeNote):
        return report_practice_note(note=subject, **given)
    return report_message(message=subject, **given)


def profile_of(person: Person) -> dict[str, Any]:
    """What is reported of a person: what their page says of them, as it is now."""
    return {"profile": person, "interests": words_between_commas(person.interests)}


def is_reportable(actor: Actor, subject: Post | Message | PracticeNote) -> bool:
    """Whether the sheet of a post or a message, or the page of a practice note, offers to report it."""
    return bool(may_report(actor, subject))
