"""How far a live session has come, beside what was announced of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.chat.models import Message, Room
from forum.gatherings.models.gatherings import Gathering

EARLY = timedelta(minutes=15)  # so long before its hour people may begin to talk
# How fast people may talk: whether hosts alone do, and how many seconds lie between two messages of a person.
PACES = {
    "free": (False, 0),
    "slow": (False, 10),
    "slower": (False, 60),
    "locked": (True, 0),
}


class Stage(models.Model):
    """What its hosts do with a session while it goes on. `revision` counts what they did: who acts names the last they
    have seen, so that two hosts never undo each other by chance. `phase` counts from 0, None before the first.
    """

    gathering = models.OneToOneField(
        Gathering, on_delete=models.CASCADE, primary_key=True, related_name="stage"
    )
    revision = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    phase = models.PositiveSmallIntegerField(null=True, blank=True)
    phase_since = models.DateTimeField(null=True, blank=True)
    phase_ends_at = models.DateTimeField(null=True, blank=True)
    announced = models.ForeignKey(Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_locked = models.BooleanField(
        default=False, db_default=False, help_text="for the moment its hosts alone talk"
    )
    takes_nameless = models.BooleanField(_("questions without a name"), default=False)
    counted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="stage_ends_after_it_begins",
                condition=models.Q(started_at=None)
                | models.Q(closed_at=None)
                | models.Q(closed_at__gte=models.F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"stage of {self.gathering_id}"


def opens_at(gathering: Gathering) -> datetime:
    """From when people may talk in its room, whoever has begun it or not."""
    return gathering.starts_at - EARLY


def closes_at(gathering: Gathering) -> datetime:
    """Until when people may add to it, once it is over: so long after that as its hosts have chosen."""
    return ended_at(gathering) + timedelta(hours=gathering.window)


def ended_at(gathering: Gathering) -> datetime:
    """Since when it is over; before that, when it is to be."""
    stage = getattr(gathering, "stage", None)
    return (stage and stage.closed_at) or gathering.ends_at


def pace_of(stage: Stage, room: Room) -> str:
    """The pace at which the talk goes: a key of `PACES`; "" for one that is none of them."""
    here = (stage.is_locked, 0 if stage.is_locked else room.slow_seconds)
    return next((name for name, pace in PACES.items() if pace == here), "")
