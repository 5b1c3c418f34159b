"""A room under faults: some write, all read, something happens, and once all is quiet it is judged."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from tests.faults.client import Client, Paces
from tests.faults.frames import Ended
from tests.faults.judging import Verdict, judged, rows_of
from tests.faults.links import Link
from tests.faults.voting import Voting
from tests.faults.world import World


@dataclass
class Scene:
    """One room with its people, while something goes wrong."""

    world: World
    chance: random.Random
    is_short: bool
    ports: Callable[[], list[int]]
    place: dict[str, Any] = field(default_factory=dict)
    clients: list[Client] = field(default_factory=list)
    began: float = 0.0
    ended: float = 0.0
    verdict: Verdict = field(default_factory=Verdict)

    def __post_init__(self) -> None:
        self._lives: dict[Client, asyncio.Task[None]] = {}
        self._writing: list[asyncio.Task[None]] = []
        self._number = 0
        self._voting: Voting | None = None

    @property
    def room(self) -> int:
        """The room's id."""
        return int(self.place["room"])

    def length(self, short: float, full: float) -> float:
        """Seconds that something lasts."""
        return short if self.is_short else full

    async def open(self, people: int, *, where: str = "place") -> None:
        """Make the room and let everybody load it; `clients` are in the order of the people, who came first or not.
        `where` is a place of the third process: a room, or that of a live session.
        """
        self.place = await asyncio.to_thread(self.world.elsewhere.ask, where, people=people)
        clients = [self.client(number) for number in range(people)]
        await asyncio.gather(*(self._load(client) for client in clients))
        for client in clients:
            self.live(client)

    async def join(self, number: int, ports: Callable[[], list[int]] | None = None) -> Client:
        """Let one of the people open the room: the page first, then the socket."""
        client = self.client(number, ports)
        await self._load(client)
        self.live(client)
        return client

    async def _load(self, client: Client, seconds: float = 60) -> None:
        """Load its page, again and again. Raises AssertionError where it never comes."""
        deadline, last = time.monotonic() + seconds, ""
        while time.monotonic() < deadline:
            try:
                await client.load()
                return
            except (OSError, TimeoutError, Ended) as problem:
                last = repr(problem)
            await asyncio.sleep(0.2)
        raise AssertionError(f"the room did not open for person {client.person['id']}: {last}")

    def client(self, number: int, ports: Callable[[], list[int]] | None = None) -> Client:
        """A page of one of the people that is not open yet."""
        paces = Paces() if self.is_short else Paces(1.0, 30.0, 15.0, 10.0, 3.0)
        chance = random.Random(self.chance.random())
        person = self.place["people"][number]
        return Client(ports or self.ports, person, self.room, chance, paces)

    def live(self, client: Client) -> None:
        """Open it."""
        self.clients.append(client)
        self._lives[client] = asyncio.ensure_future(client.live())

    def leave(self, client: Client) -> None:
        """Close the page for good."""
        self._lives[client].cancel()
        self.clients.remove(client)
        client.stop()

    def begin_writing(self, writers: int, *, pause: tuple[float, float] = (0.05, 0.25)) -> None:
        """Let the first clients write, one numbered line after another."""
        self._writing = [asyncio.ensure_future(self._write(each, pause)) for each in self.clients[:writers]]

    def begin_voting(self) -> None:
        """Let people ask and vote, where the room is that of a session."""
        if "gathering" in self.place:
            self._voting = Voting(self.world, self.place, random.Random(self.chance.random()))

    async def stop_writing(self) -> None:
        """Let nobody write any more, or vote."""
        if self._voting is not None:
            await self._voting.stop()
        for task in self._writing:
            task.cancel()
        await asyncio.gather(*self._writing, return_exceptions=True)

    async def subscribed(self, seconds: float = 30) -> None:
        """Wait until everybody is in the room."""
        await until(lambda: all(each.is_subscribed for each in self.clients), seconds)

    async def quiet(self, seconds: float) -> bool:
        """Wait until everything written has arrived everywhere, so many seconds at most."""
        async with asyncio.timeout(seconds + 10):
            return await until_async(self._is_quiet, seconds)

    async def _is_quiet(self) -> bool:
        if any(not line.refused for each in self.clients for line in each.outbox.values()):
            return False
        if not await asyncio.to_thread(self._is_counted):
            return False
        rows = await asyncio.to_thread(self._rows)
        last = rows[-1].seq if rows else 0
        return all(each.last >= last for each in self.clients if not each.revoked_at)

    def _rows(self) -> list[Any]:
        with suppress(Exception), self.world.database() as database:
            return rows_of(database, self.room)
        return []

    def _is_counted(self) -> bool:
        if self._voting is None:
            return True
        with suppress(Exception), self.world.database() as database:
            return self._voting.is_counted(database)
        return False

    def judge(self) -> None:
        """Say what is to be said of it."""
        with self.world.database() as database:
            if self._voting is not None:
                self._voting.judge(database, self.verdict)
            self.verdict.add(judged(database, self.room, self.clients, fault=(self.began, self.ended)))

    async def require_presence(self, seconds: float = 60) -> None:
        """Everybody who is there is told so, and nobody else; within a minute, or what stands for one."""
        here = [each for each in self.clients if each.is_subscribed and not each.revoked_at]
        people = {each.person["id"] for each in here}
        is_right = await until(
            lambda: all(each.present == len(people) for each in here), self.length(seconds / 4, seconds)
        )
        told = sorted({each.present for each in here})
        self.verdict.require(is_right, f"{len(people)} are there, and {told} are said to be")

    async def close(self) -> None:
        """Let everybody go."""
        await self.stop_writing()
        for life in self._lives.values():
            life.cancel()
        await asyncio.gather(*self._lives.values(), return_exceptions=True)
        for client in self.clients:
            client.stop()

    def busy(self) -> int:
        """Which of the two servers somebody writes to; clients come to either by chance."""
        ports = [front.port for front in self.world.fronts]
        writers = [each for each in self.clients if each.written and each.is_subscribed]
        return ports.index(self.chance.choice(writers).port)

    async def kill(self, point: str) -> None:
        """Let a server die at a point, and start it again a little later."""
        server = self.world.servers[self.busy()]
        server.arm(point)
        self.ended = await server.dies()
        await server.restart(self.chance.uniform(0, 1))

    def front(self, link: Link) -> Callable[[], list[int]]:
        """Reach the servers by this link alone."""
        return lambda: [link.port]

    async def _write(self, client: Client, pause: tuple[float, float]) -> None:
        while True:
            self._number += 1
            client.write(f"Number {self._number}.")
            await asyncio.sleep(self.chance.uniform(*pause))


