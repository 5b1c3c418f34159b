"""Taking a topic off a board where it stood as a guest, or a proposal back; and what nobody answered in time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.communities.actions.guarding import ask_in
from forum.communities.models import Verb
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import require
from forum.core.words import on_one_line
from forum.crossposting.actions.locking import locked_placement
from forum.crossposting.actions.proposing import note_carried
from forum.crossposting.actions.standing import end_standing
from forum.crossposting.events import PlacementTakenBack
from forum.crossposting.policies.answering import may_end, side_that_ends
from forum.discussions.models import Placement
from forum.discussions.models.placements import LONGEST_NOTE
from forum.discussions.selectors.locks import lock_topics
from forum.people.models import Person

BATCH = 100
Side, State = Placement.Side, Placement.State


@transaction.atomic
def end_placement(
    *, person: Person, placement: Placement, reason: str = "", now: datetime | None = None
) -> Placement:
    """End how a topic stands on a board beside its home, or what it waits for. Raises Refused, Invalid or TooMany.

    Replies that came through the board stay, and their authors may still take them back. That side alone can bring it
    there again; who takes their own proposal back may propose it once more.
    """
    moment = now or timezone.now()
    placement = locked_placement(person, placement)
    require(may_end(person, placement))
    words = on_one_line(reason, most=LONGEST_NOTE, field="reason")
    ask_in([placement.board.community, placement.topic.home_board.community], [words])
    spend(TENDING, person.pk)
    side = side_that_ends(person, placement)
    assert side is not None
    stood = placement.state == State.LIVE
    state = State.REMOVED if side == Side.BOARD else State.WITHDRAWN
    end_standing(placement, state, side, by=person, reason=words, now=moment)
    if side in {Side.BOARD, Side.HOME}:
        at_home = side == Side.HOME
        note_carried(Verb.PLACEMENT_ENDED, placement, by=person, at_home=at_home, reason=words, now=now)
    publish(PlacementTakenBack(placement_id=placement.pk, by_id=person.pk, stood=stood))
    return placement


def end_overdue(now: datetime) -> int:
    """Let every proposal end that waited too long. Returns how many there were."""
    ended = 0
    overdue = Placement.objects.filter(state=State.PENDING, expires_at__lte=now).order_by("topic_id", "pk")
    while found := list(overdue[:BATCH]):
        ended += _end(found, now)
    return ended


@transaction.atomic
def _end(found: list[Placement], now: datetime) -> int:
    """End those of them that still wait once their topics are locked; how many that are."""
    lock_topics(placement.topic_id for placement in found)
    waiting = Placement.objects.filter(
        pk__in=[row.pk for row in found], state=State.PENDING, expires_at__lte=now
    )
    rows = list(waiting.order_by("pk").select_for_update(no_key=True))
    for placement in rows:
        end_standing(placement, State.DECLINED, Side.TIME, by=None, reason="", now=now)
        publish(PlacementTakenBack(placement_id=placement.pk, by_id=None, stood=False))
    return len(rows)
