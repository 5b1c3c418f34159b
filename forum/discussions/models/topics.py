"""Topics, and the placements by which they stand on boards."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from forum.discussions.models.boards import Board

if TYPE_CHECKING:
    from forum.discussions.models.reading import ReadPosition

MAX_TITLE_LENGTH = 200
MAX_TAGS = 5
MOST_PARTICIPANTS = 5


class Topic(models.Model):
    """One conversation. A foreign key in the database ties its home board to a live placement there.

    `participant_ids` are the first `MOST_PARTICIPANTS` people who wrote in it, its author first.
    """

    class Type(models.TextChoices):
        DISCUSSION = "discussion", _("discussion")
        QUESTION = "question", _("question")
        CASE = "case", _("case")
        ANNOUNCEMENT = "announcement", _("announcement")

    title = models.CharField(_("title"), max_length=MAX_TITLE_LENGTH)
    slug = models.CharField(max_length=80, editable=False)
    type = models.CharField(_("type"), max_length=12, choices=Type, default=Type.DISCUSSION)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="topics")
    home_board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="home_topics")
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True, size=MAX_TAGS)

    post_count = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    helpful_count = models.PositiveIntegerField(default=0)
    participant_ids = ArrayField(models.BigIntegerField(), default=list)
    accepted_post = models.ForeignKey(
        "forum.Post", null=True, blank=True, on_delete=models.SET_NULL, related_name="accepted_in"
    )
    created_at = models.DateTimeField(default=timezone.now)
    last_post_at = models.DateTimeField(default=timezone.now)
    last_post_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    # Of one reader, where a selector was asked for that: how far they have read it, and whether they follow it.
    position: ReadPosition | None = None
    is_followed: bool = False

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        indexes: ClassVar = [
            GinIndex(fields=["tags"], name="topic_by_tag"),
            models.Index(fields=["author", "-created_at"], name="topic_by_author"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="topic_counts_hold", condition=models.Q(post_count__lte=models.F("last_number"))
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reply_count(self) -> int:
        """How many posts answer the opening one."""
        return max(self.post_count - 1, 0)

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.pk, self.slug])


class Placement(models.Model):
    """A topic on a board. What a board's listing is sorted by stands here, so that one index serves each order."""

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        LIVE = "live", _("live")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REMOVED = "removed", _("removed")

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="placements")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="placements")
    state = models.CharField(max_length=9, choices=State, default=State.LIVE)
    created_at = models.DateTimeField(default=timezone.now)
    last_post_at = models.DateTimeField(default=timezone.now)
    helpful_count = models.PositiveIntegerField(default=0)
    is_answered = models.BooleanField(default=False)
    pinned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic", "board"], name="placement_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["board", "-last_post_at", "-topic"],
                name="placement_by_activity",
                condition=models.Q(state="live"),
            ),
            models.Index(
                fields=["board", "-created_at", "-topic"],
                name="placement_by_age",
                condition=models.Q(state="live"),
            ),
            models.Index(
                fields=["board", "-helpful_count", "-topic"],
                name="placement_by_help",
                condition=models.Q(state="live"),
            ),
            models.Index(
                fields=["board", "-last_post_at", "-topic"],
                name="placement_unanswered",
                condition=models.Q(state="live", is_answered=False),
            ),
            models.Index(
                fields=["board"],
                name="placement_pinned",
                condition=models.Q(state="live", pinned_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} on {self.board_id}"


def topic_slug(title: str) -> str:
    """The readable end of a topic's address: at most 80 characters, "topic" where nothing is left of the title."""
    return slugify(title, allow_unicode=True)[:80].strip("-_") or "topic"
