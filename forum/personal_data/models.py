"""Copies that people have asked for of everything that is theirs, and what is left to do for those who leave."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DataExport(models.Model):
    """One copy on its way. `attempt` grows with every resumption, as with imports; the file goes after a while."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        STOPPED = "stopped", _("stopped")
        FINISHED = "finished", _("finished")
        FAILED = "failed", _("failed")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports")
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempt = models.PositiveIntegerField(default=1)
    total = models.PositiveIntegerField(default=0, help_text="things to write; 0 until they were counted")
    done = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="exports/%Y/%m/", max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text="bytes")
    failure = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                name="one_export_at_a_time",
                condition=models.Q(state__in=["queued", "running"]),
            )
        ]

    def __str__(self) -> str:
        return f"export for {self.person_id}: {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("export", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        """True while a job is at it or about to be."""
        return self.state in {self.State.QUEUED, self.State.RUNNING}


class Departure(models.Model):
    """An account that was closed, and how far the rest has come: blanking posts takes its time.

    It says nothing of who they were. `attempt` grows with every resumption, as with exports.
    """

    class Wish(models.TextChoices):
        KEEP = "keep", _("What I wrote stays, under “Former member”")
        BLANK = "blank", _("What I wrote is removed")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="departure"
    )
    wish = models.CharField(max_length=5, choices=Wish)
    attempt = models.PositiveIntegerField(default=1)
    total = models.PositiveIntegerField(default=0, help_text="posts and reactions to take back")
    done = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"departure of {self.person_id}: {self.wish}"
