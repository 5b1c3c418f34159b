"""Days and times are written in one manner, on pages and in sentences."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string
from django.utils.formats import date_format

MOMENT = datetime(2026, 9, 3, 16, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("DATE_FORMAT", "3 Sep 2026"),
        ("SHORT_DATE_FORMAT", "3 Sep 2026"),
        ("DATETIME_FORMAT", "3 Sep 2026, 16:05"),
        ("SHORT_DATETIME_FORMAT", "3 Sep 2026, 16:05"),
        ("MONTH_DAY_FORMAT", "3 Sep"),
        ("YEAR_MONTH_FORMAT", "Sep 2026"),
        ("TIME_FORMAT", "16:05"),
    ],
)
def test_the_day_stands_before_the_month(name: str, written: str) -> None:
    assert date_format(MOMENT, name) == written


@pytest.mark.parametrize(("component", "written"), [("time", "3 Sep 2026, 16:05 UTC"), ("day", "3 Sep 2026")])
def test_a_moment_reads_the_same_without_script_and_a_full_stop_can_follow_it(
    component: str, written: str
) -> None:
    html = render_to_string(f"components/{component}.html", {"moment": MOMENT})
    assert html == f'<time datetime="2026-09-03T16:05:00Z">{written}</time>'
