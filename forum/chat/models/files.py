"""Files that messages hold: pictures and whatever else one shows to a room."""

from __future__ import annotations

from django.db import models

from forum.chat.models.messages import Message
from forum.discussions.models import Attachment


class MessageFile(models.Model):
    """A file that a message holds; whoever reads the message may fetch it."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="files")
    attachment = models.OneToOneField(Attachment, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"file of message {self.message_id}"
