"""What becomes of what a person reported when their account is closed."""

from __future__ import annotations

from django.db import transaction

from forum.moderation.models import Claim, Remark, Report


@transaction.atomic
def forget_who_reported(*, person_id: int) -> None:
    """That something was reported stays, and for which reason; who did and in which words goes. They look at nothing
    any more, and what they said among moderators goes. Part of an action that has asked whether they may leave.
    """
    Report.objects.filter(reporter=person_id).update(reporter=None, words="")
    Claim.objects.filter(person=person_id).delete()
    Remark.objects.filter(author=person_id).delete()
