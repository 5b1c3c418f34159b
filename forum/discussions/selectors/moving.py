"""Topics that can be given another home."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from forum.core.numbers import moment
from forum.core.paging import cursor_text, cut, read_cursor
from forum.discussions.models import Board, Topic
from forum.discussions.selectors.listings import PlacementPage
from forum.discussions.selectors.newest import live_placements
from forum.discussions.selectors.topics import topics_visible_to, with_placements
from forum.people.models import Person

ON_A_PAGE = 100


def topics_at_home(board: Board, *, after: str = "") -> PlacementPage:
    """A page of the topics whose home the board is, newest activity first; `after` is the cursor of the page before."""
    rows = live_placements().filter(board=board, topic__home_board=board).select_related("topic__author")
    bound = read_cursor(after, moment)
    if bound is not None:
        rows = rows.filter(TupleLessThan(Tuple(F("last_post_at"), F("topic_id")), bound))
    shown, has_more = cut(rows.order_by("-last_post_at", "-topic_id"), ON_A_PAGE)
    older = cursor_text(shown[-1].last_post_at, shown[-1].topic_id) if has_more else ""
    return PlacementPage(shown, older)


def topics_to_move(person: Person, topic_ids: Sequence[int]) -> list[Topic]:
    """Those of the topics that the person reads, in the order in which they are named."""
    found = with_placements(topics_visible_to(person)).in_bulk(topic_ids)
    return [found[topic_id] for topic_id in topic_ids if topic_id in found]
