"""Posts, numbered within their topic for ever, and their earlier wordings."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.discussions.models.boards import Board
from forum.discussions.models.paths import FOLD_DEPTH, MAX_DEPTH
from forum.discussions.models.topics import Topic


class Post(models.Model):
    """One contribution. `html` is rendered and sanitised when written; a removed post keeps its number and place."""

    class Format(models.TextChoices):
        MARKDOWN = "markdown", _("Markdown")
        PLAIN = "plain", _("plain text of a mail")
        HTML = "html", _("HTML of a mail")

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="posts")
    number = models.PositiveIntegerField()
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    via_board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="+")
    source = models.TextField()
    format = models.CharField(max_length=8, choices=Format, default=Format.MARKDOWN)
    html = models.TextField()
    path = models.CharField(max_length=600, db_collation="C", editable=False)
    depth = models.PositiveSmallIntegerField(editable=False)
    reply_count = models.PositiveIntegerField(default=0)
    reaction_counts = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    client_key = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic", "number"], name="post_number_once"),
            models.UniqueConstraint(fields=["topic", "path"], name="post_path_once"),
            models.UniqueConstraint(
                fields=["author", "client_key"],
                name="post_once_per_key",
                condition=models.Q(client_key__isnull=False),
            ),
            models.CheckConstraint(
                name="only_the_opening_post_has_no_parent",
                condition=models.Q(number=1, parent=None, depth=0)
                | models.Q(number__gt=1, parent__isnull=False, depth__gt=0),
            ),
            models.CheckConstraint(name="post_depth_bounded", condition=models.Q(depth__lte=MAX_DEPTH)),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["topic", "path"], name="post_unfolded", condition=models.Q(depth__lte=FOLD_DEPTH)
            ),
            models.Index(fields=["author", "-created_at"], name="post_by_author"),
            # How many were written in a week is asked of the pages of the table in which that week stands.
            BrinIndex(fields=["created_at"], autosummarize=True, name="post_by_time"),
            models.Index(
                fields=["topic"],
                name="post_gone",
                condition=models.Q(removed_at__isnull=False, reply_count=0),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number} in {self.topic_id}"

    @property
    def is_opening(self) -> bool:
        """True for the post that opens its topic."""
        return self.number == 1

    def get_absolute_url(self) -> str:
        return reverse("post", args=[self.topic_id, self.topic.slug, self.number])


class PostRevision(models.Model):
    """What a post said before an edit; `number` is the revision that the words had."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    format = models.CharField(max_length=8, choices=Post.Format, default=Post.Format.MARKDOWN)
    html = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["post", "number"], name="revision_once")]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.post_id}"
