"""Says things at a steady rate, from a process of its own. `python -m bench.live.speaker KIND …`, told by its input.

Each line of input is `RATE SECONDS`; each is answered by `SAID SECONDS ERRORS` once that much was said.
"""

from __future__ import annotations

import json
import os
import selectors
import socket
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count, cycle
from uuid import uuid4

import redis

from bench.live.frames import bounds, masked, upgrade
from bench.live.said import WORDS, event, stamp

LATE = 0.001  # seconds; less is not worth sleeping for


class Through:
    """Sockets that only speak."""

    def __init__(self, ports: list[int], path: str, cookies: list[str]) -> None:
        self.selector = selectors.DefaultSelector()
        self.streams = [self._open(ports[at % len(ports)], path, each) for at, each in enumerate(cookies)]
        self._next: Iterator[socket.socket] = cycle(self.streams)
        self.refused = 0
        self._rests: dict[socket.socket, bytes] = {}

    def _open(self, port: int, path: str, cookie: str) -> socket.socket:
        stream = socket.create_connection(("127.0.0.1", port))
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stream.sendall(upgrade(f"127.0.0.1:{port}", path, cookie))
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += stream.recv(4096)
        stream.setblocking(False)
        self.selector.register(stream, selectors.EVENT_READ)
        return stream

    def say(self, words: bytes) -> None:
        """Through the next socket."""
        next(self._next).send(masked(words))

    def read(self, seconds: float) -> None:
        """Take what comes back; refusals are counted."""
        for key, _what in self.selector.select(seconds):
            stream = key.fileobj
            assert isinstance(stream, socket.socket)
            data = self._rests.pop(stream, b"") + stream.recv(1 << 18)
            at = 0
            while (found := bounds(data, at)) is not None:
                self.refused += data.startswith(b'{"t":"err"', found[0])
                at = found[1]
            if at < len(data):
                self._rests[stream] = data[at:]


def told_by_redis(prefix: str, rooms: list[int], first: int) -> Callable[[], None]:
    """Events as another process would publish them after its commit; nothing is stored."""
    client = redis.Redis.from_url(os.environ["BENCH_REDIS_URL"])
    numbers = {room: count(first + 1) for room in rooms}
    turns = cycle(rooms)

    def say() -> None:
        room = next(turns)
        client.execute_command("PUBLISH", f"{prefix}:room:{room}", event(room, next(numbers[room])))  # type: ignore[no-untyped-call]

    return say


def main() -> None:
    """Say what is asked for until the input ends."""
    asked = json.loads(sys.argv[1])
    through: Through | None = None
    if asked["kind"] == "redis":
        say = told_by_redis(asked["prefix"], asked["rooms"], asked["first"])
    else:
        through = Through(asked["ports"], asked["path"], asked["cookies"])
        say = _over(through, asked)
    print("ready", flush=True)
    for line in sys.stdin:
        rate, seconds = map(float, line.split())
        print(*_said(say, through, rate, seconds), flush=True)


def _over(through: Through, asked: dict[str, object]) -> Callable[[], None]:
    numbers = count(1)
    if asked["kind"] == "weft":
        for each in through.streams:
            each.send(masked(b'{"t":"hello","v":1}'))
        room = asked["rooms"][0]  # type: ignore[index]

        def write() -> None:
            body = f"{WORDS} {stamp()}"
            said = {"t": "send", "id": next(numbers), "room": room, "cid": str(uuid4()), "body": body}
            through.say(json.dumps(said).encode())

        return write
    if asked["kind"] == "tutorial":
        return lambda: through.say(json.dumps({"message": event(1, 1_000_000).decode()}).encode())
    return lambda: through.say(event(1, 1_000_000))


def _said(
    say: Callable[[], None], through: Through | None, rate: float, seconds: float
) -> tuple[int, float, int]:
    began = time.monotonic()
    many = max(1, round(rate * seconds))
    before = through.refused if through else 0
    for number in range(many):
        while (wait := began + number / rate - time.monotonic()) > LATE:
            if through is None:
                time.sleep(wait)
            else:
                through.read(wait)
        say()
    took = time.monotonic() - began
    if through is not None:
        through.read(0)
    return many, took, (through.refused - before) if through else 0


if __name__ == "__main__":
    main()
