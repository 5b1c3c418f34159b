"""Notes that a person left as a moderator, for the copy of their data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forum.discussions.models import StaffNote
from forum.people.models import Person
from forum.personal_data.selectors.places import CHUNK, place_of, placed


def notes_by(person: Person) -> Iterator[dict[str, Any]]:
    """Each with its words and for whom it is; where it stands, as far as the person reads that."""
    rows = StaffNote.objects.filter(author=person, removed_at=None).select_related("post").defer("html")
    for row in placed(rows.order_by("pk"), person).iterator(chunk_size=CHUNK):
        yield place_of(row, row.topic, row.post.number if row.post else 0).said() | {
            "for": row.audience,
            "source": row.source,
            "written_at": row.created_at,
        }
