"""Addresses under which a calendar program fetches somebody's live sessions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community


class CalendarKey(models.Model):
    """One such address: all sessions of a person, or those of one community as the person may see them.

    The address itself is signed from `nonce` and is kept nowhere: who reads this row cannot write it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_keys"
    )
    community = models.ForeignKey(
        Community, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    nonce = models.CharField(max_length=32, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("address of a calendar")
        verbose_name_plural = _("addresses of calendars")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "community"], name="calendar_key_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"
