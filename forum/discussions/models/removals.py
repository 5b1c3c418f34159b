"""Posts that moderators have removed, and what they said."""

from __future__ import annotations

from django.db import models

from forum.communities.models import KeptRemoval
from forum.discussions.models.posts import Post


class Removal(KeptRemoval):
    """That of a post, and what its words are written in. Its files are the removal's meanwhile."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="removal")
    format = models.CharField(max_length=8, choices=Post.Format, default=Post.Format.MARKDOWN)

    def __str__(self) -> str:
        return f"removal of {self.post_id}"
