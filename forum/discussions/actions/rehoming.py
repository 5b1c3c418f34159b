"""Giving topics another home: placements, the board that posts came through, and what boards count.

All of it is a statement for each kind of row, however many topics there are. Topics are locked by whoever calls.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from forum.core.events import publish
from forum.core.known_queries import among
from forum.discussions.events import PlacementsEnded, PlacementsJoined
from forum.discussions.models import Board, HeldPost, HiddenPost, Placement, Post, Topic
from forum.discussions.models.placements import PATIENCE

# What a board has done with a topic that stands there no longer: nothing.
UNTENDED: dict[str, Any] = {"pinned_at": None, "locked_at": None, "hidden_count": 0}
# And where it does not wait to stand either, nobody's word is missing.
OVER = UNTENDED | {"awaits_board": False, "awaits_home": False, "expires_at": None}
Standing = dict[int, tuple[int, int]]


def standing(topic_ids: Sequence[int]) -> Standing:
    """How many of these topics, and of their posts, each board counts, by board id."""
    live = Placement.objects.filter(
        among("topic_id", list(topic_ids)), state=Placement.State.LIVE, topic__removed_at=None
    )
    counted = (
        live.order_by().values_list("board_id").annotate(topics=Count("pk"), posts=Sum("topic__post_count"))
    )
    return {board_id: (topics, posts or 0) for board_id, topics, posts in counted}


def boards_count_anew(before: Mapping[int, tuple[int, int]], after: Mapping[int, tuple[int, int]]) -> None:
    """Let every board that counted one of the topics before or counts it now be listed anew, with its figures."""
    for board_id in sorted(before.keys() | after.keys()):
        had, has = before.get(board_id, (0, 0)), after.get(board_id, (0, 0))
        Board.objects.filter(pk=board_id).update(
            version=F("version") + 1,
            topic_count=F("topic_count") + (has[0] - had[0]),
            post_count=F("post_count") + (has[1] - had[1]),
        )


def come_through(topic_ids: Sequence[int], *, from_id: int, to: Board) -> None:
    """Let what came to these topics through one board, or waits there, have come through another one."""
    these = among("topic_id", list(topic_ids))
    Post.objects.filter(these, via_board=from_id).update(via_board=to)
    HeldPost.objects.filter(these, board=from_id).update(board=to)


def be_at_home_on(topic_ids: Sequence[int], to: Board) -> None:
    """Let topics that were at home elsewhere be at home on `to`.

    Where one stood there already, it stands there once, as high as it did; a pin belongs to the board it was set on.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PINNED_AS_THERE, {"topics": list(topic_ids), "to": to.pk})
        there = Placement.objects.filter(among("topic_id", list(topic_ids)), board=to)
        stand_once(there, beside=OuterRef("topic__home_board"))
        cursor.execute(_PLACED_THERE, {"topics": list(topic_ids), "to": to.pk})
    Topic.objects.filter(among("pk", list(topic_ids))).update(home_board=to, version=F("version") + 1)


def stand_once(placements: QuerySet[Placement], *, beside: OuterRef | Board) -> None:
    """Let these rows go for those of the same topics on the board `beside`, which stand for both from now on."""
    stays = Placement.objects.filter(topic=OuterRef("topic"), board=beside).values("pk")[:1]
    pairs = tuple(placements.order_by("pk").annotate(stays=Subquery(stays)).values_list("pk", "stays"))
    if pairs:
        publish(PlacementsJoined(pairs=pairs))
        Placement.objects.filter(among("pk", [gone for gone, _stays in pairs])).delete()


def end_outside_placements(placements: QuerySet[Placement]) -> None:
    """Let topics stand on these boards no longer, nor wait for it: more people would read them there than at home."""
    ended = OVER | {
        "state": Placement.State.WITHDRAWN, "ended_by": Placement.Side.READERS, "decided_by": None,
        "decided_at": timezone.now(),
    }  # fmt: skip
    _leave_boards(placements, ended)


def ask_anew(placements: QuerySet[Placement]) -> None:
    """Take these placements back to their asking: more people read the board than the home of each, and until that is
    so no longer nobody can agree.
    """
    expires_at = timezone.now() + PATIENCE
    waits = {"state": Placement.State.PENDING, "awaits_home": True, "expires_at": expires_at}
    _leave_boards(placements, waits)


def _leave_boards(placements: QuerySet[Placement], becoming: dict[str, Any]) -> None:
    """Let topics stand no longer where these placements have them. Whoever calls lets boards count anew, once."""
    standing_there = placements.filter(state__in=[Placement.State.LIVE, Placement.State.PENDING]).order_by()
    rows = list(standing_there)
    if not rows:
        return
    keys, topics = [row.pk for row in rows], sorted({row.topic_id for row in rows})
    HiddenPost.objects.filter(among("placement_id", keys)).delete()
    Placement.objects.filter(among("pk", keys)).update(**UNTENDED | becoming)
    Topic.objects.filter(among("pk", topics)).update(version=F("version") + 1)
    ended = PlacementsEnded(
        topic_ids=tuple(topics),
        board_ids=tuple(sorted({row.board_id for row in rows})),
        stood=tuple(row.pk for row in rows if row.state == Placement.State.LIVE),
        waited=tuple(row.pk for row in rows if row.state == Placement.State.PENDING),
    )
    publish(ended)


_PINNED_AS_THERE = """
UPDATE forum_placement AS home SET pinned_at = (
    SELECT there.pinned_at FROM forum_placement AS there
    WHERE there.topic_id = home.topic_id AND there.board_id = %(to)s AND there.state = 'live'
)
FROM forum_topic AS topic
WHERE topic.id = ANY(%(topics)s) AND home.topic_id = topic.id AND home.board_id = topic.home_board_id
    AND (home.pinned_at IS NOT NULL OR topic.id IN (
        SELECT there.topic_id FROM forum_placement AS there
        WHERE there.board_id = %(to)s AND there.topic_id = ANY(%(topics)s)
    ))
"""

_PLACED_THERE = """
UPDATE forum_placement AS home SET board_id = %(to)s
FROM forum_topic AS topic
WHERE topic.id = ANY(%(topics)s) AND home.topic_id = topic.id AND home.board_id = topic.home_board_id
"""
