"""Telling those who look after a place that something should not stand there as it does."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.chat.actions.messages import locked_message
from forum.chat.models import Message
from forum.communities.actions.guarding import ask_once_in
from forum.core.events import publish
from forum.core.limits import REPORTING, spend
from forum.core.verdicts import Invalid, Refused, require
from forum.core.words import on_one_line
from forum.crossposting.actions.notes import locked_carried_note
from forum.discussions.actions.edits import locked_post
from forum.discussions.actions.staff_notes import locked_note
from forum.discussions.models import Post, StaffNote
from forum.gatherings.actions.questions import held_session, locked_question
from forum.gatherings.models import Question
from forum.moderation.events import CaseOpened
from forum.moderation.models import Case, Report
from forum.moderation.models.cases import LONGEST_WORDS, THINGS
from forum.moderation.places import Note, is_for_stewards, places_of, reasons_for, subject_of
from forum.moderation.policies.cases import may_report
from forum.moderation.policies.notes import first_asked
from forum.people.actions.taking_down import locked_person
from forum.people.models import Person
from forum.people.selectors.accounts import lock_account
from forum.repertoire.actions.locking import held_note
from forum.repertoire.models import PracticeNote

Reason = Report.Reason


@transaction.atomic
def report_post(
    *, reporter: Person, post: Post, reason: str, words: str = "", now: datetime | None = None
) -> Report:
    """Report a post. `reason` is a `Report.Reason`; what it does not say is said in up to `LONGEST_WORDS` characters.

    Raises Refused, Invalid or TooMany.
    """
    post = locked_post(post)
    require(may_report(reporter, post))
    return _report(Case(post=post), reporter, reason, words, now or timezone.now())


@transaction.atomic
def report_message(
    *, reporter: Person, message: Message, reason: str, words: str = "", now: datetime | None = None
) -> Report:
    """The same for a message of a room, which moderators of its community see; or stewards, where two talk alone."""
    message = locked_message(reporter, message)
    require(may_report(reporter, message))
    return _report(Case(message=message), reporter, reason, words, now or timezone.now())


@transaction.atomic
def report_person(
    *, reporter: Person, person: Person, reason: str, words: str = "", now: datetime | None = None
) -> Report:
    """The same for what a person's page says of them; stewards see it."""
    subject = locked_person(person)
    lock_account(reporter)
    require(may_report(reporter, subject))
    return _report(Case(person=subject), reporter, reason, words, now or timezone.now())


@transaction.atomic
def report_note(
    *, reporter: Person, note: Note, reason: str, words: str = "", now: datetime | None = None
) -> Report:
    """The same for a note of moderators to readers, or one with which a topic was carried; those above whoever wrote it
    see it.
    """
    if isinstance(note, StaffNote):
        case = Case(note=locked_note(reporter, note))
    else:
        placement = locked_carried_note(reporter, note)
        case = Case(placement=placement, carrier=placement.proposed_by)
    require(may_report(reporter, subject_of(case)))
    case.level = first_asked(case)
    return _report(case, reporter, reason, words, now or timezone.now())


@transaction.atomic
def report_question(
    *, reporter: Person, question: Question, reason: str, words: str = "", now: datetime | None = None
) -> Report:
    """The same for a question of a live session; moderators of the community that holds it see it."""
    held = locked_question(held_session(reporter, question.gathering), question.pk)
    require(may_report(reporter, held))
    return _report(Case(question=held), reporter, reason, words, now or timezone.now())


@transaction.atomic
def report_practice_note(
    *, reporter: Person, note: PracticeNote, reason: str, words: str = "", now: datetime | None = None
) -> Report:
    """The same for a practice note; moderators of its community see it, or stewards, where its words are all theirs."""
    held = held_note(reporter, note)
    require(may_report(reporter, held))
    case = Case(practice_note=held, last_changed_by=held.changed_by)
    case.level = first_asked(case)
    return _report(case, reporter, reason, words, now or timezone.now())


def _report(fresh: Case, reporter: Person, reason: str, words: str, moment: datetime) -> Report:
    """Add it to the open case, or open one. Whoever reports holds what it is about: two do not open two."""
    subject = subject_of(fresh)
    if reason not in reasons_for(subject):
        raise Invalid(_("Choose one of the reasons."), field="reason")
    said = on_one_line(words, most=LONGEST_WORDS, field="words")
    if reason == Reason.OTHER and not said:
        raise Invalid(_("Say what it is, in a sentence."), field="words")
    ask_once_in((place.community for place in places_of(fresh)), [said])
    spend(REPORTING, reporter.pk, at=moment)
    known = Case.objects.filter(state=Case.State.OPEN, **{thing: getattr(fresh, thing) for thing in THINGS})
    case = known.select_for_update().first()
    if case is not None and case.reports.filter(reporter=reporter).exists():
        raise Refused(_("You have reported this already. You are told what comes of it."))
    is_first = case is None
    if case is None:
        case = fresh
        case.opened_at = moment
        if is_for_stewards(subject):
            case.level = Case.Level.STEWARDS
        case.save()
    report = Report.objects.create(case=case, reporter=reporter, reason=reason, words=said, created_at=moment)
    if is_first:
        publish(CaseOpened(case_id=case.pk))
    return report
