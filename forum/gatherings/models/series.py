"""Live sessions that come back in a rhythm."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community


class Series(models.Model):
    """A rhythm by the host's clock: the hour stays the same there when clocks are changed.

    Every session of it is a row of its own (`Gathering.series`, `Gathering.on`); this is what later ones are made by.
    """

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", _("every week, on this weekday")
        FORTNIGHTLY = "2weekly", _("every second week, on this weekday")
        MONTHLY = "monthly", _("every month, on the same weekday of the month")
        DATE = "date", _("every month, on the same date")

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="gathering_series")
    rhythm = models.CharField(_("rhythm"), max_length=8, choices=Rhythm)
    starts_on = models.DateField(_("from"))
    starts_at = models.TimeField(_("at"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    zone = models.CharField(_("time zone"), max_length=64)
    until = models.DateField(_("until"))
    goes_on_in = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False,
        help_text="the series that later sessions are of since they were changed together",
    )  # fmt: skip

    class Meta:
        verbose_name = _("series of live sessions")
        verbose_name_plural = _("series of live sessions")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="series_ends_after_it_begins", condition=models.Q(until__gte=models.F("starts_on"))
            ),
            models.CheckConstraint(
                name="series_takes_time", condition=models.Q(minutes__gte=5, minutes__lte=720)
            ),
            models.CheckConstraint(
                name="series_goes_on_in_another_one", condition=~models.Q(goes_on_in=models.F("pk"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rhythm} from {self.starts_on}"
