"""What becomes of what others said of somebody's practice notes, when their account is closed."""

from __future__ import annotations

from django.db.models import Q

from forum.repertoire.models import PracticeNote


def forget_why_taken_down(*, person_id: int) -> None:
    """That notes of theirs were taken down after a report stays; why goes, as it does from the case. Why facilitators
    withdrew one stays: that is about the note. Part of the action that closes their account.
    """
    theirs = Q(drafted_by=person_id) | Q(taken_from=person_id)
    taken = PracticeNote.objects.filter(theirs, taken_from__isnull=False)
    held = taken.select_for_update(no_key=True).order_by("pk")
    PracticeNote.objects.filter(pk__in=list(held.values_list("pk", flat=True))).update(reason="")
