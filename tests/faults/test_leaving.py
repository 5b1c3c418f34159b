"""Leaving against sending, over real sockets: what is accepted was accepted before, and nothing comes after."""

from __future__ import annotations

import asyncio
import time
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.faults.frames import Ended, Wire, open_wire
from tests.faults.world import World

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults, more")]
TIMES = 10
FEW = 8


async def pour(
    wire: Wire, room: int, sent: dict[int, float], heard: list[dict[str, Any]], cids: list[str]
) -> None:
    """Send with a few unanswered at any time, however quick the machine, and signs of life; when each left."""
    number = 0
    while True:
        number += 1
        if number % 10 == 0:
            wire.say({"t": "beat", "seen": {}, "active": True})
        cids.append(str(uuid4()))
        sent[number] = time.time()
        wire.say(
            {"t": "send", "id": number, "room": room, "cid": cids[-1], "body": f"{number}", "reply_to": None}
        )
        await asyncio.sleep(0.01)
        while len(sent) - sum(each["t"] in ("ok", "err") for each in heard) >= FEW:
            await asyncio.sleep(0.01)


async def answers(wire: Wire, heard: list[dict[str, Any]]) -> None:
    """Everything that comes."""
    try:
        async for message in wire.messages():
            heard.append(message)
    except Ended:
        return


def judged(heard: list[dict[str, Any]], sent: dict[int, float], after: float) -> list[str]:
    """What became of the lines that left after the moment, those aside that came too fast to be looked at."""
    ends = [each for each in heard if each["t"] in ("ok", "err") and sent[each["id"]] > after]
    return [each.get("code", "ok") for each in ends if each.get("code") != "rate"]


async def race(world: World, place: dict[str, Any], at: int, do: str) -> tuple[list[str], list[int], int]:
    """What became of lines that left after the end of the membership; the numbers of all; the next one's."""
    person, other, room = place["people"][at], place["people"][-1], place["room"]
    sent: list[dict[int, float]] = [{}, {}]
    heard: list[list[dict[str, Any]]] = [[], []]
    cids: list[str] = []
    wires = [await open_wire(server.port, person["cookie"], seconds=10) for server in world.servers]
    work = []
    for number, wire in enumerate(wires):
        wire.say({"t": "hello", "v": 1})
        work.append(asyncio.ensure_future(answers(wire, heard[number])))
        work.append(asyncio.ensure_future(pour(wire, room, sent[number], heard[number], cids)))
    await asyncio.sleep(world.chance.uniform(0.2, 0.5))
    await asyncio.to_thread(world.elsewhere.ask, do, person=person["id"], community=place["community"])
    ended_at = time.time()
    (mark,) = await asyncio.to_thread(world.elsewhere.ask, "say", person=other["id"], room=room)
    async with asyncio.timeout(30):  # a few lines from before are answered first
        while not all(judged(heard[number], sent[number], ended_at) for number in range(2)):
            await asyncio.sleep(0.05)
    for task in work:
        task.cancel()
    for wire in wires:
        wire.drop()
    with world.database() as database:
        rows = database.execute(
            "SELECT seq FROM forum_message WHERE client_id = ANY(%s)", [[UUID(cid) for cid in cids]]
        ).fetchall()
    late = [code for number in range(2) for code in judged(heard[number], sent[number], ended_at)]
    return late, [seq for (seq,) in rows], mark


@pytest.mark.parametrize("do", ["leave", "take_out"])
def test_nothing_is_accepted_once_the_membership_has_ended(world: World, do: str) -> None:
    place = world.elsewhere.ask("place", people=TIMES + 1)
    for at in range(TIMES):
        late, theirs, mark = world.run(race(world, place, at, do), 60)
        assert set(late) == {"refused"}
        assert theirs, "they said nothing while they belonged"
        assert max(theirs) < mark
