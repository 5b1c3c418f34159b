"""Letting a topic be at home in another community, within an action that has locked it and both communities."""

from __future__ import annotations

from datetime import datetime

from forum.communities.actions.log import note_change
from forum.communities.models import Verb
from forum.core.events import publish
from forum.discussions.actions.rehoming import (
    be_at_home_on,
    boards_count_anew,
    end_outside_placements,
    standing,
)
from forum.discussions.actions.whole_topics import stand_again
from forum.discussions.events import PlacementsEnded, TopicsMoved
from forum.discussions.models import Board, HeldPost, Placement, Topic
from forum.discussions.readers import is_read_by_more
from forum.people.models import Person


def give_home(topic: Topic, to: Board, *, by: Person, now: datetime) -> None:
    """Where it stood there already, it stands there once. It stands nowhere that more people read than its new home.

    Posts stay as having come through the boards they came through; what waits for a moderator waits at the new home.
    """
    home = topic.home_board
    before = standing([topic.pk])
    HeldPost.objects.filter(topic=topic).update(board=to)
    be_at_home_on([topic.pk], to)
    elsewhere = Placement.objects.filter(topic=topic).exclude(board=to).select_related("board__community")
    wider = [row.pk for row in elsewhere if is_read_by_more(row.board, than=to)]
    end_outside_placements(Placement.objects.filter(pk__in=wider))
    boards_count_anew(before, standing([topic.pk]))
    topic.home_board = to
    if topic.removed_at is not None:
        stand_again(topic, by=None)
    for board in (home, to):
        note_change(
            Verb.HOME_CHANGED, by=by, community=board.community, about=board.name, board_key=board.pk,
            details={"topic": topic.pk, "came": board == to}, now=now,
        )  # fmt: skip
    publish(TopicsMoved(community_id=to.community_id, board_id=to.pk, topic_ids=(topic.pk,)))
    publish(PlacementsEnded(topic_ids=(topic.pk,), board_ids=(home.pk,)))
