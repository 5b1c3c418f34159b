"""What was given to a person who broke the rules of a place: a warning, or silence or absence for a while."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.communities.models.communities import Community

LONGEST_REASON = 500


class Rank(models.IntegerChoices):
    """As what somebody decided: nobody of a lower rank undoes it."""

    BOARD_MODERATOR = 25, _("moderator of a board")
    MODERATOR = 30, _("moderator")
    FACILITATOR = 40, _("facilitator")
    STEWARD = 50, _("steward")


class Measure(models.Model):
    """One measure about one person. Rows stay when a membership ends: whoever comes back finds what still runs.

    `community` is None where the whole network is closed to them, `board_key` the id of a board where it is about that
    alone (boards live above). A warning has no end. `Membership` says what runs now, for policies to read.
    """

    class Kind(models.TextChoices):
        WARNING = "warning", _("warning")
        MUTE = "mute", _("mute")
        SUSPENSION = "suspension", _("suspension")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="measures")
    community = models.ForeignKey(
        Community, null=True, blank=True, on_delete=models.CASCADE, related_name="measures"
    )
    board_key = models.BigIntegerField(null=True, blank=True, help_text="the board's id, where it is one")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_as = models.PositiveSmallIntegerField(choices=Rank)
    given_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_why = models.CharField(max_length=LONGEST_REASON, blank=True)
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces"
    )

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="measure_ends_but_for_warnings",
                condition=models.Q(kind="warning", ends_at=None)
                | (~models.Q(kind="warning") & models.Q(ends_at__gt=models.F("given_at"))),
            ),
            models.CheckConstraint(
                name="measure_of_network_is_suspension",
                condition=models.Q(community__isnull=False)
                | models.Q(community=None, board_key=None, kind="suspension"),
            ),
            models.CheckConstraint(
                name="measure_on_board_is_no_suspension",
                condition=models.Q(board_key=None) | ~models.Q(kind="suspension"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "community", "-given_at"], name="measure_of_person"),
            models.Index(
                fields=["ends_at"],
                name="measure_of_network",
                condition=models.Q(community=None, lifted_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} of {self.person_id}"

    def is_running(self, now: datetime) -> bool:
        """True while it holds; never for a warning."""
        ends = self.ends_at is not None and self.ends_at > now
        return ends and self.stands

    @property
    def stands(self) -> bool:
        """True where nobody has lifted it or put another one in its place, though it may have ended."""
        return self.lifted_at is None and self.replaced_by_id is None
