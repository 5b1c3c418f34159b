"""For how long people add to a live session that is over, as its hosts choose it."""

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
from forum.gatherings.actions.voting import hold_votes_of_session_alone
from forum.gatherings.models import Gathering, Stage
from forum.gatherings.policies.gatherings import may_prepare
from forum.gatherings.policies.leading import may_set_window
from forum.people.models import Person


@transaction.atomic
def set_window(
    *, host: Person, gathering: Gathering, hours: int, seen: int, now: datetime | None = None
) -> Stage:
    """Let people add to this session alone for so many hours after its end, one of `Gathering.Window`; where these have
    passed, it can be read from now on. Pressed twice it is done once.

    `seen` is the revision of the stage that the host has seen. Raises ChangedMeanwhile, Refused, Invalid or TooMany.
    """
    moment = now or timezone.now()
    gathering = locked_gathering(host, gathering)
    require(may_prepare(host, gathering))
    if gathering.window == hours and gathering.state == Gathering.State.CLOSED:
        return held_stage(gathering)  # also where nobody adds to it any more by this very choice
    require(may_set_window(host, gathering, now=moment))
    if hours not in Gathering.Window.values:
        raise Invalid(_("Choose how long people may add to it."), field="window")
    hold_votes_of_session_alone(gathering.pk)
    stage, room = held_stage(gathering), open_room_of(gathering)
    if stage.revision != seen:
        raise ChangedMeanwhile(_("Something was changed here in the meantime. See where the session is now."))
    spend(TENDING, host.pk)
    gathering.window = hours
    gathering.save(update_fields=["window"])
    stage_changed(gathering, stage, host.pk, moment)
    publish(RoomChanged(room_id=room.pk))
    return stage
