"""What a person has reported, and said as one who decides, for the copy of their data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forum.moderation.models import Report
from forum.moderation.selectors.cases import notes_taken_from, taken_of_profile
from forum.moderation.selectors.claims import remarks_by
from forum.people.models import Person


def reported_by(person: Person) -> Iterator[dict[str, Any]]:
    """Each with its reason, their words, and what came of it. What was reported is somebody else’s: it is not told."""
    rows = Report.objects.filter(reporter=person).select_related("case").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        yield {
            "reason": row.reason,
            "words": row.words,
            "reported_at": row.created_at,
            "came_of_it": row.case.state,
        }


def taken_of(person: Person) -> Iterator[dict[str, Any]]:
    """What stewards took down of the person's page, and why."""
    for row in taken_of_profile(person):
        yield {"took": row.took, "reason": row.reason, "decided_at": row.decided_at}


def notes_taken_of(person: Person) -> Iterator[dict[str, Any]]:
    """Notes of theirs that were reported and removed, and why."""
    for row in notes_taken_from(person):
        kind = "note of moderators" if row.note is not None else "note with a carried topic"
        kind = "practice note" if row.practice_note is not None else kind
        yield {"what": kind, "reason": row.reason, "decided_at": row.decided_at}


def remarks_of(person: Person) -> Iterator[dict[str, Any]]:
    """What they said among those who decide; what it was about is not theirs, and not told."""
    for row in remarks_by(person.pk):
        yield {"words": row.words, "written_at": row.written_at}