async def until(holds: Callable[[], bool], seconds: float) -> bool:
    """Wait until something holds, so many seconds at most."""

    async def asked() -> bool:
        return holds()

    return await until_async(asked, seconds)


async def until_async(holds: Callable[[], Awaitable[bool]], seconds: float) -> bool:
    """The same where asking takes a while."""
    deadline = time.monotonic() + seconds
    while not await holds():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.05)
    return True


Act = Callable[[Scene], Awaitable[None]]


@dataclass(frozen=True)
class Kind:
    """One kind of fault: what happens, and how many people are there."""

    act: Act
    people: int = 6
    writers: int = 3
    pause: tuple[float, float] = (0.05, 0.25)
    seconds: float = 300.0
    full_people: int = 0  # where true lengths mean more people
    in_session: bool = False  # in the room of a live session, where people ask and vote meanwhile
    is_long: bool = False  # with true lengths minutes go by in which nothing happens

    @property
    def name(self) -> str:
        """What it is called."""
        where = " in a session" if self.in_session else ""
        return self.act.__name__.replace("_", " ") + where


async def play(
    world: World,
    kind: Kind,
    seed: int,
    *,
    patience: float = 45.0,
    ports: Callable[[], list[int]] | None = None,
) -> Verdict:
    """One run of a kind of fault; the seed decides when and which. `ports` where other servers are meant."""
    chance = random.Random(f"{kind.name} {seed}")
    scene = Scene(world, chance, world.lengths == "short", ports or world.ports)
    try:
        people = kind.people if scene.is_short else kind.full_people or kind.people
        await scene.open(people, where="session" if kind.in_session else "place")
        await scene.subscribed()
        scene.begin_writing(kind.writers, pause=kind.pause)
        scene.begin_voting()
        await asyncio.sleep(scene.chance.uniform(0.2, 0.8))
        scene.began = time.time()
        await kind.act(scene)
        scene.ended = scene.ended or time.time()
        newcomer = await scene.join(scene.chance.randrange(people - 1))  # not who may be out
        await until(lambda: newcomer.is_subscribed, 10)
        await asyncio.sleep(scene.chance.uniform(0.2, 0.8))
        await scene.stop_writing()
        is_quiet = await scene.quiet(patience)
        await asyncio.to_thread(scene.judge)
        if is_quiet:
            await scene.require_presence()
        return scene.verdict
    finally:
        await scene.close()
        await mend(world)


async def mend(world: World) -> None:
    """Let the next run begin with everything whole."""
    for link in [*world.fronts, world.to_database, world.to_redis, world.to_redis_elsewhere]:
        link.delay, link.loses_publishes = 0.0, False
        link.losing.clear()
        link.thaw()
    if world.redis.process is None:
        await asyncio.to_thread(world.redis.start)
    for server in world.servers:
        for left in server.points.iterdir():
            left.unlink()
        if server.process is None or server.process.poll() is not None:
            server.start()
        await server.until_ready()
