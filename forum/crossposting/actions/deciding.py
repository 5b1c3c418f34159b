"""Answering those who would carry a topic to a board: for the board, or for the topic's home."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.models import Verb
from forum.core.claims import Kind, nobody_else_decides
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Invalid, require
from forum.core.words import on_one_line
from forum.crossposting.actions.locking import locked_placement
from forum.crossposting.actions.proposing import note_carried
from forum.crossposting.actions.standing import begin_to_stand, end_standing
from forum.crossposting.events import PlacementAnswered
from forum.crossposting.policies.answering import may_answer, sides_asked
from forum.crossposting.policies.carrying import may_stand_on
from forum.discussions.models import Placement
from forum.discussions.models.placements import LONGEST_NOTE
from forum.people.models import Person

Side, State = Placement.Side, Placement.State


@transaction.atomic
def accept_placement(*, moderator: Person, placement: Placement, now: datetime | None = None) -> Placement:
    """Agree for every side for which the moderator may speak; once nobody's word is missing the topic stands there.

    Who reads it there is asked anew: nobody may who does not at home. Raises Refused or TooMany.
    """
    moment = now or timezone.now()
    placement = locked_placement(moderator, placement)
    require(may_answer(moderator, placement))
    require(nobody_else_decides(moderator.pk, Kind.CARRIED, placement.pk))
    require(may_stand_on(placement.topic, placement.board))
    spend(TENDING, moderator.pk)
    sides = sides_asked(moderator, placement)
    for side in sides:
        note_carried(Verb.PLACEMENT_ACCEPTED, placement, by=moderator, at_home=side == Side.HOME, now=now)
    if Side.BOARD in sides:
        placement.awaits_board = False
    if Side.HOME in sides:
        placement.awaits_home = False
    placement.decided_by, placement.decided_at = moderator, moment
    if placement.awaits_board or placement.awaits_home:
        placement.save(update_fields=["awaits_board", "awaits_home", "decided_by", "decided_at"])
    else:
        placement.save(update_fields=["decided_by", "decided_at"])
        begin_to_stand(placement, moment)
    publish(PlacementAnswered(placement_id=placement.pk, by_id=moderator.pk))
    return placement


@transaction.atomic
def decline_placement(
    *, moderator: Person, placement: Placement, reason: str, now: datetime | None = None
) -> Placement:
    """Decline with a reason that who carried it reads. That side alone can bring it back. Raises Refused, Invalid or
    TooMany.
    """
    moment = now or timezone.now()
    placement = locked_placement(moderator, placement)
    require(may_answer(moderator, placement))
    require(nobody_else_decides(moderator.pk, Kind.CARRIED, placement.pk))
    words = on_one_line(reason, most=LONGEST_NOTE, field="reason")
    if not words:
        raise Invalid(_("Say why, in a sentence: whoever carried it here reads that."), field="reason")
    spend(TENDING, moderator.pk)
    side = sides_asked(moderator, placement)[0]
    end_standing(placement, State.DECLINED, side, by=moderator, reason=words, now=moment)
    note_carried(
        Verb.PLACEMENT_DECLINED, placement, by=moderator, at_home=side == Side.HOME, reason=words, now=now
    )
    publish(PlacementAnswered(placement_id=placement.pk, by_id=moderator.pk))
    return placement
