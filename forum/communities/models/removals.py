"""What moderators have removed of what somebody said: what is the same of posts, messages, questions and topics."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Protocol

from django.conf import settings
from django.db import models

from forum.communities.models.measures import LONGEST_REASON
from forum.people.models import Person

KEPT_DAYS = 30  # in which what was removed can be brought back; then its words go


class WhyRemoved(Protocol):
    """Why a moderator has removed something, whoever keeps its words: a row of its own, or the removed topic."""

    @property
    def removed_by(self) -> Person | None:
        """Whoever did; None where they are not known any more."""

    @property
    def removed_at(self) -> datetime:
        """Since when it is removed."""

    @property
    def reason(self) -> str:
        """For its author to read."""

    @property
    def html(self) -> str:
        """What its author said, as pages show it; "" once that is gone."""

    @property
    def has_words(self) -> bool:
        """Whether anything is kept that could be brought back."""


class KeptRemoval(models.Model):
    """Why a moderator has removed something, for its author to read; and its words, until they are too old to come
    back. What was removed has none itself: nothing that shows it can show these. `source` is "" once they are gone.

    Each feature that keeps such has a model of its own, with a column that names what was removed.
    """

    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    removed_at = models.DateTimeField()
    reason = models.CharField(max_length=LONGEST_REASON)
    source = models.TextField(blank=True)
    html = models.TextField(blank=True)

    class Meta:
        abstract = True
        indexes: ClassVar = [
            models.Index(fields=["removed_at"], name="%(class)s_with_words", condition=~models.Q(source=""))
        ]

    @property
    def has_words(self) -> bool:
        """Whether it could be brought back still."""
        return self.source != ""
