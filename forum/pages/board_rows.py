"""The rows of a community's boards: what moved on each last, with holes for what is new to a reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum.core.markup import safe
from forum.discussions.models import Board, Placement
from forum.discussions.views.labels import news_label


def unread_on(boards: Sequence[Board], unread: Mapping[int, int]) -> dict[str, str]:
    """The holes of the boards' rows, filled for one reader: a class, and how many topics wait."""
    own: dict[str, str] = {}
    for board in boards:
        count = unread.get(board.pk, 0)
        own[f"unread_{board.pk}"] = " is-unread" if count else ""
        label = safe(news_label(count, get_language()))
        own[f"news_{board.pk}"] = format_html('<span class="unread-count">{}</span>', label) if count else ""
    return own


def board_rows(
    boards: Sequence[Board], last: Mapping[int, Placement], mark: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The context of components/board_row.html for each board, with `mark` for what is a reader's own."""
    return [
        {
            "board": {
                "name": board.name,
                "url": board.get_absolute_url(),
                "description": board.description,
                "kind_label": board.get_kind_display(),
                "is_archived": board.archived_at is not None,
            },
            "unread": mark[f"unread_{board.pk}"],
            "news": mark[f"news_{board.pk}"],
            "last": _last(last.get(board.pk)),
            "topic_count": board.topic_count,
        }
        for board in boards
    ]


def _last(placement: Placement | None) -> dict[str, Any] | None:
    if placement is None:
        return None
    topic = placement.topic
    return {
        "title": topic.title,
        "url": topic.get_absolute_url(),
        "author_name": topic.last_post_by.display_name or _("someone"),
        "moment": topic.last_post_at,
        "is_at_home": placement.board_id == topic.home_board_id,
    }
