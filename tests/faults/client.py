"""A page that is open in a room: comes back by itself, asks for gaps, and sends its outbox until it has arrived.

It follows static/js/live/connection.js and say.js step by step, and remembers what it was given and when.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests.faults.frames import Ended, Wire, fetch, open_wire

LASTING = {4401, 4403, 4409, 4426}


@dataclass(frozen=True)
class Paces:
    """Seconds that a client waits for this and that."""

    shortest: float = 0.2  # before the first new attempt, at most
    longest: float = 3.0
    patience: float = 3.0  # for an answer
    deaf: float = 2.5  # without anything, after a sign of life
    later: float = 0.5  # until what was not answered is sent again


@dataclass(frozen=True)
class Heard:
    """One event that was applied."""

    seq: int
    kind: str
    cid: str
    at: float


@dataclass
class Line:
    """One message in the outbox."""

    cid: str
    body: str
    written_at: float
    arrived_at: float = 0.0
    refused: str = ""


@dataclass(eq=False)
class Client:
    """One page of one person in one room."""

    ports: Callable[[], list[int]]  # where servers are reached now
    person: dict[str, Any]
    room: int
    chance: random.Random
    paces: Paces = field(default_factory=Paces)
    opened_at: float = 0.0
    begins_after: int = 0  # the number from which on it is to have everything
    last: int = 0
    log: list[Heard] = field(default_factory=list)
    outbox: dict[str, Line] = field(default_factory=dict)
    written: list[Line] = field(default_factory=list)
    acknowledged: dict[str, int | None] = field(default_factory=dict)  # cid → seq
    refusals: list[str] = field(default_factory=list)
    closes: list[int] = field(default_factory=list)
    present: int = 0
    revoked_at: float = 0.0
    after_revoked: int = 0
    resets: int = 0
    is_subscribed: bool = False
    wire: Wire | None = None
    port: int = 0  # of the server it is at, or was last

    def __post_init__(self) -> None:
        self._asked: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._numbers = itertools.count(1)
        self._is_live = False
        self._is_sending = False
        self._attempts = 0
        self._unseen = 0
        self._heard_at = 0.0
        self._tasks: set[asyncio.Task[Any]] = set()
        self._beat = 20.0

    # Its life ------------------------------------------------------------------------------------------

    async def live(self) -> None:
        """Connect, and connect again, until cancelled or told that there is no use."""
        while True:
            try:
                await self._connected()
            except Ended as ended:
                self.closes.append(ended.code)
                if ended.code in LASTING:
                    return
            except (OSError, TimeoutError):
                self.closes.append(1006)
            finally:
                self._lost()
            bound = min(self.paces.longest, self.paces.shortest * 2**self._attempts)
            self._attempts += 1
            await asyncio.sleep(self.chance.uniform(0, bound))

    def write(self, body: str) -> Line:
        """Put a line into the outbox, and send what is there."""
        line = Line(str(UUID(int=self.chance.getrandbits(128), version=4)), body, time.time())
        self.outbox[line.cid] = line
        self.written.append(line)
        self._start(self._send_all())
        return line

    async def load(self) -> None:
        """Load the room anew, as a page does: what stands there now, and the number that it is at."""
        port, after, rows = self.chance.choice(self.ports()), 0, []
        while True:
            status, body = await fetch(
                port, f"/rooms/{self.room}/events?after={after}", self.person["cookie"]
            )
            if status != 200:
                raise Ended(status)
            found = json.loads(body)
            rows += found["events"]
            after = rows[-1]["seq"] if rows else 0
            if not found["has_more"]:
                break
        self.begins_after = 0
        self.log = [Heard(each["seq"], each["kind"], each["cid"] or "", time.time()) for each in rows]
        self.last, self.opened_at = after, self.opened_at or time.time()
        for each in rows:
            self._arrived(each["cid"], each["seq"])

    async def _connected(self) -> None:
        self.port = self.chance.choice(self.ports())
        self.wire = await open_wire(self.port, self.person["cookie"], seconds=self.paces.patience)
        self._heard_at = time.monotonic()
        self.wire.say({"t": "hello", "v": 1})
        reading = self.wire.messages()
        async with asyncio.timeout(self.paces.patience):
            await self._greeted(reading)
        async for message in reading:
            self._heard_at = time.monotonic()
            self._take(message)

    async def _greeted(self, reading: AsyncIterator[dict[str, Any]]) -> None:
        while not self._is_live:
            self._heard_at = time.monotonic()
            self._take(await anext(reading))

    def _lost(self) -> None:
        if self.wire is not None:
            self.wire.drop()
        self.wire, self._is_live, self.is_subscribed = None, False, False
        for future in self._asked.values():
            if not future.done():
                future.set_result({"t": "err", "code": "away"})
        self._asked.clear()

    # What comes ----------------------------------------------------------------------------------------

    def _take(self, message: dict[str, Any]) -> None:
        match message["t"]:
            case "welcome":
                self._attempts, self._is_live, self._beat = 0, True, message["beat"]
                self._start(self._beat_on(self.wire))
                self._start(self._subscribe())
                self._start(self._send_all())
            case "ev":
                self._unseen += 1
                if self._unseen >= 100:
                    self._see()
                if self.revoked_at:
                    self.after_revoked += 1
                elif not self._apply(message):
                    self._start(self._subscribe())
            case "ok" | "sub.ok" | "err":
                future = self._asked.pop(message["id"], None)
                if future is not None and not future.done():
                    future.set_result(message)
            case "eph" if message["kind"] == "present":
                self.present = message["d"]["count"]
            case "reset":
                self.resets += 1
                self._start(self._load_anew())
            case "revoked":
                self.revoked_at = time.time()
            case "drain":
                self._start(self._go_elsewhere(self.wire, message["in"]))

    def _apply(self, event: dict[str, Any]) -> bool:
        if event["seq"] <= self.last:
            return True
        if event["seq"] != self.last + 1:
            return False
        self.last = event["seq"]
        self.log.append(Heard(event["seq"], event["kind"], event["cid"] or "", time.time()))
        self._arrived(event["cid"], event["seq"])
        return True

    def _arrived(self, cid: str | None, seq: int | None) -> None:
        line = self.outbox.pop(cid or "", None)
        if line is not None:
            line.arrived_at = time.time()
            self.acknowledged[line.cid] = seq

    async def _load_anew(self) -> None:
        with suppress(OSError, TimeoutError, Ended):
            await self.load()
            await self._subscribe()
            return
        if self.wire is not None:  # as who loads the page once more
            self.wire.drop()

    async def _go_elsewhere(self, wire: Wire | None, seconds: float) -> None:
        await asyncio.sleep(self.chance.uniform(0, seconds))
        if wire is not None:
            wire.drop()

    # What is asked -------------------------------------------------------------------------------------

    async def _ask(self, t: str, **facts: Any) -> dict[str, Any]:
        wire = self.wire
        if wire is None or not self._is_live:
            return {"t": "err", "code": "away"}
        number = next(self._numbers)
        future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._asked[number] = future
        wire.say({"t": t, "id": number, **facts})
        try:
            async with asyncio.timeout(self.paces.patience):
                return await future
        except TimeoutError:
            self._asked.pop(number, None)
            return {"t": "err", "code": "late"}

    async def _subscribe(self) -> None:
        wire = self.wire
        answer = await self._ask("sub", room=self.room, after=self.last)
        if answer["t"] == "sub.ok":
            self.is_subscribed = True
        elif answer["code"] in {"late", "away", "rate"}:
            await asyncio.sleep(answer.get("retry") or self.paces.later)
            if wire is self.wire and wire is not None:
                await self._subscribe()
        else:
            self.refusals.append(answer["say"])
            self.revoked_at = self.revoked_at or time.time()

    async def _send_all(self) -> None:
        """One after another, so that lines arrive in the order in which they were written."""
        if self._is_sending or not self._is_live:
            return
        self._is_sending = True
        wait = 0.0
        try:
            for line in list(self.outbox.values()):
                if line.refused or line.cid not in self.outbox:
                    continue
                answer = await self._ask("send", room=self.room, cid=line.cid, body=line.body, reply_to=None)
                if answer["t"] == "ok":
                    self._arrived(line.cid, answer["seq"])
                    continue
                wait = answer.get("retry") or self.paces.later
                if answer["code"] not in {"away", "late"} and not answer.get("retry"):
                    line.refused = answer["say"]
                    self.refusals.append(answer["say"])
                    continue
                break
        finally:
            self._is_sending = False
        if any(not line.refused for line in self.outbox.values()) and self._is_live:
            self._start(self._send_later(wait))

    async def _send_later(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._send_all()

    async def _beat_on(self, wire: Wire | None) -> None:
        while wire is self.wire and wire is not None:
            await asyncio.sleep(self._beat)
            self._see()
            self._start(self._drop_deaf(wire, time.monotonic()))

    async def _drop_deaf(self, wire: Wire, beat_at: float) -> None:
        await asyncio.sleep(self.paces.deaf)
        if self._heard_at < beat_at:
            wire.drop()  # each beat is answered: nobody is there

    def _see(self) -> None:
        self._unseen = 0
        if self.wire is not None:
            self.wire.say({"t": "beat", "seen": {str(self.room): self.last}, "active": True})

    def _start(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def enter_again(self) -> bool:
        """Ask to come into the room once more; True where that is refused. Raises TimeoutError with how it is."""
        deadline = time.monotonic() + 20
        while not self._is_live:
            if time.monotonic() > deadline:
                raise TimeoutError(f"not connected; it was closed with {self.closes}")
            await asyncio.sleep(0.05)
        answer = await self._ask("sub", room=self.room, after=None)
        return answer["t"] == "err" and answer["code"] == "refused"

    def drop(self) -> None:
        """Lose the connection."""
        if self.wire is not None:
            self.wire.drop()
        self.is_subscribed = False

    def stop(self) -> None:
        """Leave nothing behind."""
        for task in self._tasks:
            task.cancel()
        self._lost()
