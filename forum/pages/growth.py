"""Bars for the weeks of half a year, as the pages of stewards draw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from forum.core.verdicts import Sentence

WEEKS = 26
STEP, WIDTH, HEIGHT = 10, 7, 48  # of a bar, in units of the drawing
LEAST = 2  # a week in which anything happened shows


@dataclass(frozen=True, slots=True)
class Bar:
    """A week: where its bar stands in the drawing, and what it stands for."""

    week: date
    number: int
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Row:
    """A week, and how much of each kind happened in it."""

    week: date
    numbers: list[int]


@dataclass(frozen=True, slots=True)
class Chart:
    """What happened by week, drawn; `most` is the highest week, `width` and `height` are of the drawing."""

    key: str
    label: Sentence
    total: int
    most: int
    bars: list[Bar]
    width: int = WEEKS * STEP
    height: int = HEIGHT

    @property
    def latest(self) -> int:
        """The week that is not over yet."""
        return self.bars[-1].number


def weeks_until(now: datetime) -> list[date]:
    """The Mondays (UTC) of the last `WEEKS` weeks, this week's last."""
    today = now.astimezone(UTC).date()
    monday = today - timedelta(days=today.weekday())
    return [monday - timedelta(weeks=ago) for ago in reversed(range(WEEKS))]


def start_of(week: date) -> datetime:
    """The moment in which a week begins."""
    return datetime(week.year, week.month, week.day, tzinfo=UTC)


def chart(key: str, label: Sentence, weeks: list[date], counts: Mapping[date, int]) -> Chart:
    """The bars of these weeks; weeks that `counts` leaves out had nothing."""
    numbers = [counts.get(week, 0) for week in weeks]
    most = max(numbers)
    bars = [
        _bar(at, week, number, most) for at, (week, number) in enumerate(zip(weeks, numbers, strict=True))
    ]
    return Chart(key, label, sum(numbers), most, bars)


def as_table(charts: Sequence[Chart]) -> list[Row]:
    """The same weeks as rows, this week's first."""
    rows = zip(*(chart.bars for chart in charts), strict=True)
    return [Row(bars[0].week, [bar.number for bar in bars]) for bars in rows][::-1]


def _bar(at: int, week: date, number: int, most: int) -> Bar:
    height = max(number / most * HEIGHT, LEAST) if number else 0
    return Bar(week, number, at * STEP, round(HEIGHT - height, 1), round(height, 1))
