"""What moderators say in a thread as those who look after it, to its readers or among themselves."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community
from forum.discussions.models.posts import Post
from forum.discussions.models.topics import Topic

LONGEST_NOTE = 4000


class StaffNote(models.Model):
    """A note beside a topic, or beside one of its posts. It is no post: nothing that lists or finds posts can show it.

    One for readers speaks for the topic's home, whichever that is; one for moderators is for those alone who look after
    the topic in `community`. A removed one is blank, and there for those alone who reported it.
    """

    class Audience(models.TextChoices):
        READERS = "readers", _("everyone who reads this topic")
        MODERATORS = "moderators", _("those who look after it")

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="staff_notes")
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.CASCADE, related_name="staff_notes"
    )
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff_notes")
    source = models.TextField()
    html = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    client_key = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("note of moderators")
        verbose_name_plural = _("notes of moderators")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["author", "client_key"],
                name="staff_note_once_per_key",
                condition=models.Q(client_key__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"note {self.pk} in {self.topic_id}"

    @property
    def is_for_readers(self) -> bool:
        """False for what moderators keep among themselves."""
        return self.audience == self.Audience.READERS
