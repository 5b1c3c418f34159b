"""Messages that moderators have removed, and what they said."""

from __future__ import annotations

from django.db import models

from forum.chat.models.messages import Message
from forum.communities.models import KeptRemoval


class MessageRemoval(KeptRemoval):
    """That of a message; the log of its room has no words of it either. Its files stay its own, for the same few."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="removal")

    def __str__(self) -> str:
        return f"removal of message {self.message_id}"
