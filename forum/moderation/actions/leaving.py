"""What becomes of what a person reported, and asked others to look at again, when their account is closed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from forum.moderation.actions.appealing import close_appeals_of_gone
from forum.moderation.models import Appeal, Claim, Remark, Report


@transaction.atomic
def forget_who_reported(*, person_id: int) -> None:
    """That something was reported stays, and for which reason; who did and in which words goes. They look at nothing
    any more, and what they said among moderators goes. Part of an action that has asked whether they may leave.
    """
    Report.objects.filter(reporter=person_id).update(reporter=None, words="")
    Claim.objects.filter(person=person_id).delete()
    Remark.objects.filter(author=person_id).delete()


@transaction.atomic
def forget_words_of_appeals(*, person_id: int, now: datetime) -> None:
    """That they asked others to look again is counted; in which words goes, and nobody has to decide it any more."""
    rows = Appeal.objects.filter(person=person_id)
    close_appeals_of_gone(rows, now=now)
    rows.update(words="")
