"""Turns placements into the rows that a reader sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from forum.discussions.models import Placement
from forum.discussions.selectors.reading import positions_in
from forum.discussions.views.rows import row_html, topic_rows
from forum.people.actors import Actor, is_person

ALWAYS = datetime.min.replace(tzinfo=UTC)


def rows_for(
    actor: Actor,
    placements: Sequence[Placement],
    *,
    since: Mapping[int, datetime] | None = None,
    names: bool = True,
) -> list[str]:
    """The rows' HTML with what is new to the actor: one query for a person, none for a visitor.

    `since` says by board id from when on topics count as new; boards that it leaves out have none.
    """
    rows = topic_rows(placements, names=names)
    positions = positions_in(actor, [row.topic_id for row in rows]) if is_person(actor) and rows else {}
    starts = since or {}
    return [
        row_html(row, positions.get(row.topic_id), starts.get(placement.board_id))
        for row, placement in zip(rows, placements, strict=True)
    ]


def unread_rows(actor: Actor, placements: Sequence[Placement], *, names: bool = True) -> list[str]:
    """The same for a list that holds nothing but what is new."""
    since = {placement.board_id: ALWAYS for placement in placements}
    return rows_for(actor, placements, since=since, names=names)
