"""Many sockets that listen, in one process and one loop: counts what comes to each, reads some of it closely."""

from __future__ import annotations

import json
import select
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from bench.live.frames import CLOSE, PING, bounds, masked, upgrade

READ_CLOSELY = 20  # one socket in so many is read frame by frame for times and for order
BEAT_EVENTS = 200
BEAT_SECONDS = 15.0
STAMP = b"stamp="
SUMS = b'"kind":"sums"'
AT_ONCE = 64  # connections being made


@dataclass(slots=True)
class Listener:
    """One socket: events that came since the run began, and what is left of an unfinished frame."""

    stream: socket.socket
    room: int
    is_close: bool
    events: int = 0
    unseen: int = 0
    last: int = 0  # the number of its last event, where it is told
    rest: bytes = b""
    greets: list[bytes] = field(default_factory=list)  # what it says first
    is_greeted: bool = False
    is_in: bool = False
    is_open: bool = True


@dataclass(slots=True)
class Heard:
    """What a crowd heard in a while. `times` are seconds from being said to being read, of those read closely."""

    events: int = 0
    closed: int = 0
    disorder: int = 0
    times: list[float] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        """The time below which that share of times lies, in seconds; infinite where nothing came."""
        if not self.times:
            return float("inf")
        times = sorted(self.times)
        return times[min(len(times) - 1, int(len(times) * share))]


