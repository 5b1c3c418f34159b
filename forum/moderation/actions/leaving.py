"""What becomes of what a person reported, and asked others to look at again, when their account is closed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from forum.core.claims import Kind
from forum.moderation.actions.course_of_appeals import close_appeals_of_gone
from forum.moderation.models import Appeal, Case, Claim, Remark, Report
from forum.people.models import Person


@transaction.atomic
def forget_who_reported(*, person_id: int) -> None:
    """That something was reported stays, and for which reason; who did and in which words goes. They look at nothing
    any more, and what they said among moderators goes; and so does what others said of their page. Part of an action
    that has asked whether they may leave.
    """
    _forget_reports_of(person_id)
    Report.objects.filter(reporter=person_id).update(reporter=None, words="")
    Claim.objects.filter(person=person_id).delete()
    Remark.objects.filter(author=person_id).delete()


def _forget_reports_of(person_id: int) -> None:
    """That their page or notes, practice notes among them, were reported stays; in which words, and why something was
    taken down, goes. Of what waits still, those who decide need it.
    """
    about_them = Q(person=person_id) | Q(note__author=person_id) | Q(carrier=person_id)
    about_them |= Q(practice_note__drafted_by=person_id) | Q(last_changed_by=person_id)
    _forget_words_of(Case.objects.filter(about_them).exclude(state=Case.State.OPEN))


@transaction.atomic
def forget_words_of_decided(*, case_id: int) -> None:
    """The same of a note by somebody who had left while it waited. Part of the action that decides."""
    former = Person.Kind.FORMER
    by_them = Q(note__author__kind=former) | Q(carrier__kind=former)
    by_them |= Q(practice_note__drafted_by__kind=former) | Q(last_changed_by__kind=former)
    _forget_words_of(Case.objects.filter(by_them, pk=case_id))


def _forget_words_of(decided: QuerySet[Case]) -> None:
    keys = list(decided.order_by("pk").values_list("pk", flat=True))
    Report.objects.filter(case__in=keys).update(words="")
    Case.objects.filter(pk__in=keys).update(reason="", handed_up_why="")
    Remark.objects.filter(kind=Kind.REPORTED, thing__in=keys).delete()


@transaction.atomic
def forget_words_of_appeals(*, person_id: int, now: datetime) -> None:
    """That they asked others to look again is counted; in which words goes, and nobody has to decide it any more."""
    rows = Appeal.objects.filter(person=person_id)
    close_appeals_of_gone(rows, now=now)
    rows.update(words="")
