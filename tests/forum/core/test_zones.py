"""Time zones are offered by the names that places have today, and understood by older ones too."""

from __future__ import annotations

import zoneinfo

import pytest

from forum.core import zones
from forum.core.zones import is_zone, zone_choices

DEAD = ["Asia/Calcutta", "Africa/Asmera", "America/Knox_IN", "US/Pacific", "Etc/GMT+5"]


def offered(chosen: str = "") -> list[str]:
    return [zone for zone, _label in zone_choices(chosen)]


def test_todays_names_are_offered_and_dead_ones_are_not() -> None:
    names = offered()
    alive = ["UTC", "Asia/Kolkata", "Africa/Asmara", "America/Indiana/Knox", "Europe/Amsterdam"]
    assert [name for name in alive + DEAD if name in names] == alive
    assert names == sorted(names)
    assert ("America/Sao_Paulo", "America/Sao Paulo") in zone_choices()


def test_what_is_chosen_already_stays_on_offer_whatever_its_age() -> None:
    assert set(offered("Asia/Calcutta")) - set(offered()) == {"Asia/Calcutta"}
    assert offered("Mars/Olympus") == offered("Asia/Kolkata") == offered()


def test_a_clock_understands_old_names_and_nothing_invented() -> None:
    assert [is_zone(name) for name in [*DEAD, "UTC"]] == [True] * 6
    assert [is_zone(name) for name in ["", "Mars/Olympus", "../../etc/passwd", "EST"]] == [False] * 4


def test_without_a_table_of_todays_names_all_are_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    known = zoneinfo.available_timezones()
    monkeypatch.setattr(zones, "_known", lambda: frozenset(known))
    monkeypatch.setattr(zoneinfo, "TZPATH", ())
    zones._current.cache_clear()
    try:
        assert {"Asia/Calcutta", "Asia/Kolkata", "UTC"} <= set(offered())
    finally:
        zones._current.cache_clear()
