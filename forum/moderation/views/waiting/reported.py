"""What was reported: posts, messages, people, notes, questions and practice notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forum.core.claims import Kind
from forum.core.markup import safe
from forum.discussions.models import Placement, Post, StaffNote
from forum.gatherings.models import Question
from forum.moderation.actions.deciding import keep_reported, longest_reason, remove_reported
from forum.moderation.models import Case
from forum.moderation.places import Place, Reportable, is_said_alone, subject_of
from forum.moderation.policies.cases import places_told
from forum.moderation.policies.questions import author_told
from forum.moderation.views.subjects import what_came_since, what_is_final
from forum.moderation.views.waiting.records import Answer, Shown, WaitingKind
from forum.people.models import Person
from forum.repertoire.models import PracticeNote


def _reported(person: Person, rows: Sequence[Any]) -> list[Shown]:
    return [_one_reported(person, row) for row in rows]


def _one_reported(person: Person, case: Any) -> Shown:
    subject = subject_of(case)
    reports, places = list(case.reports.all()), places_told(person, case)
    facts = [ngettext("%d report", "%d reports", len(reports)) % len(reports)]
    if case.handed_up_by is not None:
        facts.append(_("handed up by %s") % case.handed_up_by.display_name)
    if isinstance(subject, Person) and subject.avatar.name:
        facts.append(_("with a picture"))
    if since := what_came_since(subject):
        facts.append(since)
    return Shown(
        title=_reported_title(subject),
        url=case.get_absolute_url(),
        where=_where(subject, places),
        who=author_told(person, case),
        html="" if isinstance(subject, Person | Placement | Question) else safe(subject.html),
        words=_plain_words(subject),
        why=case.handed_up_why,
        facts=facts,
        reports=reports,
        communities=[place.community.pk for place in places],
        final=what_is_final(subject),
        can_hand_up=case.level < Case.Level.STEWARDS,
        chosen_at=f"{case.get_absolute_url()}#answer" if isinstance(subject, Person) else "",
        longest_reason=longest_reason(case),
    )


def _where(subject: Reportable, places: Sequence[Place]) -> str:
    """A practice note is its own place, and is named already."""
    if isinstance(subject, PracticeNote):
        return subject.community.name
    named = "; ".join(f"{place.community.name} · {place.name}" for place in places)
    return named or _("the whole network")


def _reported_title(subject: Reportable) -> str:
    if isinstance(subject, Person):
        return _("The page of %s") % subject.display_name
    if isinstance(subject, Post):
        return f"{subject.topic.title} #{subject.number}"
    if isinstance(subject, StaffNote):
        return _("A note in “%s”") % subject.topic.title
    if isinstance(subject, Placement):
        return _("A note with a carried topic")
    if isinstance(subject, PracticeNote):
        return _("The practice note “%s”") % subject.title
    if isinstance(subject, Question):
        return _("A question in “%s”") % subject.gathering.title
    return _("A message between two people") if is_said_alone(subject) else subject.room.title


def _plain_words(subject: Reportable) -> str:
    if isinstance(subject, Placement):
        return subject.note
    if isinstance(subject, Question):
        return subject.words
    return _words_of_profile(subject) if isinstance(subject, Person) else ""


def _words_of_profile(person: Person) -> str:
    """What a page says of its person in their words, in a line."""
    said = (person.role_title, person.affiliation, person.bio, person.interests)
    return " · ".join(each for each in said if each)


REPORTED = WaitingKind(
    Kind.REPORTED,
    name=gettext_lazy("Report"),
    plural=gettext_lazy("Reports"),
    shown=_reported,
    yes=Answer(
        gettext_lazy("It may stay"),
        gettext_lazy("It stays. Those who reported it are told."),
        lambda who, row, given: keep_reported(moderator=who, case=row, reason=given.reason),
        in_bulk=True,
    ),
    no=Answer(
        gettext_lazy("Remove it"),
        gettext_lazy("Removed. Its author reads why, and those who reported it are told."),
        lambda who, row, given: remove_reported(moderator=who, case=row, reason=given.reason),
        in_bulk=False,
        is_danger=True,
        why=gettext_lazy("Why it is removed"),
    ),
)
