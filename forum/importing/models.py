"""What an import is doing, and what became of each message, so that none comes in twice."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.chat.models import Message, Room
from forum.communities.models import Community
from forum.discussions.models import Board, Post

MOST_SKIPPED_LISTED = 500


class ImportRun(models.Model):
    """One archive on its way: of mail onto a board, of a chat into rooms of a community.

    Where it has a community and no room, each channel of the archive gets a room of its own.

    `attempt` grows with every resumption, so that a job that was thought dead cannot write beside its
    successor. `skipped` lists messages left out, each {"number", "reason", "headline"}; the rest is only
    counted.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        STOPPING = "stopping", _("stopping")
        STOPPED = "stopped", _("stopped")
        FINISHED = "finished", _("finished")
        FAILED = "failed", _("failed")

    class Format(models.TextChoices):
        MBOX = "mbox", _("mail archive (mbox)")
        ZULIP = "zulip", _("archive of Zulip streams")
        SLACK = "slack", _("export of a Slack workspace")

    board = models.ForeignKey(Board, null=True, blank=True, on_delete=models.CASCADE, related_name="imports")
    community = models.ForeignKey(
        Community, null=True, blank=True, on_delete=models.CASCADE, related_name="imports"
    )
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.CASCADE, related_name="imports")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="imports"
    )
    name = models.CharField(max_length=120)
    format = models.CharField(max_length=8, choices=Format, default=Format.MBOX)
    file = models.FileField(upload_to="imports/%Y/%m/", max_length=200, blank=True)
    path = models.CharField(
        max_length=1000, blank=True, help_text="a file on the server, instead of an upload"
    )
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempt = models.PositiveIntegerField(default=1)
    total = models.PositiveIntegerField(default=0, help_text="messages in the archive; 0 until it was read")
    done = models.PositiveIntegerField(default=0)
    imported_count = models.PositiveIntegerField(default=0)
    topic_count = models.PositiveIntegerField(default=0)
    room_count = models.PositiveIntegerField(default=0, help_text="rooms opened for channels of the archive")
    known_count = models.PositiveIntegerField(
        default=0, help_text="messages that an earlier import brought in"
    )
    skipped_count = models.PositiveIntegerField(default=0)
    skipped = models.JSONField(default=list)
    failure = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    touched_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["board", "-id"], name="import_by_board"),
            models.Index(fields=["community", "-id"], name="import_by_community"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="import_has_a_reason_when_failed",
                condition=~models.Q(state="failed") | ~models.Q(failure=""),
            ),
            models.CheckConstraint(
                name="mail_goes_onto_a_board_and_talk_into_rooms",
                condition=models.Q(format="mbox", board__isnull=False, community=None, room=None)
                | (~models.Q(format="mbox") & models.Q(board=None, community__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.format})"

    def get_absolute_url(self) -> str:
        """The page that shows how it goes."""
        return reverse("import", args=[self.pk])

    @property
    def is_talk(self) -> bool:
        """True for archives of a chat, which go into rooms."""
        return self.format != self.Format.MBOX

    @property
    def onto(self) -> Board:
        """The board of an import of mail."""
        assert self.board is not None
        return self.board

    @property
    def among(self) -> Community:
        """The community that an import goes to, whatever is imported."""
        community = self.community if self.board is None else self.board.community
        assert community is not None
        return community

    @property
    def is_under_way(self) -> bool:
        """True while a job is at it or about to be."""
        return self.state in {self.State.QUEUED, self.State.RUNNING, self.State.STOPPING}


class ImportedMessage(models.Model):
    """A message that came onto a board; it stays known even if its post is deleted."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    message_id = models.CharField(max_length=450)
    post = models.OneToOneField(Post, null=True, on_delete=models.SET_NULL, related_name="imported_message")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["board", "message_id"], name="message_once_per_board")
        ]

    def __str__(self) -> str:
        return self.message_id


class ImportedRoom(models.Model):
    """The room that a channel of an archive was given, whatever it is called by now."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=200)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "channel"], name="channel_once_per_community")
        ]

    def __str__(self) -> str:
        return self.channel


class ImportedTalk(models.Model):
    """A message of a chat that came into a room of a community; it stays known whatever becomes of it there."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    message = models.OneToOneField(
        Message, null=True, on_delete=models.SET_NULL, related_name="imported_talk"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "key"], name="talk_once_per_community")
        ]

    def __str__(self) -> str:
        return self.key
