"""Time zones: which there are, and which are offered, as the names that places have today."""

from __future__ import annotations

import zoneinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

UTC = "UTC"


def is_zone(name: str) -> bool:
    """True for every name that a clock understands, old ones among them: browsers still say Asia/Calcutta."""
    return name == UTC or ("/" in name and name in _known())


def zone_of(name: str) -> ZoneInfo | None:
    """The zone of this name; None where no clock here understands it."""
    try:
        return ZoneInfo(name) if is_zone(name) else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def zone_choices(chosen: str = "") -> list[tuple[str, str]]:
    """The zones that a form offers, in alphabetical order, with how they are read; what is chosen stays among them."""
    kept = {chosen} if is_zone(chosen) else set()
    return [(zone, zone.replace("_", " ")) for zone in sorted({*_current(), *kept})]


@cache
def _known() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


@cache
def _current() -> frozenset[str]:
    """One zone for each place that keeps its own time, by today's name; where no table says which, all of them."""
    tables = [path for path in (Path(folder, "zone.tab") for folder in zoneinfo.TZPATH) if path.is_file()]
    if not tables:
        return frozenset(zone for zone in _known() if is_zone(zone))
    lines = tables[0].read_text("utf-8").splitlines()
    named = {line.split("\t")[2] for line in lines if line and not line.startswith("#")}
    return frozenset({UTC, *(named & _known())})
