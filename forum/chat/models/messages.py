"""What is said in rooms, with its earlier wordings and what people put on it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.chat.models.rooms import Room
from forum.discussions.models import Reaction

MAX_LENGTH = 8_000  # characters


class Message(models.Model):
    """One line, or several. `seq` is the number of the event that brought it, `client_id` its writer's name for it.

    `html` is rendered and sanitised when written. A removed message keeps its place and loses its words. One
    `from_archive` was said elsewhere, before: nobody has to catch up with it.
    """

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="messages")
    seq = models.BigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages")
    client_id = models.UUIDField()
    reply_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    source = models.TextField()
    html = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    from_archive = models.BooleanField(default=False, editable=False)
    reaction_counts = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    pinned_at = models.DateTimeField(null=True, blank=True)
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    # In a live session: worth keeping, for its recap.
    highlighted_at = models.DateTimeField(null=True, blank=True)
    highlighted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["room", "seq"], name="message_place_once"),
            models.UniqueConstraint(fields=["author", "client_id"], name="message_once_per_client_id"),
            models.CheckConstraint(
                name="a_removed_message_has_no_words",
                condition=models.Q(removed_at=None)
                | models.Q(source="", html="", pinned_at=None, highlighted_at=None),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["author", "-created_at"], name="message_by_author"),
            models.Index(fields=["room", "created_at"], name="message_by_time"),
            models.Index(
                fields=["room", "-pinned_at"],
                name="message_pinned",
                condition=models.Q(pinned_at__isnull=False),
            ),
            models.Index(
                fields=["room", "seq"],
                name="message_highlighted",
                condition=models.Q(highlighted_at__isnull=False),
            ),
            GinIndex(SearchVector("source", config="simple"), name="message_words"),
        ]

    def __str__(self) -> str:
        return f"message {self.seq} in {self.room_id}"


class MessageRevision(models.Model):
    """What a message said before an edit; `number` is the revision that the words had."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    html = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "number"], name="message_revision_once")
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of message {self.message_id}"


class MessageReaction(models.Model):
    """The same small acts as on posts."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reactions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="message_reactions"
    )
    kind = models.CharField(max_length=8, choices=Reaction.Kind)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "person", "kind"], name="message_reaction_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} on message {self.message_id}"


class MessageMention(models.Model):
    """A person named in a message of a room that they can read."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="message_mentions"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "person"], name="message_mention_once")
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-created_at"], name="message_mention_by_person")]

    def __str__(self) -> str:
        return f"mention in message {self.message_id}"
