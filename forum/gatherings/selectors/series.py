"""How a series of live sessions stands, and what its next meetings would be made after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q

from forum.gatherings.models import Gathering, Series
from forum.gatherings.selectors.gatherings import with_all

State = Gathering.State
_NO_MEETING = (State.DRAFT, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class SeriesStanding:
    """How many meetings a series has, without those that were cancelled; which of them one is (None where it is none of
    them), and when the last begins.
    """

    number: int | None
    total: int
    last_at: datetime | None


def standing_of(gathering: Gathering) -> SeriesStanding | None:
    """Where it stands in its series; None for a single session. One query."""
    if gathering.series_id is None or gathering.on is None:
        return None
    rows = Gathering.objects.filter(series=gathering.series_id).exclude(state__in=_NO_MEETING)
    found = rows.aggregate(
        total=Count("pk"), number=Count("pk", filter=Q(on__lte=gathering.on)), last_at=Max("starts_at")
    )
    is_one = gathering.state not in _NO_MEETING
    return SeriesStanding(found["number"] if is_one else None, found["total"], found["last_at"])


def last_day_of(series: Series) -> date:
    """The day of its last meeting in its rhythm, also of one that was cancelled: that day stays taken."""
    return series.gatherings.aggregate(last=Max("on"))["last"] or series.starts_on


def newest_of(series: Series) -> Gathering | None:
    """Its last meeting that was announced and not cancelled, with all that policies ask; None where there is none."""
    rows = with_all(Gathering.objects.filter(series=series)).exclude(state__in=_NO_MEETING)
    return rows.order_by("-on", "-pk").first()
