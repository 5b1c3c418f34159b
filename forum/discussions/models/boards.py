"""Boards: the named areas of a community."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community


class Level(models.IntegerChoices):
    """Who may do a thing on a board: the least role that may, or whoever may read the community."""

    READERS = 0, _("whoever can read the community")
    GUESTS = 10, _("guests and members")
    MEMBERS = 20, _("members")
    MODERATORS = 30, _("moderators")


class Board(models.Model):
    """A named area of a community on which topics stand. `version` grows whenever its listing changes."""

    class Kind(models.TextChoices):
        DISCUSSION = "discussion", _("discussion")
        QUESTIONS = "questions", _("questions")
        ANNOUNCEMENTS = "announcements", _("announcements")
        CASES = "cases", _("cases")
        RESOURCES = "resources", _("resources")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="boards")
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=50)
    kind = models.CharField(_("kind"), max_length=13, choices=Kind, default=Kind.DISCUSSION)
    description = models.CharField(_("description"), max_length=300, blank=True)
    read_from = models.PositiveSmallIntegerField(_("who reads"), choices=Level, default=Level.READERS)
    start_from = models.PositiveSmallIntegerField(
        _("who starts topics"), choices=Level, default=Level.MEMBERS
    )
    reply_from = models.PositiveSmallIntegerField(_("who replies"), choices=Level, default=Level.MEMBERS)
    position = models.PositiveSmallIntegerField(default=0)
    topic_count = models.PositiveIntegerField(default=0, editable=False)
    post_count = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    caught_up_at: datetime | None = None  # by one reader, where a selector was asked for that

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "slug"], name="board_address_once"),
            models.CheckConstraint(
                name="board_writers_have_a_role",
                condition=models.Q(start_from__gte=Level.GUESTS, reply_from__gte=Level.GUESTS),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("board", args=[self.community.slug, self.slug])
