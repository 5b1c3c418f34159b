"""The load: a process of its own that keeps some connections busy. `python -m bench.client PORT < plan.json`."""

from __future__ import annotations

import asyncio
import json
import sys
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from bench.plans import Answers

GZIP_LEVEL = 5  # what the proxy uses
END_OF_HEAD = b"\r\n\r\n"


class Load:
    """Requests not yet sent, and what came back."""

    def __init__(self, plan: dict[str, Any]) -> None:
        raw = [request.encode("latin-1") for request in plan["requests"]]
        self.requests: Iterator[bytes] = iter(raw) if plan["once"] else cycle(raw)
        self.deadline = time.perf_counter() + plan["seconds"]
        self.times: list[float] = []
        self.statuses: Counter[str] = Counter()
        self.bytes = 0
        self.sample = b""

    def next(self) -> bytes | None:
        """The next request, None once time is up or all are sent."""
        return next(self.requests, None) if time.perf_counter() < self.deadline else None


class Connection(asyncio.Protocol):
    """One connection that sends a request as soon as the answer to the last is whole."""

    def __init__(self, load: Load, ended: asyncio.Future[None]) -> None:
        self.load = load
        self.ended = ended
        self.buffer = bytearray()
        self.sent_at = 0.0
        self.head_end = -1
        self.missing = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.transport: Any = transport
        self._send()

    def _send(self) -> None:
        request = self.load.next()
        if request is None:
            self.transport.close()
            return
        self.buffer.clear()
        self.head_end = -1
        self.sent_at = time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Collect the answer until it is whole."""
        self.buffer += data
        if self.head_end < 0:
            self.head_end = self.buffer.find(END_OF_HEAD)
            if self.head_end < 0:
                return
            self.length = _length(bytes(self.buffer[: self.head_end]).lower())
        start = self.head_end + len(END_OF_HEAD)
        is_whole = (
            self.buffer.endswith(b"0\r\n\r\n") if self.length < 0 else len(self.buffer) - start >= self.length
        )
        if is_whole:
            self._count(start)
            self._send()

    def _count(self, start: int) -> None:
        load = self.load
        load.times.append(time.perf_counter() - self.sent_at)
        load.statuses[self.buffer[9:12].decode()] += 1
        load.bytes += len(self.buffer) - start
        if not load.sample:
            load.sample = bytes(self.buffer[start:])

    def connection_lost(self, problem: Exception | None) -> None:
        """The end, wished for or not."""
        if not self.ended.done():
            self.ended.set_result(None)


def _length(head: bytes) -> int:
    """The length that the head announces; -1 where the body comes in chunks."""
    status = head[9:12]
    if status in {b"304", b"204"}:
        return 0
    _before, found, after = head.partition(b"content-length:")
    return int(after.split(b"\r\n", 1)[0]) if found else -1


async def run(port: int, plan: dict[str, Any]) -> Answers:
    """Send what the plan says and sum up."""
    loop = asyncio.get_running_loop()
    load = Load(plan)
    began = time.perf_counter()
    ends: list[asyncio.Future[None]] = [loop.create_future() for _ in range(plan["connections"])]
    for end in ends:
        await loop.create_connection(lambda end=end: Connection(load, end), "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.wait(ends, timeout=plan["seconds"] + 30)
    return _summed(load, time.perf_counter() - began)


def _summed(load: Load, seconds: float) -> Answers:
    times = sorted(load.times)
    count = len(times)
    if not count:
        return Answers(seconds=seconds)
    return Answers(
        count=count,
        seconds=seconds,
        p50=times[count // 2] * 1000,
        p99=times[min(count - 1, count * 99 // 100)] * 1000,
        size=load.bytes // count,
        gzipped=len(zlib.compress(load.sample, GZIP_LEVEL)),
        statuses=dict(load.statuses),
    )


if __name__ == "__main__":
    print(asyncio.run(run(int(sys.argv[1]), json.load(sys.stdin))).told())
