"""Who comes to a live session, and who would if there were room."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community
from forum.gatherings.models.gatherings import Gathering


class Coming(models.Model):
    """Somebody's answer to whether they come, given through a community of theirs.

    Who waits moves up in the order of `asked_at` when a place is free. `by_mail`: they are reminded by mail too.
    """

    class State(models.TextChoices):
        COMING = "coming", _("comes")
        WAITING = "waiting", _("waits for a place")
        NOT_COMING = "not", _("does not come")

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="coming")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="comings")
    through = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=7, choices=State, default=State.COMING)
    by_mail = models.BooleanField(default=True)
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer to a live session")
        verbose_name_plural = _("answers to live sessions")
        constraints: ClassVar = [models.UniqueConstraint(fields=["gathering", "person"], name="coming_once")]
        indexes: ClassVar = [models.Index(fields=["gathering", "state", "asked_at"], name="coming_in_order")]

    def __str__(self) -> str:
        return f"{self.person_id} to {self.gathering_id}: {self.state}"
