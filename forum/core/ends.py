"""When something ends by itself that somebody has limited: after a choice of spans, or with a day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import Invalid

LONGEST = timedelta(days=366)  # a year from today, whatever the hour at which the last day ends
A_YEAR = timedelta(days=365)
DAY = "day"  # the choice that asks for a date
SPANS: dict[str, timedelta] = {
    "1d": timedelta(days=1),
    "3d": timedelta(days=3),
    "1w": timedelta(weeks=1),
    "4w": timedelta(weeks=4),
    "3m": timedelta(days=91),
}
CHOICES = [
    ("1d", _("1 day")),
    ("3d", _("3 days")),
    ("1w", _("1 week")),
    ("4w", _("4 weeks")),
    ("3m", _("3 months")),
    (DAY, _("until a day that I choose")),
]


def end_of(lasts: str, day: date | None, *, now: datetime) -> datetime:
    """The moment at which it ends: `lasts` is a key of `CHOICES`, `day` the last one where that asks for it.

    A day ends in the zone that is read in. Raises Invalid.
    """
    if lasts in SPANS:
        return now + SPANS[lasts]
    if lasts != DAY or day is None:
        raise Invalid(_("Choose until when."), field="day" if lasts == DAY else "lasts")
    ends_at = timezone.make_aware(datetime.combine(day, time.max.replace(microsecond=0)))
    require_end(ends_at, now=now, field="day")
    return ends_at


def require_end(ends_at: datetime, *, now: datetime, field: str = "lasts") -> None:
    """Raises Invalid for an end that is over, or further away than a year."""
    if ends_at <= now:
        raise Invalid(_("Choose an end that is still to come."), field=field)
    if ends_at > now + LONGEST:
        raise Invalid(_("Choose an end within a year. It can be given again then."), field=field)
