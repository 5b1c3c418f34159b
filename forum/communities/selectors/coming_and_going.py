"""How many people came into a community and left it, month by month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from forum.communities.models import Community, Membership, Parting

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its first day: who joined then and is still here, and how many left, whenever they had joined."""

    begins: date
    joined: int
    left: int


def months_of(community: Community, now: datetime) -> list[Month]:
    """The last `MONTHS` months, the present one first, in two queries. For facilitators."""
    begins = _months_until(now)
    start = now.replace(
        year=begins[-1].year, month=begins[-1].month, day=1, hour=0, minute=0, second=0, microsecond=0
    )
    joined = _by_month(Membership.objects.filter(community=community, joined_at__gte=start), "joined_at")
    left = _by_month(Parting.objects.filter(community=community, left_at__gte=start), "left_at")
    return [Month(month, joined[month], left[month]) for month in begins]


def _months_until(now: datetime) -> list[date]:
    last = now.year * 12 + now.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last, last - MONTHS, -1)]


def _by_month(rows: QuerySet[Membership] | QuerySet[Parting], moment: str) -> Counter[date]:
    months = rows.annotate(month=TruncMonth(moment)).order_by().values("month").annotate(many=Count("pk"))
    return Counter({row["month"].date(): row["many"] for row in months})
