"""What becomes of what a person reported when their account is closed."""

from __future__ import annotations

from django.db import transaction

from forum.moderation.models import Case, Report


@transaction.atomic
def forget_who_reported(*, person_id: int) -> None:
    """That something was reported stays, and for which reason; who did and in which words goes. They hold no case any
    more. Part of an action that has asked whether they may leave.
    """
    Report.objects.filter(reporter=person_id).update(reporter=None, words="")
    Case.objects.filter(claimed_by=person_id, state=Case.State.OPEN).update(claimed_by=None, claimed_at=None)
