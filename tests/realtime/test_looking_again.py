"""Everybody is asked about now and then: those first who were not asked for longest, and without holding anybody."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import Any

import pytest
from django.db import OperationalError

from realtime import doubts, presence
from realtime.bounds import Bounds
from realtime.connection import Connection
from realtime.doubts import BATCH, look_again
from realtime.hub import Hub
from realtime.places import Place
from realtime.presence import Presence
from realtime.seats import Seat
from realtime.sockets import Sockets


async def unsent(_message: dict[str, Any]) -> None:
    """Nobody is at the other end."""


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Hub:
    """A hub whose clock of looks is a second."""
    monkeypatch.setattr("django.conf.settings.SOCKETS", Bounds(session_seconds=1.0), raising=False)
    return Hub()


def socket_in(hub: Hub, person_id: int, *, age: float) -> Seat:
    """An open seat of somebody who was asked about so many seconds ago."""
    connection = Connection({}, unsent, session_key=f"session-{person_id}")
    hub.sockets.add(connection)
    hub.sockets.admit(connection, person_id)
    connection.asked_at = time.monotonic() - age
    seat = Seat(connection, 1)
    connection.seats[1] = seat
    seat.is_open = True
    return seat


def answered(monkeypatch: pytest.MonkeyPatch, *, is_away: bool = False) -> list[list[int]]:
    """Whom the database was asked about, by job."""
    asked: list[list[int]] = []

    async def end_sessions(_connections: list[Connection]) -> None:
        if is_away:
            raise OperationalError("away")

    async def settle_all(_hub: Hub, places: list[Place]) -> None:
        asked.append([place.connection.person_id for place in places])

    monkeypatch.setattr(doubts, "_end_sessions", end_sessions)
    monkeypatch.setattr(doubts, "_settle_all", settle_all)
    return asked


async def test_all_who_are_due_are_asked_about_the_longest_first(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answered(monkeypatch)
    seats = [socket_in(hub, person_id, age=2 + person_id) for person_id in range(1, BATCH + 3)]
    late = socket_in(hub, 5_000, age=0.5)
    looked_at: list[Place] = []
    hub.looked_at = looked_at.append
    await look_again(hub)
    assert asked == [list(range(BATCH + 2, 2, -1)), [2, 1]]
    assert set(looked_at) == set(seats)
    assert all(seat.doubts == 0 for seat in [*seats, late]), "nobody is held for being looked at"
    await look_again(hub)
    assert len(asked) == 2, "nobody is asked about twice"


async def test_while_the_database_is_away_those_who_are_due_are_in_doubt(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(monkeypatch, is_away=True)
    seat, other = socket_in(hub, 1, age=2), socket_in(hub, 2, age=0.5)
    with pytest.raises(OperationalError):
        await look_again(hub)
    assert (seat.doubts, other.doubts) == (1, 0)
    assert hub.sessions_in_doubt.get_nowait() == [seat.connection]
    assert hub.doubted.get_nowait() == [seat]


def test_who_comes_with_many_is_not_asked_about_with_all_of_them(hub: Hub) -> None:
    ages = {round(time.monotonic() - Connection({}, unsent, session_key="").asked_at, 3) for _ in range(50)}
    assert len(ages) > 10
    assert max(ages) <= 1.1, "and nobody later than others"


def test_who_is_being_let_in_may_be_anybody(hub: Hub) -> None:
    sockets, connections = Sockets(), [Connection({}, unsent, session_key=str(n)) for n in range(3)]
    for connection in connections:
        sockets.add(connection)
    sockets.admit(connections[0], 7)
    sockets.admit(connections[1], 8)
    assert sockets.perhaps_of(7) == [connections[0], connections[2]]
    sockets.remove(connections[2])
    sockets.remove(connections[0])
    assert sockets.perhaps_of(7) == []
    assert list(sockets) == [connections[1]]


@pytest.mark.parametrize("news", ["notice", "redis"])
async def test_what_may_have_changed_is_asked_anew_and_told_at_once(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, news: str
) -> None:
    slow = replace(Bounds(), presence_seconds=1_000.0, presence_places=1)
    monkeypatch.setattr("django.conf.settings.SOCKETS", slow, raising=False)
    here = Presence(hub)
    seat = socket_in(hub, 7, age=0)
    hub.seats[1].add(seat)
    asked: list[tuple[set[int], set[int]]] = []

    async def in_pool(_job: Any, readers: set[int], people: set[int]) -> Any:
        asked.append((readers, people))
        return {}, {each: frozenset(people) for each in readers}

    async def exchanged(_here: Any) -> Any:
        return {"room:1": frozenset({7, 8})}

    monkeypatch.setattr(presence, "in_pool", in_pool)
    monkeypatch.setattr(here._roll, "exchanged", exchanged)
    await here.announce()
    await here.announce()
    assert asked == [({7}, {7, 8})]
    resting = asyncio.create_task(here.rest())
    await asyncio.sleep(0.05)
    assert not resting.done()
    if news == "notice":
        hub._notice({"person": 8})
    else:
        hub._redis_returned()
    await asyncio.wait_for(resting, 1)
    await here.announce()
    assert asked == [({7}, {7, 8})] * 2
