"""Posts that moderators have removed, and what they said."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from forum.discussions.models.posts import Post

LONGEST_REASON = 500


class Removal(models.Model):
    """Why a moderator has removed a post, for its author to read; and its words, until they are too old to come back.

    The post itself has none: nothing that shows posts can show these. `source` is "" once they are gone.
    """

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="removal")
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    removed_at = models.DateTimeField()
    reason = models.CharField(max_length=LONGEST_REASON)
    source = models.TextField(blank=True)
    html = models.TextField(blank=True)
    format = models.CharField(max_length=8, choices=Post.Format, default=Post.Format.MARKDOWN)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["removed_at"], name="removal_with_words", condition=~models.Q(source=""))
        ]

    def __str__(self) -> str:
        return f"removal of {self.post_id}"
