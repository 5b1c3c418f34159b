"""What moderators have removed of what somebody said: what is the same of posts and of messages."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from forum.communities.models.measures import LONGEST_REASON

KEPT_DAYS = 30  # in which what was removed can be brought back; then its words go


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
