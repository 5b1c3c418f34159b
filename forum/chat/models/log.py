"""The log of a room: what happened in it, numbered, so that everyone sees the same in the same order."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.chat.models.messages import Message
from forum.chat.models.rooms import Room


class RoomEvent(models.Model):
    """Something that happened in a room. `data` is what readers are shown of it; words that were removed leave it.

    `seq` counts up by one within a lane without a gap: the row of the room is locked while the number is taken, so the
    order of numbers is the order in which transactions were committed.
    """

    class Lane(models.IntegerChoices):
        EVERYONE = 0, _("everyone in the room")
        BACKSTAGE = 1, _("its moderators")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="events")
    lane = models.PositiveSmallIntegerField(choices=Lane, default=Lane.EVERYONE)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=24)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="events")
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["room", "lane", "seq"], name="room_event_once"),
            models.CheckConstraint(name="room_events_count_from_one", condition=models.Q(seq__gte=1)),
        ]
        # What is told anew in the log of a session's room is found beside sums, of which there are thousands.
        indexes: ClassVar = [
            models.Index(
                fields=["room", "kind"],
                name="room_event_of_session",
                condition=models.Q(kind__in=["asked", "hands", "poll", "question", "session"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq} in {self.room_id}"


class RoomReading(models.Model):
    """How far somebody has read a room: up to the event `seq`."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="room_readings"
    )
    seq = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["room", "person"], name="room_reading_once")]

    def __str__(self) -> str:
        return f"{self.person_id} read {self.room_id} up to {self.seq}"
