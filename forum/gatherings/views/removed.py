"""Lists of questions that were removed: of a session, of a community, and one's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.communities.models import KEPT_DAYS, Community
from forum.communities.selectors.standing import gather_memberships
from forum.communities.views.removals import FIRST_WORDS, RemovedList, RemovedRow, Written
from forum.core.markup import excerpt
from forum.core.verdicts import require
from forum.gatherings.models import Question
from forum.gatherings.policies.gatherings import may_see_gathering, named_to
from forum.gatherings.policies.questions import may_know_asker, may_look_after_questions
from forum.gatherings.policies.removals import may_restore_of
from forum.gatherings.selectors.removals import (
    own_removed_questions,
    removed_questions,
    removed_questions_in,
)
from forum.gatherings.views.asked import address_of_removal
from forum.gatherings.views.places import seen_gathering
from forum.people.actors import signed_in
from forum.people.models import Person


@require_safe
@login_required
def removed(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """What was removed of late of what others asked in a session, for those who look after its questions."""
    person, found = signed_in(request.user), seen_gathering(request, gathering_id)
    require(may_look_after_questions(person, found))
    rows = _rows_to_bring_back(person, removed_questions_in(person, found))
    context = {"gathering": found, "rows": rows, "days": KEPT_DAYS}
    return render(request, "gatherings/questions_removed.html", context)


def own_removed_in_sessions(person: Person) -> RemovedList:
    """What others have removed of the person's questions, for the page that says so of posts as well."""
    rows = [_row(person, question) for question in own_removed_questions(person)]
    return RemovedList("asked", _("Asked in live sessions"), rows)


def removed_in_sessions_of(person: Person, community: Community) -> RemovedList:
    """Those of a community that the person moderates, each with the verdict on bringing it back."""
    rows = _rows_to_bring_back(person, removed_questions(person, community))
    return RemovedList("asked", _("Questions in live sessions"), rows)


def _rows_to_bring_back(person: Person, found: list[Question]) -> list[RemovedRow]:
    removers = [question.removal.removed_by for question in found]
    gather_memberships([remover for remover in removers if remover is not None])
    return [
        replace(_row(person, each), may_restore=may_restore_of(person, each.gathering, each, each.removal))
        for each in found
    ]


@dataclass(frozen=True, slots=True)
class _AsTold:
    """A question as one reader may be told whose it is."""

    author: Person | None
    created_at: datetime


def as_told(person: Person, question: Question) -> Written:
    """The question with its asker, where the person may know whose it is."""
    knows = may_know_asker(person, question.gathering, question)
    return _AsTold(question.asker if knows else None, question.asked_at)


def _row(person: Person, question: Question) -> RemovedRow:
    """The session is named to whom sees it, and who asked as they may know that."""
    session, where = question.gathering, _("A live session that is no longer open to you")
    if may_see_gathering(person, session):
        named = named_to(person, session)
        where = f"{named[0].name} · {session.title}" if named else session.title
    return RemovedRow(
        as_told(person, question),
        question.removal,
        where=where,
        name=excerpt(question.removal.html, FIRST_WORDS) or _("A question"),
        url=address_of_removal(question),
        restore_url=address_at("question-restore", question),
    )


def address_at(name: str, question: Question) -> str:
    """Where something is done with a question."""
    return reverse(name, args=[question.gathering_id, question.pk])
