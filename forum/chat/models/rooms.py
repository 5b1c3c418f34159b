"""Where people talk: rooms of a community, those of its live sessions, and rooms of two."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community
from forum.core.asked_above import AskedAbove
from forum.discussions.models import Level


class Room(models.Model):
    """A place where lines follow one another. `last_seq` is the number of the last event that everyone in it sees.

    `last_backstage_seq` numbers what only its moderators see: a sequence of its own, or others would see gaps.
    """

    class Kind(models.TextChoices):
        STANDING = "standing", _("the room of a community")
        OPENED = "opened", _("opened by a facilitator")
        DIRECT = "direct", _("between two people")
        SESSION = "session", _("of a live session")

    kind = models.CharField(max_length=8, choices=Kind)
    community = models.ForeignKey(
        Community, null=True, blank=True, on_delete=models.PROTECT, related_name="rooms"
    )
    pair = models.CharField(max_length=41, null=True, blank=True, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=80, blank=True)
    slug = models.SlugField(_("address"), max_length=50, blank=True)
    purpose = models.CharField(_("purpose"), max_length=200, blank=True)
    write_from = models.PositiveSmallIntegerField(_("who writes"), choices=Level, default=Level.MEMBERS)
    slow_seconds = models.PositiveIntegerField(_("seconds between two messages of a person"), default=0)
    last_seq = models.BigIntegerField(default=0, editable=False)
    last_backstage_seq = models.BigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="room_is_of_a_community_or_of_two",
                condition=models.Q(kind="direct", community=None, pair__isnull=False, slug="")
                | (
                    ~models.Q(kind="direct")
                    & models.Q(community__isnull=False, pair=None)
                    & ~models.Q(slug="")
                ),
            ),
            models.UniqueConstraint(
                fields=["community", "slug"], name="room_address_once", condition=~models.Q(kind="direct")
            ),
            models.UniqueConstraint(
                fields=["community"], name="one_standing_room", condition=models.Q(kind="standing")
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"room {self.pk}"

    @property
    def is_direct(self) -> bool:
        """True for the rooms of two."""
        return self.kind == self.Kind.DIRECT

    @property
    def is_of_session(self) -> bool:
        """True for the rooms of live sessions: who reads and speaks there is asked of the session."""
        return self.kind == self.Kind.SESSION

    @property
    def two(self) -> tuple[int, ...]:
        """Ids of the two people of a room of two, the lesser first; of other rooms, nobody's."""
        return tuple(int(key) for key in self.pair.split(":")) if self.pair else ()

    @property
    def title(self) -> str:
        """Its name, or what it is: that of its live session. How a room of two is called depends on who looks."""
        if self.is_of_session:
            return title_of_session(self)
        return self.name or gettext("Common room")

    def get_absolute_url(self) -> str:
        return reverse("room", args=[self.pk])


# Asked above: what the session of a room is called.
title_of_session = AskedAbove[[Room], str](lambda _room: gettext("Room of a live session"))


def pair_of(one: int, other: int) -> str:
    """What two people's room is found by, whoever of them opened it; the arguments are their ids."""
    return f"{min(one, other)}:{max(one, other)}"


class Participant(models.Model):
    """One of the two people of a direct room."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="direct_rooms"
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["room", "person"], name="participant_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.room_id}"


class Block(models.Model):
    """Somebody to whom a person does not want to talk alone; only they see it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "blocked"], name="block_once"),
            models.CheckConstraint(
                name="nobody_blocks_themselves", condition=~models.Q(person=models.F("blocked"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} blocks {self.blocked_id}"
