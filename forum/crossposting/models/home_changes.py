"""Topics that are to be at home in another community: offered by their home, or asked for where they stood."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.discussions.models import Board, Topic
from forum.discussions.models.placements import LONGEST_NOTE


class HomeChange(models.Model):
    """One side asks, the other answers. `home` is its home as it was asked, `awaits` the side whose word is missing.

    An offer comes from the home of a topic that stands; a request comes from a board on which it stood, after its home
    has removed it.
    """

    class Awaits(models.TextChoices):
        BOARD = "board", _("the board it is offered to")
        HOME = "home", _("its home")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        OBJECTED = "objected", _("not wanted by its author")
        WITHDRAWN = "withdrawn", _("taken back")
        EXPIRED = "expired", _("not answered in time")

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="home_changes")
    home = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    awaits = models.CharField(max_length=5, choices=Awaits)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=LONGEST_NOTE, blank=True)

    class Meta:
        verbose_name = _("change of home")
        verbose_name_plural = _("changes of home")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["topic"], name="one_change_of_home_waits", condition=models.Q(state="waiting")
            ),
            models.CheckConstraint(
                name="change_of_home_waits_or_was_decided",
                condition=models.Q(state="waiting", decided_at=None)
                | (~models.Q(state="waiting") & models.Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} to {self.to_id}"