class Crowd:
    """Sockets at one or several ports. `greets` says what a socket sends once open; `beats` what keeps it open."""

    def __init__(
        self, event_head: bytes, *, is_weft: bool, after: int | None = None, tells_sums: bool = False
    ) -> None:
        """`after`: the number from which a room is taken, where it is not from now on. `tells_sums`: whether sums of
        votes are among what is told; these are counted by themselves.
        """
        self.event_head = event_head
        self.is_weft = is_weft
        self.after, self.tells_sums, self.sums = after, tells_sums, 0
        self.listeners: dict[int, Listener] = {}
        self.heard = Heard()
        self._epoll = select.epoll()
        self._waiting_in = 0
        self._unanswered = 0  # beats

    # In and out ----------------------------------------------------------------------------------------

    def come(
        self,
        ports: list[int],
        path: str,
        cookies: list[str],
        rooms: list[int],
        greets: Callable[[int, int], list[bytes]],
    ) -> float:
        """Open a socket for each cookie and wait until all are in: seconds it took. Raises where one is refused."""
        began = time.monotonic()
        waiting = list(enumerate(zip(cookies, rooms, strict=True)))
        waiting.reverse()
        beaten = began
        while waiting or self._waiting_in:
            while waiting and self._waiting_in < AT_ONCE:
                number, (cookie, room) = waiting.pop()
                listener = Listener(
                    socket.socket(), room, is_close=number % READ_CLOSELY == 0, greets=greets(room, number)
                )
                self._open(ports[number % len(ports)], path, cookie, listener)
            self.listen(0.05)
            if time.monotonic() - beaten > BEAT_SECONDS:
                beaten = time.monotonic()
                self.beat_all()
            if time.monotonic() - began > 300:
                raise TimeoutError(f"{self._waiting_in + len(waiting)} sockets did not come in.")
        return time.monotonic() - began

    def _open(self, port: int, path: str, cookie: str, listener: Listener) -> None:
        """Begin to connect; what follows is done as the answers come."""
        stream = listener.stream
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stream.connect(("127.0.0.1", port))
        stream.setblocking(False)
        stream.send(upgrade(f"127.0.0.1:{port}", path, cookie))
        self.listeners[stream.fileno()] = listener
        self._epoll.register(stream.fileno(), select.EPOLLIN)
        self._waiting_in += 1

    def _begin(self, listener: Listener, data: bytes) -> bytes:
        """Greet once the socket is one; what is left of the data. Raises ConnectionError where it is refused."""
        head, end, rest = data.partition(b"\r\n\r\n")
        if not end:
            return data
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise ConnectionError(head.decode("latin1"))
        for said in listener.greets:
            self._say(listener, masked(said))
        listener.is_greeted = True
        if not self.is_weft:
            self._came_in(listener)
        return rest

    def _came_in(self, listener: Listener) -> None:
        listener.is_in = True
        self._waiting_in -= 1

    def go(self) -> None:
        """Close all, without a word."""
        for descriptor, each in self.listeners.items():
            if each.is_open:
                self._epoll.unregister(descriptor)
            each.stream.close()
        self.listeners.clear()

    # Listening -----------------------------------------------------------------------------------------

    def anew(self) -> None:
        """Forget what was heard so far."""
        self.heard = Heard()
        for each in self.listeners.values():
            each.events = 0

    def listen(self, seconds: float, enough: int = 0) -> None:
        """Read for a while, or until so many events were heard."""
        deadline = time.monotonic() + seconds
        while True:
            left = deadline - time.monotonic()
            for descriptor, _what in self._epoll.poll(max(left, 0), 512):
                self._read(descriptor)
            if left <= 0 or (enough and self.heard.events >= enough):
                return

    def calm(self, seconds: float = 20.0) -> None:
        """Listen until nothing has come for a second, so long at most."""
        deadline, heard = time.monotonic() + seconds, -1
        while heard != self.heard.events and time.monotonic() < deadline:
            heard = self.heard.events
            self.listen(1.0)

    def _read(self, descriptor: int) -> None:
        listener = self.listeners[descriptor]
        try:
            data = listener.stream.recv(1 << 18)
        except ConnectionError:
            data = b""
        if not data:
            self._lost(descriptor, listener)
            return
        data = listener.rest + data if listener.rest else data
        if not listener.is_greeted:
            data = self._begin(listener, data)
        at = 0
        while listener.is_greeted and (found := bounds(data, at)) is not None:
            self._take(listener, data, at, *found)
            at = found[1]
        listener.rest = data[at:] if at < len(data) else b""
        if listener.unseen >= BEAT_EVENTS and self.is_weft:
            self.beat(listener)

    def _take(self, listener: Listener, data: bytes, at: int, begin: int, end: int) -> None:
        if data.startswith(self.event_head, begin):
            if self.tells_sums and data.find(SUMS, begin, begin + 120) >= 0:
                self.sums += 1
            else:
                listener.events += 1
                self.heard.events += 1
            listener.unseen += 1
            if listener.is_close or listener.unseen >= BEAT_EVENTS:
                self._look(listener, data[begin:end])
        elif data[at] & 0x0F == CLOSE:
            with suppress(OSError):  # it is closed already
                listener.stream.shutdown(socket.SHUT_RDWR)  # counted where that is read
        elif data.startswith(b'{"t":"beat"', begin):
            self._unanswered -= 1
        elif data[at] & 0x0F == PING:
            self._say(listener, b"\x8a" + bytes((0x80 | (end - begin),)) + b"\0\0\0\0" + data[begin:end])
        elif not listener.is_in and data.startswith(b'{"t":"sub.ok"', begin):
            self._came_in(listener)
            head = json.loads(data[begin:end])["head"]
            listener.last = head if self.after is None else self.after
        elif not listener.is_in and data.startswith(b'{"t":"err"', begin):
            raise ConnectionError(data[begin:end].decode())

    def _look(self, listener: Listener, event: bytes) -> None:
        """Note when it was said, and whether it follows the one before."""
        if self.is_weft:
            place = event.index(b'"seq":') + 6
            seq = int(event[place : event.index(b",", place)])
            if listener.is_close and listener.last and seq != listener.last + 1:
                self.heard.disorder += 1
            listener.last = seq
        place = event.find(STAMP) + len(STAMP)
        if listener.is_close and place >= len(STAMP):  # what was said before the run has none
            self.heard.times.append(time.monotonic() - int(event[place : place + 16]) / 1e6)

    def beat(self, listener: Listener) -> None:
        """Say what has come."""
        listener.unseen = 0
        said = {"t": "beat", "seen": {str(listener.room): listener.last}, "active": True}
        self._unanswered += 1
        self._say(listener, masked(json.dumps(said).encode()))

    def _say(self, listener: Listener, frame: bytes) -> None:
        """That a socket is closed, or will be, is counted where it is read."""
        with suppress(BlockingIOError, ConnectionError):
            listener.stream.send(frame)

    def beat_all(self, seconds: float = 0.0) -> None:
        """As clients do that hear nothing for a while, though not all at once; waits so long for answers to all."""
        for each in self.listeners.values():
            if each.is_open and each.is_in and self.is_weft:
                self.beat(each)
        deadline = time.monotonic() + seconds
        while self._unanswered > 0 and time.monotonic() < deadline:
            self.listen(0.05)

    def _lost(self, descriptor: int, listener: Listener) -> None:
        self._epoll.unregister(descriptor)
        listener.is_open = False
        self.heard.closed += 1
        if not listener.is_in:
            raise ConnectionError("A socket was refused.")
