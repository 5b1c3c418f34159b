"""Holds a lift with everything on which its publishing rests, in the order of everybody else."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from forum.chat.models import Room
from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.verdicts import Refused
from forum.discussions.actions.replies import locked_topic
from forum.discussions.models import Board, Topic
from forum.lifting.models import Lift, LiftedMessage
from forum.lifting.policies.asking import boards_for
from forum.lifting.selectors.lifts import lift_with, rows_of
from forum.people.models import Person
from forum.people.selectors.accounts import lock_account


@dataclass(slots=True)
class LockedLift:
    """A lift as it stands now, locked; `topic` is the one it answers, None where there is none or it is gone."""

    lift: Lift
    rows: list[LiftedMessage]
    topic: Topic | None
    boards: list[Board]


def locked_lift(lift: Lift, person: Person | None = None) -> LockedLift:
    """The lift with communities, topic, the standing of its lifter, the account of `person`, and its room, locked.

    Raises Refused where it is gone. Words in the room wait meanwhile: what is taken is what is said there.
    """
    seen = lift_with(lift.pk)
    if seen is None:
        raise Refused(_("This is no longer there."))
    communities = {seen.board.community_id}
    if seen.topic is not None:
        communities.add(seen.topic.home_board.community_id)
    if seen.room is not None and seen.room.community_id is not None:
        communities.add(seen.room.community_id)
    lock_communities(communities)
    topic = _topic_of(seen)
    lock_standing(seen.lifter, communities)
    if person is not None:
        lock_account(person)
    list(Lift.objects.select_for_update().filter(pk=lift.pk).values_list("pk"))
    if seen.room_id is not None:
        list(Room.objects.select_for_update(no_key=True).filter(pk=seen.room_id).values_list("pk"))
    fresh = lift_with(lift.pk)
    if fresh is None:
        raise Refused(_("This is no longer there."))
    lifter = seen.lifter
    fresh.lifter = lifter  # who remembers what their locked memberships say
    return LockedLift(fresh, rows_of(fresh), topic, boards_for(fresh.board, topic))


def _topic_of(lift: Lift) -> Topic | None:
    if lift.topic is None:
        return None
    try:
        return locked_topic(lift.topic)
    except Refused:  # it is gone; who asked is told so when they publish
        return None
