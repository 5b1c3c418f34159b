"""Messages that moderators have removed, and what they said."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from forum.chat.models.messages import Message
from forum.discussions.models.removals import LONGEST_REASON


class MessageRemoval(models.Model):
    """Why a moderator has removed a message, for its author to read; and its words, until they are too old to come
    back. The message itself has none, nor has the log. Its files stay its own meanwhile, for the same few.

    `source` is "" once they are gone.
    """

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="removal")
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    removed_at = models.DateTimeField()
    reason = models.CharField(max_length=LONGEST_REASON)
    source = models.TextField(blank=True)
    html = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["removed_at"], name="message_removal_with_words", condition=~models.Q(source="")
            )
        ]

    def __str__(self) -> str:
        return f"removal of message {self.message_id}"
