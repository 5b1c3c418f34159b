"""Rows of topic lists, put together once, with holes for what a reader has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language

from forum.communities.models import Community
from forum.core.markup import safe
from forum.core.pieces import Marks, Piece, piece
from forum.discussions.models import Placement, ReadPosition
from forum.discussions.models.topics import MOST_PARTICIPANTS
from forum.discussions.readers import is_read_by_more
from forum.discussions.views.labels import news_label
from forum.discussions.views.standing import came_by


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic in a list: HTML with holes for a class, `unread`, for an `act`, and for `news` with its `label`."""

    topic_id: int
    last_number: int
    last_post_at: datetime
    html: Piece
    news: Piece


def topic_rows(
    placements: Sequence[Placement], community: Community | None = None, *, names: bool = False
) -> list[TopicRow]:
    """Rows for placements with their topics. `names` shows community and board, for lists that mix them.

    With a `community` they stand on the page of one board of it, and their tags narrow that page.
    """
    if community is not None:
        return [_row(placement, _facts(placement, community, names)) for placement in placements]
    rows = [(placement, placement.board.community) for placement in placements]
    return [
        _row(placement, _facts(placement, at, names) | _elsewhere(placement, at)) for placement, at in rows
    ]


def _elsewhere(placement: Placement, community: Community) -> dict[str, Any]:
    return {"board_url": reverse("board", args=[community.slug, placement.board.slug])}


def _row(placement: Placement, facts: dict[str, Any]) -> TopicRow:
    topic = placement.topic
    unread_url = reverse("unread", args=[topic.pk, topic.slug]) + came_by(topic, placement.board_id)

    def write(mark: Marks) -> dict[str, Any]:
        return {"row": facts, "holes": mark}

    return TopicRow(
        topic_id=topic.pk,
        last_number=topic.last_number,
        last_post_at=topic.last_post_at,
        html=piece("components/topic_row.html", write),
        news=piece("components/topic_news.html", lambda mark: {"url": unread_url, "holes": mark}),
    )


def _facts(placement: Placement, community: Community, names: bool) -> dict[str, Any]:
    topic = placement.topic
    query = came_by(topic, placement.board_id)
    # All who read the row are told where it is at home, so all of them must read it there.
    is_told = bool(query) and not is_read_by_more(placement.board, than=topic.home_board)
    home = topic.home_board.community if is_told else None
    return {
        "topic_id": topic.pk,
        "url": topic.get_absolute_url() + query,
        "home": home if home is not None and home.pk != community.pk else None,
        "title": topic.title,
        "type": topic.type,
        "type_label": capfirst(topic.get_type_display()),
        "community": community if names else None,
        "board": placement.board if names else None,
        "author_name": topic.author.display_name,
        "other_people_count": max(len(topic.participant_ids) - 1, 0),
        "may_have_more_people": len(topic.participant_ids) == MOST_PARTICIPANTS,
        "reply_count": topic.reply_count,
        "last_post_at": topic.last_post_at,
        "last_url": reverse("post", args=[topic.pk, topic.slug, topic.last_number])
        + f"{query}#post-{topic.last_number}",
        "tags": list(dict.fromkeys([*topic.tags, *placement.tags])),
        "board_url": "",
        "is_solved": topic.accepted_post_id is not None,
        "is_pinned": placement.pinned_at is not None,
        "is_locked": topic.locked_at is not None or placement.locked_at is not None,
        "is_duplicate": topic.duplicate_of_id is not None,
        "hue": community.hue,
        "lang": community.lang if placement.board_id == topic.home_board_id else "",
    }


def row_html(row: TopicRow, position: ReadPosition | None, since: datetime | None, *, act: str = "") -> str:
    """The row as a reader sees it. Without a `position` it is new to them if it moved after `since` (None: never).

    `act` is HTML of a button, where something can be done with the topic from the list.
    """
    if position is not None:
        unseen = max(row.last_number - position.seen_count, 0)
    else:
        unseen = row.last_number if since is not None and row.last_post_at > since else 0
    if since is not None and row.last_post_at <= since:
        unseen = 0
    if not unseen:
        return safe(row.html.filled({"unread": "", "news": "", "act": act}))
    label = news_label(0 if position is None else unseen, get_language())
    news = row.news.filled({"label": label})
    return safe(row.html.filled({"unread": " is-unread", "news": news, "act": act}))
