"""How far a person has read."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from psycopg.types.multirange import Multirange

from forum.core.multirange import MultirangeField
from forum.discussions.models.boards import Board
from forum.discussions.models.topics import Topic


class ReadPosition(models.Model):
    """The post numbers a person has seen in a topic. Only ever grows, in whatever order the thread is read.

    `up_to` is the highest number below which nothing is unseen; `seen_count` is how many numbers `seen` holds.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="read_positions"
    )
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="read_positions")
    seen = MultirangeField(default=Multirange)
    seen_count = models.PositiveIntegerField(default=0)
    up_to = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "topic"], name="read_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.topic_id} up to {self.up_to}"


class BoardReading(models.Model):
    """The moment up to which a person calls everything on a board read."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="board_readings"
    )
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="readings")
    caught_up_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "board"], name="board_reading_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.board_id}"
