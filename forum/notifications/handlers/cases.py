"""Who is told of what was reported. By whom it was is told to nobody."""

from __future__ import annotations

from forum.moderation.events import CaseDecided, CaseOpened, NoteTakenAway, ProfileTakenDown
from forum.moderation.models import Case
from forum.moderation.places import authors_of
from forum.moderation.selectors.cases import case_with, people_to_tell
from forum.notifications import kinds
from forum.notifications.actions.reading import settle_notices
from forum.notifications.handlers.telling import tell
from forum.notifications.selectors.addressees import asked_about


def tell_who_decides(event: CaseOpened) -> None:
    """Those who are asked about a case: moderators, and those above them once it was handed up. Not whoever reports."""
    case = case_with(event.case_id)
    if case is None or case.state != Case.State.OPEN:
        return
    but_for = [report.reporter_id for report in case.reports.all()]
    but_for.append(case.handed_up_by_id)
    at = case.opened_at if case.level == Case.Level.MODERATORS else None
    tell(kinds.CASE_WAITS, asked_about(case), but_for=but_for, about=case, occasion=case.level, at=at)


def tell_who_reported(event: CaseDecided) -> None:
    """Whoever reported it learns that it is decided, and nobody else is asked any more."""
    settle_notices(kinds.CASE_WAITS, case=event.case_id)
    case = case_with(event.case_id)
    if case is not None:
        subject = case.post or case.message
        removed_by = subject.removed_by_id if subject is not None else None
        if case.question is not None and not case.question.words:
            removed_by = case.question.changed_by_id
        by = [case.decided_by_id, removed_by]
        tell(kinds.REPORT_DECIDED, people_to_tell(case.pk), but_for=by, about=case, at=case.decided_at)


def tell_whose_profile_it_was(event: ProfileTakenDown) -> None:
    """Of whose page stewards took something down."""
    case = case_with(event.case_id)
    if case is not None and case.person is not None:
        tell(kinds.PROFILE_TAKEN, [case.person.pk], about=case, at=case.decided_at)


def tell_whose_note_it_was(event: NoteTakenAway) -> None:
    """Whose note was removed."""
    case = case_with(event.case_id)
    if case is not None:
        tell(kinds.NOTE_TAKEN, [each.pk for each in authors_of(case)], about=case, at=case.decided_at)
