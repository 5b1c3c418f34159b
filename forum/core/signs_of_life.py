"""When a job that leaves signs of life in its row is taken to have died, so that another one takes its place."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from django.db.models import Model, QuerySet

SILENCE = timedelta(minutes=3)  # the longest that a job at work goes without a sign
Row = TypeVar("Row", bound=Model)


class SignsOfLife(Protocol):
    """A row in which a job notes when it was last at it; None before it began."""

    touched_at: datetime | None
    created_at: datetime


def is_silent(row: SignsOfLife, *, now: datetime) -> bool:
    """True where its job has died, or nobody ever took it up."""
    return now - (row.touched_at or row.created_at) >= SILENCE


def silent_since(rows: QuerySet[Row], *, now: datetime) -> QuerySet[Row]:
    """Those of `rows` that were taken up and whose job has died, in their order of coming."""
    return rows.filter(touched_at__lt=now - SILENCE).order_by("pk")
