"""What is on its way into a post: drafts and uploaded files."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.discussions.models.boards import Board
from forum.discussions.models.holding import HeldPost
from forum.discussions.models.posts import Post
from forum.discussions.models.removals import Removal
from forum.discussions.models.topics import Topic


class Draft(models.Model):
    """Words not yet posted. `place` says where they were typed (see `draft_place`): "board:3", "topic:7", "post:12",
    "heldpost:5".
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=40)
    board = models.ForeignKey(Board, null=True, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, null=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    parent_number = models.PositiveIntegerField(null=True, blank=True)
    revision = models.PositiveIntegerField(
        null=True, blank=True, help_text="of the post that an edit began from"
    )
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "place"], name="draft_once_per_place")
        ]

    def __str__(self) -> str:
        return f"draft at {self.place}"


def draft_place(place: Board | Topic | Post | HeldPost) -> str:
    """The key under which words typed at a board, a topic, or a post or a held post (an edit of them) are kept."""
    return f"{type(place).__name__.lower()}:{place.pk}"


class Attachment(models.Model):
    """An uploaded file. Until a post of its owner holds it, its owner alone may fetch it. Once a moderator has removed
    that post, nobody may.

    `in_talk` is True while a message of a room holds it, or a live session has it read, which are features above: one
    thing holds a file at a time.
    """

    class Kind(models.TextChoices):
        IMAGE = "image", _("image")
        FILE = "file", _("file")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attachments")
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="attachments"
    )
    held = models.ForeignKey(
        HeldPost, null=True, blank=True, on_delete=models.SET_NULL, related_name="attachments"
    )
    removal = models.ForeignKey(
        Removal, null=True, blank=True, on_delete=models.SET_NULL, related_name="attachments"
    )
    in_talk = models.BooleanField(default=False, editable=False)
    kind = models.CharField(max_length=5, choices=Kind)
    file = models.FileField(upload_to="attachments/%Y/%m/", max_length=200)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="bytes")
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["owner", "-created_at"], name="attachment_by_owner")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_file_is_held_once",
                condition=models.Q(in_talk=False) | models.Q(post=None, held=None),
            ),
            models.CheckConstraint(
                name="a_file_of_a_removed_post_is_held_by_its_removal",
                condition=models.Q(removal=None) | models.Q(post=None, held=None, in_talk=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("file", args=[self.pk, self.name])
