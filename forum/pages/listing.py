"""Turns placements into the rows that a reader sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from django.core.cache import cache
from django.utils.translation import get_language

from forum.core.conditional import entity_tag
from forum.discussions.models import Placement
from forum.discussions.selectors.reading import positions_in
from forum.discussions.views.rows import TopicRow, row_html, topic_rows
from forum.people.actors import Actor, is_person

ALWAYS = datetime.min.replace(tzinfo=UTC)
KEPT_SECONDS = 600


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
    rows = _kept_rows(placements, names=names)
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


def _kept_rows(placements: Sequence[Placement], *, names: bool) -> list[TopicRow]:
    """The rows with their holes; put together again only where something that they show has changed."""
    keys = [_row_key(placement, names) for placement in placements]
    kept: dict[str, TopicRow] = cache.get_many(keys)
    missing = [placement for key, placement in zip(keys, placements, strict=True) if key not in kept]
    if missing:
        fresh = topic_rows(missing, names=names)
        made = {_row_key(placement, names): row for placement, row in zip(missing, fresh, strict=True)}
        cache.set_many(made, KEPT_SECONDS)
        kept |= made
    return [kept[key] for key in keys]


def _row_key(placement: Placement, names: bool) -> str:
    topic, board = placement.topic, placement.board
    community = board.community
    where = (placement.pinned_at, board.name, board.slug, community.name, community.slug, community.hue)
    return f"row:{entity_tag(topic.pk, topic.version, topic.last_number, where, names, get_language())}"
