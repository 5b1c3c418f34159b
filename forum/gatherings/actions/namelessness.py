"""Whether people may ask in a live session without showing their name to other members."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.core.limits import TENDING, spend
from forum.core.verdicts import require
from forum.gatherings.actions.leading import held_stage, stage_changed
from forum.gatherings.actions.locking import locked_gathering
from forum.gatherings.actions.rooms import open_room_of
from forum.gatherings.models import Gathering, Stage
from forum.gatherings.policies.questions import may_steer_questions
from forum.people.models import Person


@transaction.atomic
def take_nameless_questions(*, host: Person, gathering: Gathering, now: datetime | None = None) -> Stage:
    """Let people ask without a name that others see. Raises Refused or TooMany."""
    return _set(host, gathering, wanted=True, moment=now or timezone.now())


@transaction.atomic
def take_named_questions_only(*, host: Person, gathering: Gathering, now: datetime | None = None) -> Stage:
    """Let people ask by name alone; what was asked without one stays without. Raises Refused or TooMany."""
    return _set(host, gathering, wanted=False, moment=now or timezone.now())


def _set(host: Person, gathering: Gathering, *, wanted: bool, moment: datetime) -> Stage:
    gathering = locked_gathering(host, gathering)
    require(may_steer_questions(host, gathering, now=moment))
    open_room_of(gathering)
    stage = held_stage(gathering)
    if stage.takes_nameless != wanted:
        spend(TENDING, host.pk)
        stage.takes_nameless = wanted
        stage_changed(gathering, stage, host.pk, moment)
    return stage
