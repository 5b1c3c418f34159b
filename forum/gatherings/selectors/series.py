"""Which meeting of its series a live session is, and what the next ones would be made after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q

from forum.gatherings.models import Gathering, Series
from forum.gatherings.selectors.gatherings import with_all

State = Gathering.State
_NO_MEETING = (State.DRAFT, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class PlaceInSeries:
    """How many meetings a series has, without those that were cancelled; which of them one is (None where it is none of
    them), and when the last begins.
    """

    number: int | None
    total: int
    last_at: datetime | None


def place_in_series(gathering: Gathering) -> PlaceInSeries | None:
    """Where it stands in its series; None for a single session. One query."""
    if gathering.series_id is None or gathering.on is None:
        return None
    rows = Gathering.objects.filter(series=gathering.series_id).exclude(state__in=_NO_MEETING)
    found = rows.aggregate(
        total=Count("pk"), number=Count("pk", filter=Q(on__lte=gathering.on)), last_at=Max("starts_at")
    )
    is_one = gathering.state not in _NO_MEETING
    return PlaceInSeries(found["number"] if is_one else None, found["total"], found["last_at"])


def last_day_of(series: Series) -> date:
    """The day of its last meeting in its rhythm, also of one that was cancelled: that day stays taken, and where the
    later ones were changed together it stands in the series that goes on in this one. Two queries, or a few more.
    """
    taken = Q(series=series) | Q(series__in=_those_before(series), state=State.CANCELLED)
    return Gathering.objects.filter(taken).aggregate(last=Max("on"))["last"] or series.starts_on


def _those_before(series: Series) -> list[int]:
    """Ids of the series that go on in it, and of those that go on in these."""
    found: list[int] = []
    nearest = [series.pk]
    while nearest:
        rows = Series.objects.filter(goes_on_in__in=nearest).exclude(pk__in=[series.pk, *found])
        nearest = list(rows.values_list("pk", flat=True))
        found += nearest
    return found


def newest_of(series: Series) -> Gathering | None:
    """Its last meeting that was announced and not cancelled, with all that policies ask; None where there is none."""
    rows = with_all(Gathering.objects.filter(series=series)).exclude(state__in=_NO_MEETING)
    return rows.order_by("-on", "-pk").first()
