"""What a person carried to other boards, and homes that they offered. For a copy that goes to themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forum.crossposting.models import HomeChange
from forum.discussions.models import Placement
from forum.discussions.selectors.boards import boards_readable_by
from forum.people.models import Person
from forum.personal_data.selectors.places import CHUNK, place_of, placed


def carried_by(person: Person) -> Iterator[dict[str, Any]]:
    """Topics that the person carried, with their notes and what was answered; where to, as far as they read that."""
    names = _boards_read_by(person)
    rows = placed(Placement.objects.filter(proposed_by=person), person).order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        yield _where_to(row, names.get(row.board_id)) | {
            "ended_by": row.ended_by or None,
            "proposed_at": row.proposed_at,
        }


def homes_asked_by(person: Person) -> Iterator[dict[str, Any]]:
    """Topics to which the person offered another home, or asked to be one; told in the same way."""
    names = _boards_read_by(person)
    rows = placed(HomeChange.objects.filter(asked_by=person), person).order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        yield _where_to(row, names.get(row.to_id)) | {"created_at": row.created_at}


def _where_to(row: Any, board: tuple[str, str] | None) -> dict[str, Any]:
    """What an answer says may name the board, or speak of the topic: it is told to who reads both."""
    name, community = board or (None, None)
    return place_of(row, row.topic).said() | {
        "to_board": name,
        "to_community": community,
        "note": row.note,
        "state": row.state,
        "answer": row.reason if board and row.may_read else None,
        "decided_at": row.decided_at,
    }


def _boards_read_by(person: Person) -> dict[int, tuple[str, str]]:
    rows = boards_readable_by(person).values_list("pk", "name", "community__name")
    return {board_id: (name, community) for board_id, name, community in rows}
