"""When a community meets live, what for, and who leads it."""

from __future__ import annotations

from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from forum.chat.models import Room
from forum.communities.models import Community
from forum.core.zones import UTC
from forum.gatherings.models.series import Series

MAX_TITLE_LENGTH = 140
LONGEST_MINUTES = 720
# Words that stand behind a session's number in addresses of acts on it.
RESERVED_SLUGS = frozenset(
    {"announce", "cancel", "come", "edit", "materials", "prolong", "stay-away", "together"}
    | {"ask", "end", "hand", "phase", "questions", "say-no-more", "say-to-all", "start", "window"}
)


def gathering_slug(title: str) -> str:
    """The readable end of its address: at most 80 characters, "session" where nothing is left of the title."""
    slug = slugify(title, allow_unicode=True)[:80].strip("-_") or "session"
    return f"{slug}-session" if slug in RESERVED_SLUGS else slug


class Gathering(models.Model):
    """A live session. Moments are kept in UTC, `zone` is that of its hosts, in which its hour was chosen.

    `revision` counts changes that calendars have to take over (SEQUENCE of RFC 5545, 3.8.7.4). `on` is the day in its
    series that it stands for, whenever it takes place.
    """

    class Kind(models.TextChoices):
        JOURNAL_CLUB = "journal-club", _("journal club")
        CASE = "case", _("case discussion")
        WEBINAR = "webinar", _("webinar")
        OFFICE_HOUR = "office-hour", _("office hour")
        FREE = "free", _("open session")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        LIVE = "live", _("live now")
        CLOSED = "closed", _("over")
        ARCHIVED = "archived", _("archived")
        CANCELLED = "cancelled", _("cancelled")

    class Window(models.IntegerChoices):
        NONE = 0, _("none: it can be read from its end on")
        DAY = 24, _("for 24 hours")
        TWO_DAYS = 48, _("for 48 hours")
        WEEK = 168, _("for a week")

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="gatherings")
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="gatherings"
    )
    on = models.DateField(null=True, blank=True)
    kind = models.CharField(_("type"), max_length=12, choices=Kind, default=Kind.FREE)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=MAX_TITLE_LENGTH)
    slug = models.SlugField(_("address"), max_length=90, allow_unicode=True)
    source = models.TextField(_("what it is about"), blank=True)
    html = models.TextField(blank=True, editable=False)
    agenda = models.JSONField(
        default=list, blank=True, help_text="parts in their order: minutes and words of each"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(_("time zone"), max_length=64, default=UTC)
    capacity = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    video_url = models.URLField(_("video link"), max_length=500, blank=True)
    window = models.PositiveSmallIntegerField(
        _("questions and votes after the end"), choices=Window, default=Window.TWO_DAYS,
        db_default=Window.TWO_DAYS, help_text="in hours: so long people may add to it once it has ended",
    )  # fmt: skip
    room = models.OneToOneField(
        Room, null=True, blank=True, on_delete=models.PROTECT, related_name="gathering"
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    cancelled_why = models.CharField(max_length=500, blank=True)
    reminded_day_at = models.DateTimeField(null=True, blank=True, editable=False)
    reminded_soon_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("live session")
        verbose_name_plural = _("live sessions")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="gathering_ends_after_it_begins", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
            models.CheckConstraint(name="gathering_has_places", condition=~models.Q(capacity=0)),
            models.CheckConstraint(
                name="gathering_is_added_to_for_a_week_at_most", condition=models.Q(window__lte=168)
            ),
            # Deferred: a series that moves as a whole passes over its own days.
            models.UniqueConstraint(
                fields=["series", "on"],
                name="gathering_once_in_series",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["community", "starts_at"], name="gathering_by_community"),
            models.Index(
                fields=["starts_at"],
                name="gathering_to_come",
                condition=models.Q(state__in=["scheduled", "live"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def host_zone(self) -> ZoneInfo:
        """The zone in which its hour was chosen."""
        return ZoneInfo(self.zone)

    @property
    def is_to_come(self) -> bool:
        """True while people can still decide whether they come."""
        return self.state in {self.State.SCHEDULED, self.State.LIVE}

    def get_absolute_url(self) -> str:
        return reverse("gathering", args=[self.pk, self.slug])


class Host(models.Model):
    """Who leads a session or speaks in it: a person here, or somebody by name.

    Who was taken out of its community after it took place is named there still, and leads nothing any more (`is_out`).
    """

    class Part(models.TextChoices):
        HOST = "host", _("host")
        SPEAKER = "speaker", _("speaker")

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="hosts")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="gatherings_hosted",
    )
    name = models.CharField(max_length=120, blank=True)
    part = models.CharField(max_length=7, choices=Part, default=Part.HOST)
    position = models.PositiveSmallIntegerField(default=0)
    is_out = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="host_is_a_person_or_a_name",
                condition=models.Q(person__isnull=False, name="")
                | (models.Q(person=None) & ~models.Q(name="")),
            ),
            models.UniqueConstraint(
                fields=["gathering", "person"], name="host_once", condition=models.Q(person__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.person_id}"


class Joint(models.Model):
    """Another community that takes part in a session, once its facilitators have agreed; its people come through it."""

    class State(models.TextChoices):
        ASKED = "asked", _("is asked")
        AGREED = "agreed", _("takes part")
        DECLINED = "declined", _("does not take part")
        ENDED = "ended", _("takes part no longer")

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="joint")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="gatherings_joined")
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    note = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["gathering", "community"], name="joint_once")
        ]

    def __str__(self) -> str:
        return f"{self.community_id} in {self.gathering_id}: {self.state}"
