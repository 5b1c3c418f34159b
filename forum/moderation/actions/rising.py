"""A reported note was changed by one of those who were asked about it: then those above them may have to be."""

from __future__ import annotations

from django.db.models import QuerySet

from forum.core.claims import Kind
from forum.core.events import publish
from forum.moderation.actions.claiming import end_claim
from forum.moderation.events import CaseOpened
from forum.moderation.models import Case
from forum.moderation.policies.notes import first_asked
from forum.moderation.selectors.cases import case_with


def let_case_rise(cases: QuerySet[Case]) -> None:
    """Ask those above about the note that was changed, if one of its cases waits and nobody of those who are asked may
    decide now. Part of the action that has locked and changed the note.
    """
    waiting = cases.filter(state=Case.State.OPEN).select_for_update().first()
    case = case_with(waiting.pk) if waiting is not None else None
    if case is None or (level := first_asked(case)) <= case.level:
        return
    case.level = level
    case.save(update_fields=["level"])
    end_claim(Kind.REPORTED, case.pk)
    publish(CaseOpened(case_id=case.pk))
