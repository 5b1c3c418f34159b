"""Hands that people raise in a live session, and who has spoken."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.gatherings.models.gatherings import Gathering


class Hand(models.Model):
    """Somebody wants to speak, speaks, or has spoken. Who is skipped stands at the end of the line by `waits_since`."""

    class State(models.TextChoices):
        UP = "up", _("wants to speak")
        CALLED = "called", _("speaks")
        SPOKE = "spoke", _("has spoken")
        LOWERED = "lowered", _("wants to speak no longer")

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="hands")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hands_raised"
    )
    state = models.CharField(max_length=7, choices=State, default=State.UP)
    raised_at = models.DateTimeField(default=timezone.now)
    waits_since = models.DateTimeField(default=timezone.now)
    called_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("hand in a live session")
        verbose_name_plural = _("hands in live sessions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["gathering", "person"],
                name="one_hand_up_at_a_time",
                condition=models.Q(state__in=["up", "called"]),
            ),
            models.UniqueConstraint(
                fields=["gathering"], name="one_speaks_at_a_time", condition=models.Q(state="called")
            ),
        ]

    def __str__(self) -> str:
        return f"hand of {self.person_id} in {self.gathering_id}: {self.state}"
