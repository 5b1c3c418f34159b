"""Topics: conversations, and how they are addressed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from forum.discussions.models.boards import Board

if TYPE_CHECKING:
    from forum.discussions.models.reading import ReadPosition
    from forum.people.models import Person

MAX_TITLE_LENGTH = 200
MAX_TAGS = 5
MOST_PARTICIPANTS = 5
SLOWEST = 7 * 24 * 3600


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
    # What moderators of its home have set for this topic alone: when it closes by itself, how fast one writes here,
    # whether posts wait, which other topic it repeats. After `locks_at` nobody answers, locked by then or not.
    locks_at = models.DateTimeField(null=True, blank=True)
    stays_open = models.BooleanField(
        default=False, db_default=False, help_text="however long nobody replies, whatever its home board says"
    )
    slow_seconds = models.PositiveIntegerField(
        default=0, db_default=0, validators=[MaxValueValidator(SLOWEST)]
    )
    asks_approval = models.BooleanField(default=False, db_default=False)
    duplicate_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="duplicates"
    )
    is_locked_as_duplicate = models.BooleanField(
        default=False,
        db_default=False,
        help_text="it was open when it was marked, and opens with the mark's end",
    )
    is_noted = models.BooleanField(
        default=False, db_default=False, help_text="moderators have left notes in it"
    )
    is_tied = models.BooleanField(
        default=False, db_default=False, help_text="to a topic that was asked out of it, or to that one"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    removal_reason = models.CharField(max_length=500, blank=True, db_default="")
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
            models.Index(
                fields=["locks_at"],
                name="topic_to_close",
                condition=models.Q(locks_at__isnull=False, locked_at=None),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="topic_counts_hold", condition=models.Q(post_count__lte=models.F("last_number"))
            ),
            models.CheckConstraint(
                name="topic_repeats_another",
                condition=models.Q(duplicate_of=None) | ~models.Q(duplicate_of=models.F("id")),
            ),
            models.CheckConstraint(
                name="topic_locked_as_duplicate",
                condition=models.Q(is_locked_as_duplicate=False) | models.Q(locked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reply_count(self) -> int:
        """How many posts answer the opening one."""
        return max(self.post_count - 1, 0)

    @property
    def is_answered(self) -> bool:
        """True where it waits for no answer: it has an accepted one, or is no question."""
        return self.type != self.Type.QUESTION or self.accepted_post_id is not None

    def is_locked(self, now: datetime) -> bool:
        """Whether it can be read and not answered: somebody has locked it, or its time has come."""
        return self.locked_at is not None or self.is_over(now)

    def is_over(self, now: datetime) -> bool:
        """Whether the moment is past at which it was to close."""
        return self.closes_at is not None and self.closes_at <= now

    @property
    def closes_at(self) -> datetime | None:
        """The moment from which nobody answers it, by what was set for it or for its home board; None without one."""
        moments = [moment for moment in (self.locks_at, self.falls_quiet_at) if moment is not None]
        return min(moments, default=None)

    @property
    def falls_quiet_at(self) -> datetime | None:
        """When nobody will have replied for as long as its home board waits; None where it waits for ever.

        And where somebody has locked it before: it cannot fall quiet any more.
        """
        days = self.home_board.closes_after_days
        if days is None or self.stays_open:
            return None
        moment = self.last_post_at + timedelta(days=days)
        return None if self.locked_at is not None and self.locked_at < moment else moment

    @property
    def removal(self) -> TopicRemoval | None:
        """Why others have removed it; None where it stands, or went with its last post or by its own author."""
        if self.removed_at is None or not self.removal_reason or self.removed_by_id == self.author_id:
            return None
        return TopicRemoval(self, self.removed_at)

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.pk, self.slug])


@dataclass(frozen=True, slots=True)
class TopicRemoval:
    """That of a whole topic, as `WhyRemoved` says. Its words stay in its posts: nobody reads these meanwhile."""

    topic: Topic
    removed_at: datetime

    @property
    def removed_by(self) -> Person | None:
        """Whoever removed it. A query where it was not fetched."""
        return self.topic.removed_by

    @property
    def reason(self) -> str:
        """For its author, and others who wrote there."""
        return self.topic.removal_reason

    @property
    def html(self) -> str:
        """How it began. A query each time."""
        return self.topic.posts.filter(number=1).values_list("html", flat=True).first() or ""

    @property
    def has_words(self) -> bool:
        """Whether anything is left in it that could be brought back."""
        return self.topic.post_count > 0


# Words that stand behind a topic's number in addresses of acts on it.
RESERVED_SLUGS = frozenset({
    "adopt", "answering", "ask", "carry", "duplicate", "follow", "lock", "move", "no-duplicate", "note", "offer",
    "pin", "removal", "remove", "reply", "restore", "seen", "split", "standing", "title", "unfollow", "unite",
    "unlock", "unpin",
})  # fmt: skip


def topic_slug(title: str) -> str:
    """The readable end of a topic's address: at most 80 characters, "topic" where nothing is left of the title.

    Never a word of `RESERVED_SLUGS`, whose address is an act's.
    """
    slug = slugify(title, allow_unicode=True)[:80].strip("-_") or "topic"
    return f"{slug}-topic" if slug in RESERVED_SLUGS else slug
