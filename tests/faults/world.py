"""An installation of a test's own on loopback: PostgreSQL, Redis, two servers, a third process, links between them."""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import psycopg

from config.embedded import postgres
from config.embedded.places import CHECKOUT, POSTGRES_SOCKET, Places
from tests.faults.links import Link
from tests.realtime.own_redis import OwnRedis

T = TypeVar("T")
DATABASE = "weft"
OURS = ("-m", "tests.faults.server")
PLAIN = ("-m", "daphne")


def free_port() -> int:
    """A port of loopback that nobody uses at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as attempt:
        return int(attempt.getsockname()[1])


class Server:
    """One daphne, which may be killed and started anew at the same port."""

    def __init__(self, world: World, name: str, program: tuple[str, ...] = OURS) -> None:
        self._world, self.name, self._program = world, name, program
        self.port = free_port()
        self.points = world.folder / f"points-{name}"
        self.points.mkdir()
        self.log = world.folder / f"{name}.log"
        self.mutations = ""
        self.process: subprocess.Popen[bytes] | None = None
        self.is_ready = False

    def start(self) -> None:
        """Start it; `until_ready` waits for it."""
        self.is_ready = False
        for left in self.points.iterdir():
            left.unlink()
        environment = self._world.environment() | {
            "WEFT_FAULT_POINTS": str(self.points),
            "WEFT_FAULT_MUTATIONS": self.mutations,
        }
        where = ["-v", "0", "-b", "127.0.0.1", "-p", str(self.port), "config.asgi:application"]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, *self._program, *where],
                cwd=CHECKOUT,
                env=environment,
                stdout=output,
                stderr=output,
            )

    async def until_ready(self, seconds: float = 60) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with suppress(OSError):
                _reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.close()
                self.is_ready = True
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"{self.name} does not start; its log ends:\n{self.tail()}")

    async def restart(self, pause: float = 0.0) -> None:
        """Start it once more, as whatever looks after it does."""
        assert self.process is not None
        await asyncio.to_thread(self.process.wait, 60)
        await asyncio.sleep(pause)
        self.start()
        await self.until_ready()

    def arm(self, point: str, says: str = "") -> None:
        """Let something happen when the point is next reached (tests/faults/server.py)."""
        (self.points / f"{point}.new").write_text(says)
        (self.points / f"{point}.new").rename(self.points / point)

    async def dies(self, seconds: float = 20) -> float:
        """Wait until it is dead; the moment, near enough. Raises AssertionError where it lives on."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                return time.time()
            await asyncio.sleep(0.01)
        raise AssertionError(f"{self.name} was to die and did not")

    def numbers(self) -> dict[str, float]:
        """What it counts, from /metrics."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        found = (line.rpartition(" ") for line in lines if not line.startswith("#"))
        return {name: float(value) for name, _, value in found}

    @property
    def memory(self) -> int:
        """Bytes in memory now."""
        assert self.process is not None
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def kill(self) -> None:
        """End it without a word."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(30)

    def tail(self) -> str:
        """The end of what it wrote."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-40:])


class Elsewhere:
    """The third process (tests/faults/elsewhere.py)."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.elsewhere"],
            cwd=CHECKOUT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._line()

    def ask(self, do: str, **facts: Any) -> Any:
        """Have it done; the answer. Raises AssertionError with its error."""
        with self._lock:
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps({"do": do, **facts}) + "\n")
            self._process.stdin.flush()
            answer = self._line()
        assert "failed" not in answer, answer
        return answer.get("is")

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(30)

    def _line(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the third process has ended"
        answer: dict[str, Any] = json.loads(line)
        return answer


class World:
    """All of it. Links run on a loop of their own in a thread, so that they pass on whatever the test does."""

    def __init__(self, lengths: str = "short") -> None:
        self.lengths = lengths
        self.folder = Path(tempfile.mkdtemp(prefix="weft-faults-"))
        self.folder.chmod(0o755)
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.places = Places(self.folder / "pg", durable=False)
        self.redis = OwnRedis(self.folder)
        self.chance = random.Random()
        self.servers: list[Server] = []
        self.fronts: list[Link] = []

    def run(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        """What a coroutine returns, run on the loop of the links, within so many seconds."""

        async def bounded() -> T:
            async with asyncio.timeout(seconds):
                return await work

        return asyncio.run_coroutine_threadsafe(bounded(), self.loop).result(seconds + 30)

    def start(self) -> World:
        """Start everything; takes some ten seconds."""
        self.places.prepare()
        postgres.start(self.places)
        self.redis.start()
        self._thread.start()
        self.run(self._open_links(), 10)
        _migrate(self.environment())
        self.elsewhere = Elsewhere(self.environment(redis=self.to_redis_elsewhere))
        self.servers = [Server(self, name) for name in ("one", "two")]
        for server in self.servers:
            server.start()
        self.run(self._open_fronts(), 90)
        return self

    def stop(self) -> None:
        """End everything that was started."""
        for server in self.servers:
            server.kill()
        if hasattr(self, "elsewhere"):
            self.elsewhere.stop()
        for link in [*self.fronts, self.to_database, self.to_redis, self.to_redis_elsewhere]:
            self.run(link.close(), 10)
        self.redis.kill()
        postgres.stop(self.places)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)

    def environment(self, redis: Link | None = None) -> dict[str, str]:
        """Of every process of this installation."""
        redis = redis or self.to_redis
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.faults.fault_settings",
            "WEFT_FAULT_LENGTHS": self.lengths,
            "WEFT_DATABASE_URL": f"postgresql://weft@127.0.0.1:{self.to_database.port}/{DATABASE}"
            "?sslmode=disable&gssencmode=disable",
            "WEFT_REDIS_URL": f"redis://127.0.0.1:{redis.port}/0",
            "WEFT_REDIS_PREFIX": "faults",
        }

    def database(self) -> psycopg.Connection[tuple[Any, ...]]:
        """A connection past all links."""
        return psycopg.connect(self.places.database_url(DATABASE), autocommit=True)

    def ports(self) -> list[int]:
        """Where a client may try: behind a proxy, that is wherever a server listens."""
        alive = [
            front.port
            for server, front in zip(self.servers, self.fronts, strict=True)
            if server.is_ready and server.process is not None and server.process.poll() is None
        ]
        return alive or [front.port for front in self.fronts]

    async def restart_servers(self, mutations: str = "") -> None:
        """Start both anew, with some of their promises switched off."""
        for server in self.servers:
            await asyncio.to_thread(server.kill)
            server.mutations = mutations
            server.start()
        for server in self.servers:
            await server.until_ready()

    async def restart_database(self) -> None:
        """Stop PostgreSQL, with everything that is going on in it, and start it again."""
        await asyncio.to_thread(postgres.stop, self.places)
        await asyncio.to_thread(postgres.start, self.places)

    async def _open_links(self) -> None:
        self.to_database = await Link(self.places.sockets / POSTGRES_SOCKET).open()
        self.to_redis = await Link(self.redis.socket).open()
        self.to_redis_elsewhere = await Link(self.redis.socket).open()

    async def _open_fronts(self) -> None:
        for server in self.servers:
            self.fronts.append(await Link(("127.0.0.1", server.port)).open())
            await server.until_ready()


def _migrate(environment: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"]
    subprocess.run(command, cwd=CHECKOUT, env=environment, check=True)
