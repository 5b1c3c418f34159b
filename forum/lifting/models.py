"""Words of a room on their way to a board, and the words as they stand there."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.chat.models import Message, Room
from forum.discussions.models import Board, Post, Topic
from forum.discussions.models.topics import MAX_TITLE_LENGTH


class Lift(models.Model):
    """Messages that somebody takes to a board: as a topic there, or as a reply to `topic`.

    `source` are their own words above them, `why` is said to those who are asked and to nobody else. `hindrance` is why
    it could not be published by itself when everybody had agreed.
    """

    class State(models.TextChoices):
        ASKING = "asking", _("waits for those who said it")
        PUBLISHED = "published", _("stands on the board")
        WITHDRAWN = "withdrawn", _("taken back")
        EXPIRED = "expired", _("not everybody answered in time")

    room = models.ForeignKey(Room, null=True, on_delete=models.SET_NULL, related_name="lifts")
    lifter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="lifts")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=MAX_TITLE_LENGTH, blank=True)
    type = models.CharField(_("type"), max_length=12, choices=Topic.Type, default=Topic.Type.DISCUSSION)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    source = models.TextField(_("introduction"))
    why = models.CharField(_("why"), max_length=500, blank=True)
    audience = models.CharField(
        max_length=64, help_text="who reads it there: an edition of what they were told"
    )
    state = models.CharField(max_length=9, choices=State, default=State.ASKING)
    hindrance = models.CharField(max_length=500, blank=True)
    client_key = models.UUIDField(unique=True)
    post = models.OneToOneField(Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("taking of words to a board")
        verbose_name_plural = _("takings of words to boards")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_lift_is_over_or_asks",
                condition=models.Q(state="asking", ended_at=None, post=None)
                | (~models.Q(state="asking") & models.Q(ended_at__isnull=False)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["expires_at"], name="lift_asking", condition=models.Q(state="asking")),
        ]

    def __str__(self) -> str:
        return f"lift {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("lift", args=[self.pk])


class LiftedMessage(models.Model):
    """One message in it. `revision` is the wording that its author was asked about, agreed to, or that stands.

    `html` are the words as they stand in the post; nothing before they do, and nothing once they were taken out.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("its author is asked")
        AGREED = "agreed", _("its author agrees")
        DECLINED = "declined", _("its author does not agree")
        STANDS = "stands", _("stands in the post")
        LEFT_OUT = "left-out", _("was left out")
        TAKEN_OUT = "taken-out", _("was taken out by its author")

    lift = models.ForeignKey(Lift, on_delete=models.CASCADE, related_name="messages")
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="lifted_messages"
    )
    place = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField()
    said_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State)
    html = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lift", "place"], name="lifted_message_place_once"),
            models.UniqueConstraint(fields=["lift", "message"], name="lifted_message_once"),
            models.UniqueConstraint(
                fields=["message"],
                name="one_question_for_a_message",
                condition=models.Q(state__in=["asked", "agreed"]),
            ),
            models.CheckConstraint(
                name="lifted_words_stand_in_a_post", condition=models.Q(state="stands") | models.Q(html="")
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["author", "state"], name="lifted_by_author")]

    def __str__(self) -> str:
        return f"{self.state} message {self.message_id} of lift {self.lift_id}"
