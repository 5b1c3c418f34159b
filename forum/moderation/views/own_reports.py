"""Where one finds what one has reported: what that was about, where it stands, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.chat.models import Message
from forum.chat.policies.rooms import may_read_room
from forum.chat.views.places import address_of as address_in_room
from forum.crossposting.policies.answering import may_name_board
from forum.crossposting.views.showing import standing_on
from forum.discussions.models import Placement, Topic
from forum.discussions.views.posts import address_of
from forum.discussions.views.staff_notes import address_of_note
from forum.gatherings.models import Question
from forum.gatherings.views.asked import address_of_question
from forum.moderation.models import Case, Report
from forum.moderation.places import is_said_alone
from forum.moderation.selectors.own_reports import OwnReport, own_reports
from forum.people.actors import signed_in
from forum.people.models import Person


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report with what it was about, as its reader may be told now, and where that stands; "" where it is gone, or
    is not theirs to read.
    """

    report: Report
    about: str
    url: str


@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """What one has reported, and what came of it."""
    person = signed_in(request.user)
    rows = [_row(person, each) for each in own_reports(person)]
    return render(request, "moderation/own_reports.html", {"rows": rows})


def _row(person: Person, own: OwnReport) -> ReportRow:
    case = own.report.case
    if case.person is not None:
        about, url = _of_person(case.person)
    elif case.message is not None:
        about, url = _of_message(person, case.message)
    elif case.question is not None:
        unseen = _("A question in a session that you do not see now"), ""
        about, url = _of_question(case.question) if own.is_seen else unseen
    elif case.practice_note is not None:
        note = case.practice_note
        unread = _("A practice note that you do not read now"), ""
        about, url = (
            (_("The practice note “%s”") % note.title, note.get_absolute_url()) if own.is_read else unread
        )
    elif own.topic is None:
        about, url = (
            _("A post that you do not read now") if case.post else _("A note that you do not read now"),
            "",
        )
    else:
        about, url = _in_topic(person, case, own.topic)
    return ReportRow(own.report, about, url)


def _of_person(person: Person) -> tuple[str, str]:
    if not person.has_page or not person.is_active:
        return _("The page of somebody who is not here any more"), ""
    return _("The page of %s") % person.display_name, person.get_absolute_url()


def _of_question(question: Question) -> tuple[str, str]:
    about = _("A question in “%s”") % question.gathering.title
    return about, address_of_question(question) if question.words else ""


def _of_message(person: Person, message: Message) -> tuple[str, str]:
    room = message.room
    if not may_read_room(person, room):
        return _("A message in a room that you do not read now"), ""
    named = {"name": message.author.display_name, "room": room.title}
    about = _("A message from %(name)s to you") if is_said_alone(message) else _("A message in “%(room)s”")
    return about % named, "" if message.removed_at is not None else address_in_room(message)


def _in_topic(person: Person, case: Case, topic: Topic) -> tuple[str, str]:
    """What stands in a topic that the person reads."""
    if case.post is not None:
        case.post.topic = topic
        about = _("#%(number)d in “%(title)s”") % {"number": case.post.number, "title": topic.title}
        return about, "" if case.post.removed_at is not None else address_of(case.post)
    if case.note is not None:
        about = _("A note of moderators in “%s”") % topic.title
        return about, "" if case.note.removed_at is not None else address_of_note(case.note)
    assert case.placement is not None
    is_there = case.placement.state == Placement.State.LIVE and may_name_board(person, case.placement)
    about = _("The note with which “%s” was carried") % topic.title
    return about, standing_on(case.placement) if is_there else ""
