"""The recap of a live session: words that wait to be signed, and the topic that they became."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.discussions.models import Board, Topic
from forum.discussions.models.topics import MAX_TITLE_LENGTH
from forum.gatherings.models import Gathering


class Recap(models.Model):
    """Kept once somebody has changed what was drafted from the session. Signed, its words are those of the topic alone.

    `revision` counts what was done with it: who does more names the last that they have seen. Two may be one topic,
    once topics were united.
    """

    gathering = models.OneToOneField(
        Gathering, on_delete=models.CASCADE, primary_key=True, related_name="recap"
    )
    board = models.ForeignKey(Board, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=MAX_TITLE_LENGTH, blank=True)
    body = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)
    signed_at = models.DateTimeField(null=True, blank=True)
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="recap_of"
    )

    class Meta:
        verbose_name = _("recap")
        verbose_name_plural = _("recaps")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_signed_recap_keeps_no_words",
                condition=models.Q(signed_at=None, topic=None)
                | models.Q(signed_at__isnull=False, title="", body=""),
            ),
        ]

    @property
    def is_kept(self) -> bool:
        """Whether it has words of its own, and is not drafted from the session."""
        return bool(self.title)

    def __str__(self) -> str:
        return f"recap of {self.gathering_id}"
