"""What people put on posts and topics: reactions, bookmarks, following, and the mentions a post holds."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.discussions.models.posts import Post
from forum.discussions.models.topics import Topic


class Reaction(models.Model):
    """A small act with a meaning: the first step of a newcomer, and what a practice learns from."""

    class Kind(models.TextChoices):
        THANKS = "thanks", _("Thanks")
        INSIGHT = "insight", _("Insight")
        TRIED_HERE = "tried", _("Tried it here")
        SAME_QUESTION = "same", _("Same question")
        WITH_YOU = "with-you", _("With you")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=8, choices=Kind)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "person", "kind"], name="reaction_once")
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-created_at"], name="reaction_by_person")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.post_id}"


class Bookmark(models.Model):
    """A post kept for later, seen by nobody else."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="bookmarks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmarks")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["post", "person"], name="bookmark_once")]
        indexes: ClassVar = [models.Index(fields=["person", "-created_at"], name="bookmark_by_person")]

    def __str__(self) -> str:
        return f"bookmark of {self.post_id}"


class Mention(models.Model):
    """A person named in a post that they can read."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentions")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["post", "person"], name="mention_once")]
        indexes: ClassVar = [models.Index(fields=["person", "-created_at"], name="mention_by_person")]

    def __str__(self) -> str:
        return f"mention in {self.post_id}"


class Following(models.Model):
    """A topic whose course a person follows, whether they belong to its community or not; seen by nobody else."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="followings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followings")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["topic", "person"], name="following_once")]
        indexes: ClassVar = [models.Index(fields=["person", "-since"], name="following_by_person")]

    def __str__(self) -> str:
        return f"following {self.topic_id}"
