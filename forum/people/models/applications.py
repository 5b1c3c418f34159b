"""People who wait for a steward to let them in."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Application(models.Model):
    """An applicant's wish to join the network, with their reason; their account is inactive until it is granted."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="application"
    )
    reason = models.TextField(_("why you would like to join"), max_length=1000)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["created_at"], name="application_waiting", condition=models.Q(state="waiting")
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="application_decided_at_a_time",
                condition=models.Q(state="waiting", decided_at=None)
                | (~models.Q(state="waiting") & models.Q(decided_at__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"
