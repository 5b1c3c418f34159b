"""Words that wait for a moderator before they become a post."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.discussions.models.boards import Board
from forum.discussions.models.posts import Post
from forum.discussions.models.topics import MAX_TAGS, MAX_TITLE_LENGTH, Topic


class HeldPost(models.Model):
    """A topic (`topic` is None) or a reply on its way onto a board. It is no post until it is let through.

    So nothing that lists, counts or finds posts can show it: its author and the board's moderators see it here alone.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        APPROVED = "approved", _("let through")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("taken back")

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="held_posts")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="held_posts")
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="held_posts"
    )
    parent = models.ForeignKey(Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=MAX_TITLE_LENGTH, blank=True)
    type = models.CharField(max_length=12, choices=Topic.Type, default=Topic.Type.DISCUSSION)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True, size=MAX_TAGS)
    source = models.TextField()
    seen = ArrayField(
        models.CharField(max_length=8),
        default=list,
        blank=True,
        editable=False,
        help_text="kinds of what may identify a patient in it, where it waits for that",
    )
    revision = models.PositiveIntegerField(default=1, editable=False)
    client_key = models.UUIDField(null=True, blank=True, editable=False)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    post = models.OneToOneField(
        Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="held_before"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["author", "client_key"],
                name="held_once_per_key",
                condition=models.Q(client_key__isnull=False),
            ),
            models.CheckConstraint(
                name="held_topic_has_a_title", condition=models.Q(topic__isnull=False) | ~models.Q(title="")
            ),
            models.CheckConstraint(
                name="held_post_decided_at_a_time",
                condition=models.Q(state="waiting", decided_at=None)
                | (~models.Q(state="waiting") & models.Q(decided_at__isnull=False)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["board", "created_at"], name="held_waiting", condition=models.Q(state="waiting")
            ),
            models.Index(fields=["author", "-created_at"], name="held_by_author"),
        ]

    def __str__(self) -> str:
        return f"held {self.pk}: {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("held-post", args=[self.pk])
