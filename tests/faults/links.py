"""A TCP link of a test's own, which can be cut, freeze, dawdle, and lose what goes one way."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

Address = tuple[str, int] | Path
PUBLISH = b"*3\r\n$7\r\nPUBLISH\r\n"
UP, DOWN = "up", "down"


class Link:
    """Listens on a free port of loopback and passes everything on to `upstream`, as long as it is let."""

    def __init__(self, upstream: Address) -> None:
        self.upstream = upstream
        self.port = 0
        self.delay = 0.0  # seconds, for each piece
        self.losing: set[str] = set()  # UP, DOWN: bytes that way vanish, connections stay
        self.loses_publishes = False  # Redis is asked to publish and never learns of it
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._passages: set[Passage] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def open(self) -> Link:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._met, "127.0.0.1", 0, backlog=2048)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def close(self) -> None:
        """Listen no longer, and end every connection."""
        if self._server is not None:
            self._server.close()
        self.cut()
        for task in list(self._tasks):
            task.cancel()

    def cut(self) -> None:
        """End every connection; new ones may be made."""
        for passage in list(self._passages):
            passage.abort()

    def freeze(self) -> None:
        """Let nothing through, not even an end, and keep what comes: a half-open network."""
        self._flowing.clear()

    def thaw(self) -> None:
        """Let everything through again, what was kept first."""
        self._flowing.set()

    def forget(self) -> None:
        """Drop connections as a router does that has forgotten them: this side is never told."""
        for passage in list(self._passages):
            passage.forget()

    async def flows(self) -> None:
        """Wait while nothing gets through."""
        await self._flowing.wait()

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self.flows()
            there_reader, there_writer = await self._reach()
        except (OSError, asyncio.CancelledError):
            writer.transport.abort()
            return
        finally:
            self._tasks.discard(task)
        passage = Passage(self, (reader, writer), (there_reader, there_writer))
        self._passages.add(passage)
        try:
            await passage.run()
        finally:
            self._passages.discard(passage)

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(self.upstream, Path):
            return await asyncio.open_unix_connection(self.upstream)
        return await asyncio.open_connection(*self.upstream)


class Passage:
    """One connection through a link."""

    def __init__(
        self,
        link: Link,
        here: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        there: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        self._link, self._here, self._there = link, here, there
        self._is_forgotten = False

    async def run(self) -> None:
        """Pass on both ways until either side ends."""
        ways = {
            asyncio.create_task(self._pass(self._here[0], self._there[1], UP)),
            asyncio.create_task(self._pass(self._there[0], self._here[1], DOWN)),
        }
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            await self._link.flows()
            if self._is_forgotten:
                await asyncio.wait(ways)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for _reader, writer in (self._here, self._there):
                writer.close()

    def abort(self) -> None:
        """End it at once."""
        self._here[1].transport.abort()
        self._there[1].transport.abort()

    def forget(self) -> None:
        """End it towards the server alone."""
        self._is_forgotten = True
        self._there[1].transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: str) -> None:
        link = self._link
        with suppress(OSError):
            while data := await reader.read(65536):
                await link.flows()
                if link.delay:
                    await asyncio.sleep(link.delay)
                if self._is_forgotten or way in link.losing:
                    continue
                if way == UP and link.loses_publishes and data.startswith(PUBLISH):
                    await _whole_publish(reader, data)
                    self._here[1].write(b":0\r\n")
                    continue
                writer.write(data)
                await writer.drain()


async def _whole_publish(reader: asyncio.StreamReader, data: bytes) -> None:
    """Read the rest of a command whose beginning came."""
    at = len(PUBLISH)
    for _part in ("channel", "payload"):
        while b"\r\n" not in data[at:]:
            data += await reader.read(65536)
        end = data.index(b"\r\n", at)
        at = end + 2 + int(data[at + 1 : end]) + 2
        while len(data) < at:
            data += await reader.read(65536)
