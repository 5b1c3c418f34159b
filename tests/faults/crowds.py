"""Faults of readers: who stops reading, who comes back with a thousand others, who may read no longer."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from tests.faults.client import Client
from tests.faults.frames import Ended, Wire, fetch, open_wire
from tests.faults.kinds import BASIC
from tests.faults.scene import Kind, Scene, until, until_async

MEGABYTE = 1024 * 1024


@dataclass
class Stopped:
    """A page that is open, says that it lives, and reads nothing."""

    wire: Wire
    beating: asyncio.Task[None] = field(init=False)

    def __post_init__(self) -> None:
        self.beating = asyncio.ensure_future(self._beat())

    async def _beat(self) -> None:
        while True:
            self.wire.say({"t": "beat", "seen": {}, "active": True})
            await asyncio.sleep(1)

    async def end(self) -> int:
        """Read what there still is; how it ends. 1006 where the server did not wait until its reason was read."""
        try:
            async with asyncio.timeout(20):
                async for _message in self.wire.messages():
                    pass
        except Ended as ended:
            return ended.code
        except TimeoutError:
            return 0
        finally:
            self.beating.cancel()
            self.wire.drop()
        return 0


async def stopped_at(scene: Scene, port: int) -> Stopped:
    """Somebody who comes into the room, and reads no more from then on."""
    cookie = scene.place["people"][-1]["cookie"]
    wire = await open_wire(port, cookie, seconds=10, window=4096)
    wire.say({"t": "hello", "v": 1})
    wire.say({"t": "sub", "id": 1, "room": scene.room})
    async with asyncio.timeout(10):
        async for message in wire.messages():
            if message["t"] == "sub.ok":
                break
    return Stopped(wire)


async def a_reader_stops(scene: Scene) -> None:
    """Until too much waits for it: it is given up, nobody else notices, and no memory is lost to it."""
    server = scene.chance.choice(scene.world.servers)
    before = await asyncio.to_thread(server.numbers)
    memory = server.memory
    stopped = await stopped_at(scene, server.port)
    scene.ended = scene.began
    writer = scene.place["people"][0]["id"]

    async def is_given_up() -> bool:
        told = await asyncio.to_thread(
            scene.world.elsewhere.ask, "say", person=writer, room=scene.room, count=20, length=7_500
        )
        now = await asyncio.to_thread(server.numbers)
        return bool(told) and now["weft_slow_total"] > before["weft_slow_total"]

    given_up = await until_async(is_given_up, 90)
    scene.verdict.require(given_up, "who read nothing was not given up")
    await asyncio.sleep(scene.length(2, 5))
    grown = server.memory - memory
    scene.verdict.require(grown < 64 * MEGABYTE, f"{grown // MEGABYTE} MiB are held for who reads nothing")
    code = await stopped.end()
    scene.verdict.require(code in {4408, 1006}, f"it was ended with {code}")


async def a_server_ends_gently_though_a_reader_does_not_go(scene: Scene) -> None:
    """Neither who reads nothing nor who ignores the word keeps it for longer than it said."""
    server = scene.chance.choice(scene.world.servers)
    stopped = await stopped_at(scene, server.port)
    assert server.process is not None
    began = time.monotonic()
    server.process.terminate()
    scene.ended = await server.dies(60)
    took, most = time.monotonic() - began, scene.length(2, 15) + 5
    scene.verdict.require(took < most, f"it took {took:.0f} seconds to end")
    await stopped.end()
    await server.restart()


async def all_come_back_at_once(scene: Scene) -> None:
    """Every socket of both servers is cut in one moment."""
    people, each = len(scene.place["people"]), 20
    head = scene.clients[0].last
    more = [scene.client(number % people) for number in range(people * each - len(scene.clients))]
    for client in more:
        client.last = client.begins_after = head
        scene.live(client)
        await asyncio.sleep(0.005)
    scene.verdict.require(
        await until(lambda: all(client.is_subscribed for client in scene.clients), 120),
        "not all came in",
    )
    memory = {server: server.memory for server in scene.world.servers}
    scene.began = scene.ended = time.time()
    for front in scene.world.fronts:
        front.cut()
    for client in scene.clients:
        client.is_subscribed = False
    came_back: set[Client] = set()
    while len(came_back) < len(scene.clients) and time.time() - scene.began < 120:
        fresh = {client for client in scene.clients if client.is_subscribed} - came_back
        scene.verdict.recoveries += [time.time() - scene.began] * len(fresh)
        came_back |= fresh
        await asyncio.sleep(0.05)
    scene.verdict.require(
        len(came_back) == len(scene.clients), f"{len(came_back)} of {len(scene.clients)} came back"
    )
    grown = {server.name: (server.memory - memory[server]) // MEGABYTE for server in scene.world.servers}
    scene.verdict.require(max(grown.values()) < 200, f"memory has grown by {grown} MiB")


async def killed_with_people_present(scene: Scene) -> None:
    """Some of them never come back: what the dead server said of them ends by itself."""
    at = scene.chance.randrange(2)
    server, front = scene.world.servers[at], scene.world.fronts[at]
    for client in scene.clients[-2:]:
        client.ports = scene.front(front)
        client.drop()
    await scene.subscribed()
    await asyncio.sleep(scene.length(1, 5))
    await asyncio.to_thread(server.kill)
    scene.ended = time.time()
    for client in scene.clients[-2:]:
        scene.leave(client)
    await server.restart(1)


# Rights that end -------------------------------------------------------------------------------------------


@dataclass
class Polling:
    """Somebody without a socket: asks for events and for the page, again and again."""

    scene: Scene
    person: dict[str, Any]
    answers: list[tuple[float, str, int, int]] = field(
        default_factory=list
    )  # when, what, status, last number

    async def go_on(self) -> None:
        """Until cancelled."""
        room, last = self.scene.room, 0
        while True:
            for what in (f"/rooms/{room}/events?after={last}", f"/rooms/{room}/"):
                with suppress(OSError, TimeoutError, Ended, ValueError):
                    asked_at = time.time()
                    port = self.scene.chance.choice(self.scene.ports())
                    status, body = await fetch(port, what, self.person["cookie"])
                    if status == 200 and "events" in what:
                        last = max([last, *(each["seq"] for each in json.loads(body)["events"])])
                    self.answers.append((asked_at, what, status, last))
            await asyncio.sleep(0.2)


async def _loses_rights(scene: Scene, do: str, bound: float) -> None:
    """One of the readers is out: by sockets, by asking and by page there is nothing from `bound` seconds on."""
    out = scene.clients[-1]
    polling = Polling(scene, out.person)
    asking = asyncio.ensure_future(polling.go_on())
    await asyncio.sleep(0.8)
    told = asyncio.ensure_future(
        asyncio.to_thread(
            scene.world.elsewhere.ask, do, person=out.person["id"], community=scene.place["community"]
        )
    )
    await told
    ended_at = time.time()
    await asyncio.sleep(bound + 2)
    asking.cancel()
    late = [each for each in out.log if each.at > ended_at + bound]
    scene.verdict.require(bool(out.revoked_at), "they were not told that they are out")
    scene.verdict.require(not late and not out.after_revoked, f"{len(late)} events came to who was out")
    _require_nothing(scene, polling.answers, ended_at + bound)
    refused = await out.enter_again()
    scene.verdict.require(refused, "who is out came in again")
    scene.verdict.recoveries.append(max(0.0, out.revoked_at - ended_at))


def _require_nothing(scene: Scene, answers: Iterable[tuple[float, str, int, int]], since: float) -> None:
    before = [each for each in answers if each[0] < since - 3 and each[2] == 200]
    after = [each for each in answers if each[0] > since]
    scene.verdict.require(bool(before and after), "nothing was asked for")
    open_still = [each for each in after if each[2] == 200]
    scene.verdict.require(not open_still, f"{open_still[:2]} was answered to who was out")


async def somebody_leaves_mid_stream(scene: Scene) -> None:
    await _loses_rights(scene, "leave", 3)


async def somebody_is_taken_out_mid_stream(scene: Scene) -> None:
    await _loses_rights(scene, "take_out", 3)


async def somebody_is_taken_out_and_redis_subscriptions_break(scene: Scene) -> None:
    """The notice is lost, and so is the connection that would have brought it."""
    client = scene.world.redis.client()

    async def break_often() -> None:
        while True:
            await asyncio.to_thread(client.execute_command, "CLIENT", "KILL", "TYPE", "pubsub")
            await asyncio.sleep(random.uniform(0.02, 0.15))

    breaking = asyncio.ensure_future(break_often())
    try:
        await _loses_rights(scene, "take_out", 3)
    finally:
        breaking.cancel()


async def somebody_is_taken_out_and_the_notice_is_late(scene: Scene) -> None:
    """The process that knows of it cannot reach Redis for three seconds; all others can."""
    link = scene.world.to_redis_elsewhere
    link.freeze()
    thawing = asyncio.get_running_loop().call_later(3, link.thaw)
    try:
        await _loses_rights(scene, "take_out", 3 + 3)
    finally:
        thawing.cancel()
        link.thaw()


IN_SESSIONS = [replace(kind, in_session=True) for kind in BASIC if not kind.is_long]
KINDS = [
    *BASIC,
    *IN_SESSIONS,
    Kind(a_reader_stops),
    Kind(a_server_ends_gently_though_a_reader_does_not_go),
    Kind(all_come_back_at_once, people=12, full_people=50, pause=(1.0, 3.0), seconds=600),
    Kind(killed_with_people_present),
    Kind(somebody_leaves_mid_stream),
    Kind(somebody_is_taken_out_mid_stream),
    Kind(somebody_is_taken_out_and_redis_subscriptions_break),
    Kind(somebody_is_taken_out_and_the_notice_is_late),
]
