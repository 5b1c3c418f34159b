"""What a person carried to other boards. For a copy that goes to themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forum.discussions.models import Placement
from forum.discussions.selectors.boards import boards_readable_by
from forum.people.models import Person
from forum.personal_data.selectors.places import CHUNK, place_of, placed


def carried_by(person: Person) -> Iterator[dict[str, Any]]:
    """Topics that the person carried, with their notes and what was answered; where to, as far as they read that."""
    names = {
        board_id: (name, community)
        for board_id, name, community in boards_readable_by(person).values_list(
            "pk", "name", "community__name"
        )
    }
    rows = placed(Placement.objects.filter(proposed_by=person), person).order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        board, community = names.get(row.board_id, (None, None))
        yield place_of(row, row.topic).said() | {
            "to_board": board,
            "to_community": community,
            "note": row.note,
            "state": row.state,
            "ended_by": row.ended_by or None,
            "answer": row.reason if board and row.may_read else None,
            "proposed_at": row.proposed_at,
            "decided_at": row.decided_at,
        }
