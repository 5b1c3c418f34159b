"""Practice notes that a person drafted or changed, and where they are quoted. For a copy that goes to themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from forum.communities.selectors.reading import communities_known_to
from forum.people.models import Person
from forum.personal_data.selectors.places import CHUNK
from forum.repertoire.models import PracticeNote, Quote
from forum.repertoire.selectors.notes import notes_read_by


def practice_notes(person: Person) -> Iterator[dict[str, Any]]:
    """Those that they drafted, or changed last; in words where they read them still."""
    read = set(notes_read_by(person).values_list("pk", flat=True))
    rows = PracticeNote.objects.filter(Q(drafted_by=person) | Q(changed_by=person))
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        is_read = row.pk in read
        yield {
            "title": row.title if is_read else None,
            "words": row.source if is_read else None,
            "state": row.state,
            "drafted_by_you": row.drafted_by_id == person.pk,
            "changed_at": row.changed_at,
            "published_at": row.published_at,
            "withdrawn_at": row.withdrawn_at,
            "withdrawn_because": row.reason if is_read else None,
            "taken_down_after_a_report": row.taken_from_id is not None,
        }


def quoted_in_notes(person: Person) -> Iterator[dict[str, Any]]:
    """Messages of theirs that stand in notes, or were wanted there, with what they answered; a note of a community that
    they may not know of any more is not named.
    """
    known = set(communities_known_to(person).values_list("pk", flat=True))
    rows = Quote.objects.filter(message__author=person).select_related("note")
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        yield {
            "message": row.message_id,
            "note": row.note.title if row.community_id in known else None,
            "asked_at": row.asked_at,
            "answer": row.consent,
            "answered_at": row.answered_at,
            "taken_back": row.was_agreed and row.consent == Quote.Consent.DECLINED,
            "for_readers": row.readers,
        }
