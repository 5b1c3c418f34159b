"""Placements: how a topic stands on a board, who carried it there, whose word it waits for, what is hidden there."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.discussions.models.boards import Board
from forum.discussions.models.posts import Post
from forum.discussions.models.topics import MAX_TAGS, Topic

MOST_ELSEWHERE = 5  # boards beside its home on which a topic stands at a time
PATIENCE = timedelta(days=14)  # how long a proposal waits for an answer
LONGEST_NOTE = 500


class Placement(models.Model):
    """A topic on a board. What a board's listing is sorted by stands here, so that one index serves each order.

    One that was proposed waits (`pending`) until nobody's word is missing: `awaits_board` and `awaits_home` say whose
    is. Once it has ended, `ended_by` says which side ended it, for that side alone may bring it back.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        LIVE = "live", _("live")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REMOVED = "removed", _("removed")

    class Side(models.TextChoices):
        BOARD = "board", _("the board that received it")
        HOME = "home", _("its home")
        AUTHOR = "author", _("its author")
        BROKER = "broker", _("whoever carried it")
        TIME = "time", _("nobody, in time")
        READERS = "readers", _("who reads it at home")

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="placements")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="placements")
    state = models.CharField(max_length=9, choices=State, default=State.LIVE)
    created_at = models.DateTimeField(default=timezone.now)
    last_post_at = models.DateTimeField(default=timezone.now)
    helpful_count = models.PositiveIntegerField(default=0)
    is_answered = models.BooleanField(default=False)
    pinned_at = models.DateTimeField(null=True, blank=True)

    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="carried"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True, db_default="")
    awaits_board = models.BooleanField(default=False, db_default=False)
    awaits_home = models.BooleanField(default=False, db_default=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=7, choices=Side, blank=True, db_default="")
    reason = models.CharField(max_length=LONGEST_NOTE, blank=True, db_default="")

    locked_at = models.DateTimeField(null=True, blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, db_default=[], blank=True, size=MAX_TAGS)
    hidden_count = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic", "board"], name="placement_once"),
            models.CheckConstraint(
                name="placement_waits_while_a_word_is_missing",
                condition=models.Q(state="pending", expires_at__isnull=False)
                & (models.Q(awaits_board=True) | models.Q(awaits_home=True))
                | (~models.Q(state="pending") & models.Q(awaits_board=False, awaits_home=False)),
            ),
            models.CheckConstraint(
                name="placement_ended_by_somebody",
                condition=models.Q(state__in=["pending", "live"], ended_by="")
                | (~models.Q(state__in=["pending", "live"]) & ~models.Q(ended_by="")),
            ),
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
            models.Index(
                fields=["board", "expires_at"],
                name="placement_pending",
                condition=models.Q(state="pending"),
            ),
            models.Index(
                fields=["proposed_by", "-proposed_at"],
                name="placement_by_broker",
                condition=models.Q(proposed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} on {self.board_id}"


class HiddenPost(models.Model):
    """A post that is not shown on one board. Where it came through and at home it stands as before."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="hidden_posts")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="hidden_on")
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    hidden_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=LONGEST_NOTE, blank=True)

    class Meta:
        verbose_name = _("hidden post")
        verbose_name_plural = _("hidden posts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["placement", "post"], name="post_hidden_once"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} hidden by {self.placement_id}"
