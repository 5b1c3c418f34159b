"""Who is present is told until it was told: what fails is told the next time, though nothing has changed since."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError

from realtime.frames import Frame
from realtime.presence import Presence


class Spot:
    """A place where one person looks, and what is told there; one that is slow takes nothing."""

    name, is_open, hears, tells_presence = "room:1", True, True, True

    def __init__(self, person_id: int, *, is_slow: bool = False) -> None:
        self.told: list[Frame] = []
        self.is_slow = is_slow
        self.connection = SimpleNamespace(person_id=person_id, is_active=True, push_passing=self._take)

    def _take(self, frame: Frame) -> bool:
        if not self.is_slow:
            self.told.append(frame)
        return not self.is_slow


@pytest.fixture
def spots() -> list[Spot]:
    return [Spot(3)]


@pytest.fixture
def presence(spots: list[Spot], monkeypatch: pytest.MonkeyPatch) -> Presence:
    presence = Presence(SimpleNamespace(places=spots))  # type: ignore[arg-type]

    async def exchanged(here: dict[str, set[int]]) -> dict[str, frozenset[int]]:
        return {name: frozenset(people) for name, people in here.items()}

    monkeypatch.setattr(presence._roll, "exchanged", exchanged)
    monkeypatch.setattr(presence, "_asked", answered)
    return presence


async def answered(
    reader_ids: set[int], person_ids: set[int]
) -> tuple[dict[int, Any], dict[int, frozenset[int]]]:
    return {each: {"id": each} for each in person_ids}, dict.fromkeys(reader_ids, frozenset(person_ids))


def said_at(spot: Spot) -> list[dict[str, Any]]:
    return [json.loads(frame.payload)["d"] for frame in spot.told]


async def test_who_is_told_no_name_since_rights_kept_changing_is_told_once_they_are_calm(
    presence: Presence, spots: list[Spot], monkeypatch: pytest.MonkeyPatch
) -> None:
    spots.append(Spot(4))
    changing = [9, 9, 9]

    async def asked(reader_ids: set[int], person_ids: set[int]) -> tuple[dict[int, Any], dict[int, Any]]:
        if changing:
            presence.tell_anew(changing.pop())
        return await answered(reader_ids, person_ids)

    monkeypatch.setattr(presence, "_asked", asked)
    presence._told["room:1"] = frozenset({3, 4})
    for _ in range(3):
        await presence.announce()
    for spot in spots:
        assert said_at(spot) == [
            {"count": 2, "people": []},
            {"count": 2, "people": [{"id": 3}, {"id": 4}]},
        ]


async def test_those_who_were_told_before_are_told_again_after_a_failure(
    presence: Presence, spots: list[Spot], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failed(reader_ids: set[int], person_ids: set[int]) -> tuple[dict[int, Any], dict[int, Any]]:
        raise OperationalError("the connection is closed")

    await presence.announce()
    spots.append(Spot(4))
    with monkeypatch.context() as broken:
        broken.setattr(presence, "_asked", failed)
        with pytest.raises(OperationalError):
            await presence.announce()
    for _ in range(2):
        await presence.announce()
    assert [[said["count"] for said in said_at(spot)] for spot in spots] == [[1, 2], [2]]


async def test_who_was_too_slow_to_be_told_is_told_later(presence: Presence, spots: list[Spot]) -> None:
    spots[0].is_slow = True
    await presence.announce()
    assert said_at(spots[0]) == []
    spots[0].is_slow = False
    await presence.announce()
    assert [said["count"] for said in said_at(spots[0])] == [1]
