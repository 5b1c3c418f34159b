"""Boards: the named areas of a community."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community

MOST_TAGS = 30
MOST_QUIET_DAYS = 3650


class Level(models.IntegerChoices):
    """Who may do a thing on a board: the least role that may, or whoever may read the community."""

    READERS = 0, _("whoever can read the community")
    GUESTS = 10, _("guests and members")
    MEMBERS = 20, _("members")
    MODERATORS = 30, _("moderators")


class BoardModerator(NamedTuple):
    """Who looks after one board by name, as its page names them."""

    pk: int
    handle: str
    display_name: str


class Board(models.Model):
    """A named area of a community on which topics stand. `version` grows whenever its listing changes."""

    class Kind(models.TextChoices):
        DISCUSSION = "discussion", _("discussion")
        QUESTIONS = "questions", _("questions")
        ANNOUNCEMENTS = "announcements", _("announcements")
        CASES = "cases", _("cases")
        RESOURCES = "resources", _("resources")
        INTRODUCTIONS = "introductions", _("introductions")

    class Approval(models.TextChoices):
        NONE = "none", _("Posts appear at once")
        NEWCOMERS = "newcomers", _("The first posts of newcomers wait for a moderator")
        EVERYTHING = "everything", _("Every post waits for a moderator")

    class Inbound(models.TextChoices):
        CLOSED = "closed", _("Nobody can carry topics here")
        ASK = "ask", _("Its moderators agree to each topic")
        TRUSTED = "trusted", _("Topics of trusted communities come at once, others when its moderators agree")
        OPEN = "open", _("Topics come at once")

    class Outbound(models.TextChoices):
        OPEN = "open", _("Anyone may carry its topics to other boards")
        ASK = "ask", _("Its moderators agree to each")
        CLOSED = "closed", _("Its topics stay here")

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
    prompts = models.TextField(
        _("prompts"),
        max_length=2000,
        blank=True,
        help_text=_("What a new topic begins with, one heading a line; empty for those of its kind."),
    )
    reminder = models.CharField(
        _("reminder"),
        max_length=300,
        blank=True,
        help_text=_("Shown to whoever writes here; empty for that of its kind."),
    )
    tags = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, size=MOST_TAGS, verbose_name=_("tags")
    )
    approval = models.CharField(_("approval"), max_length=10, choices=Approval, default=Approval.NONE)
    approval_first = models.PositiveSmallIntegerField(
        _("how many first posts of a newcomer wait"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    slow_seconds = models.PositiveIntegerField(
        _("slow mode"), default=0, validators=[MaxValueValidator(7 * 24 * 3600)]
    )
    closes_after_days = models.PositiveSmallIntegerField(
        _("closing by itself"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_QUIET_DAYS)],
        help_text=_("days after the last reply; empty where topics stay open"),
    )
    inbound = models.CharField(
        _("topics from other boards"),
        max_length=7,
        choices=Inbound,
        default=Inbound.ASK,
        db_default=Inbound.ASK,
    )
    outbound = models.CharField(
        _("its topics on other boards"),
        max_length=6,
        choices=Outbound,
        default=Outbound.OPEN,
        db_default=Outbound.OPEN,
    )
    position = models.PositiveSmallIntegerField(default=0)
    topic_count = models.PositiveIntegerField(default=0, editable=False)
    post_count = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    caught_up_at: datetime | None = None  # by one reader, where a selector was asked for that
    looked_after_by: Sequence[BoardModerator] = ()  # by name, where a selector was asked for them

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
            models.CheckConstraint(
                name="a_merged_board_is_archived",
                condition=models.Q(merged_into=None) | models.Q(archived_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_use(self) -> bool:
        """False once it is archived, as a merged one is, or its community: it is read then, and not added to."""
        return self.archived_at is None and self.community.archived_at is None

    def get_absolute_url(self) -> str:
        return reverse("board", args=[self.community.slug, self.slug])
