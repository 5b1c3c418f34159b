"""Letting everything on one board go on on another one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from forum.communities.actions.board_moderators import hand_on_boards_moderated
from forum.communities.actions.log import note_change
from forum.communities.actions.standing import hand_on_measures
from forum.communities.models import Verb
from forum.core.events import publish
from forum.core.known_queries import among
from forum.core.limits import SETTING, spend
from forum.core.verdicts import require
from forum.discussions.actions.agreements import require_agreement
from forum.discussions.actions.arranging import board_to_change
from forum.discussions.actions.rehoming import (
    ask_anew,
    be_at_home_on,
    boards_count_anew,
    end_outside_placements,
    stand_once,
    standing,
)
from forum.discussions.events import BoardsMerged
from forum.discussions.models import Board, BoardReading, HeldPost, Placement, Post, Topic
from forum.discussions.policies.board_management import may_merge
from forum.discussions.selectors.reading import window_start
from forum.discussions.selectors.visibility import guests_to_ask_for, read_by_more_than
from forum.people.models import Person


@transaction.atomic
def merge_boards(
    *,
    merger: Person,
    board: Board,
    into: Board,
    agreed_level: int | None = None,
    now: datetime | None = None,
) -> Board:
    """Let topics, moderators and what waits go on on `into`, and archive `board`; its address leads there then.

    Drafts stay as they are, beside those begun on `into`, and lead there. A few statements, however much stands there.
    Raises NotAgreed where `into` has other readers and `agreed_level` does not say theirs, else Refused or TooMany.
    """
    moment = now or timezone.now()
    board = board_to_change(merger, board, topics=Placement.objects.filter(board=board))
    into = Board.objects.get(pk=into.pk)
    into.community = board.community if into.community_id == board.community_id else into.community
    require(may_merge(merger, board, into))
    spend(SETTING, merger.pk, at=now)
    topic_ids = list(Placement.objects.filter(board=board).order_by().values_list("topic_id", flat=True))
    require_agreement(before=board, after=into, topics=board.topic_count, agreed_level=agreed_level)
    hand_on_boards_moderated(community=board.community, from_id=board.pk, to_id=into.pk)
    hand_on_measures(community=board.community, from_id=board.pk, to_id=into.pk, now=moment)
    _hand_on_reading(board, into, moment)
    _carry(board, into, topic_ids)
    HeldPost.objects.filter(board=board).update(board=into)
    _close(board, into, moment)
    note_change(
        Verb.BOARDS_MERGED, by=merger, community=board.community, about=board.name, board_key=into.pk,
        details={"into": into.name, "topics": len(topic_ids)}, now=now,
    )  # fmt: skip
    publish(BoardsMerged(community_id=board.community_id, board_id=board.pk, into_id=into.pk))
    return into


def _carry(board: Board, into: Board, topic_ids: Sequence[int]) -> None:
    """Topics at home there, and then those that stood there as guests."""
    before = standing(topic_ids)
    Post.objects.filter(via_board=board).update(via_board=into)
    homes = Topic.objects.filter(home_board=board)
    at_home = list(homes.values_list("pk", flat=True))
    be_at_home_on(at_home, into)
    _carry_guests(board, into)
    guests = list(set(topic_ids).difference(at_home))
    Topic.objects.filter(among("pk", guests)).update(version=F("version") + 1)
    elsewhere = Placement.objects.filter(read_by_more_than(into), among("topic_id", at_home))
    end_outside_placements(elsewhere.exclude(board=into))
    ask_anew(guests_to_ask_for(into).filter(among("topic_id", guests)))
    boards_count_anew(before, standing(topic_ids))


def _carry_guests(board: Board, into: Board) -> None:
    """Where such a topic stands on `into` as well, it stands there once: as it does where it is live, there first."""
    guests = Placement.objects.filter(board=board)
    live = guests.filter(state=Placement.State.LIVE).values("topic_id")
    waiting = Placement.objects.filter(board=into, topic__in=live).exclude(state=Placement.State.LIVE)
    stand_once(waiting, beside=board)
    stand_once(guests.filter(topic__placements__board=into), beside=into)
    guests.update(board=into, pinned_at=None)


def _hand_on_reading(board: Board, into: Board, moment: datetime) -> None:
    """What waits on either board waits on: nobody is taken to have read `into` further than they had read `board`.

    Only as far back as something on `board` can still be new to anyone.
    """
    facts: dict[str, int | datetime] = {"board": board.pk, "into": into.pk, "start": window_start(moment)}
    with connection.cursor() as cursor:
        cursor.execute(_READ_LESS, facts)
    BoardReading.objects.filter(board=board).delete()


def _close(board: Board, into: Board, moment: datetime) -> None:
    Board.objects.filter(merged_into=board).update(merged_into=into)
    Board.objects.filter(pk=board.pk).update(
        merged_into=into, archived_at=board.archived_at or moment, version=F("version") + 1
    )
    Board.objects.filter(pk=into.pk).update(version=F("version") + 1)


_READ_LESS = """
WITH oldest AS (
    SELECT min(last_post_at) - interval '1 microsecond' AS moment FROM forum_placement
    WHERE board_id = %(board)s AND state = 'live' AND last_post_at > %(start)s
)
UPDATE forum_boardreading AS there
SET caught_up_at = least(there.caught_up_at, greatest(oldest.moment, (
    SELECT caught_up_at FROM forum_boardreading AS here
    WHERE here.board_id = %(board)s AND here.person_id = there.person_id
)))
FROM oldest WHERE there.board_id = %(into)s AND oldest.moment IS NOT NULL
"""
