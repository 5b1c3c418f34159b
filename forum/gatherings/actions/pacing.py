"""Letting people talk as they like in a live session, slowly, or not at all for a while."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.chat.events import RoomChanged
from forum.core.editions import ChangedMeanwhile
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Invalid, require
from forum.gatherings.actions.leading import held_stage, stage_changed
from forum.gatherings.actions.locking import locked_gathering
from forum.gatherings.actions.rooms import open_room_of
from forum.gatherings.models import Gathering, Stage
from forum.gatherings.models.stage import PACES, pace_of
from forum.gatherings.policies.leading import may_pace
from forum.people.models import Person


@transaction.atomic
def set_pace(
    *, host: Person, gathering: Gathering, pace: str, seen: int, now: datetime | None = None
) -> Stage:
    """Let the talk go at one of `PACES`. Pressed twice it is done once.

    `seen` is the revision of the stage that the host has seen. Raises ChangedMeanwhile, Refused, Invalid or TooMany.
    """
    moment = now or timezone.now()
    gathering = locked_gathering(host, gathering)
    require(may_pace(host, gathering, now=moment))
    if pace not in PACES:
        raise Invalid(_("Choose how fast people may talk."), field="pace")
    stage, room = held_stage(gathering), open_room_of(gathering)
    if pace_of(stage, room) == pace:
        return stage
    if stage.revision != seen:
        raise ChangedMeanwhile(_("Something was changed here in the meantime. See where the session is now."))
    spend(TENDING, host.pk)
    stage.is_locked, room.slow_seconds = PACES[pace]
    room.save(update_fields=["slow_seconds"])
    stage_changed(gathering, stage, host.pk, moment)
    publish(RoomChanged(room_id=room.pk))
    return stage
