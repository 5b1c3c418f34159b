"""Turns placements into the rows that a reader sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import quote

from django.core.cache import cache
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum.core.conditional import entity_tag
from forum.core.kept import PREFIX
from forum.discussions.models import Placement, Topic
from forum.discussions.selectors.following import caught_up_on
from forum.discussions.selectors.reading import positions_in
from forum.discussions.views.rows import TopicRow, row_html, topic_rows
from forum.people.actors import Actor, is_person
from forum.people.models import Person

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


def followed_rows(person: Person, placements: Sequence[Placement], *, back: str) -> list[str]:
    """Rows of topics that the person follows, each with a button that ends this and leads on to `back`. Two queries.

    All that they have not seen is new, however old, but for what they called read with its board.
    """
    rows = _kept_rows(placements, names=True)
    positions = positions_in(person, [row.topic_id for row in rows]) if rows else {}
    caught_up = caught_up_on(person, [placement.board_id for placement in placements]) if rows else {}
    return [
        row_html(
            row,
            positions.get(row.topic_id),
            caught_up.get(placement.board_id, ALWAYS),
            act=_unfollow(placement.topic, back),
        )
        for row, placement in zip(rows, placements, strict=True)
    ]


def _unfollow(topic: Topic, back: str) -> str:
    url = f"{reverse('unfollow', args=[topic.pk])}?next={quote(back)}"
    button = '<button class="as-link" form="act" formaction="{}">{}<span class="visually-hidden"> {}</span></button>'
    return format_html(button, url, _("Unfollow"), topic.title)


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
    where = (
        placement.pinned_at,
        placement.locked_at,
        placement.tags,
        board.name,
        board.slug,
        community.name,
        community.slug,
        community.hue,
        community.lang,
    )
    return (
        f"{PREFIX}row:{entity_tag(topic.pk, topic.version, topic.last_number, where, names, get_language())}"
    )
