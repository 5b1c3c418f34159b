"""A client of the socket, over plain TCP: what a browser would send, and anything else."""

from __future__ import annotations

import base64
import json
import os
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.test import Client as Browser

from forum.chat.actions.sending import send_message
from forum.chat.models import Message, Room
from forum.people.models import Person
from tests.fixtures.site import Site

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def cookie_of(person: Person) -> str:
    """The cookie of a new session of theirs."""
    browser = Browser()
    browser.force_login(person)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def say(author: Person, room: Room, body: str) -> Message:
    """Written by another process than the one with the sockets, as by a page."""
    return send_message(author=author, room=room, client_id=uuid4(), body=body)


@dataclass
class Closed(Exception):
    """The server has closed the socket; code 0 where it did so without a word."""

    code: int
    reason: str = ""


@dataclass
class Talker:
    """One open socket. `heard` is everything that came in, in its order."""

    stream: socket.socket
    heard: list[dict[str, Any]] = field(default_factory=list)
    data: bytes = b""
    number: int = 0

    def frame(self, payload: bytes, opcode: int = TEXT) -> None:
        """Send a frame, masked as browsers do."""
        length = len(payload)
        head = bytes((0x80 | opcode,))
        if length < 126:
            head += bytes((0x80 | length,))
        elif length < 1 << 16:
            head += struct.pack("!BH", 0x80 | 126, length)
        else:
            head += struct.pack("!BQ", 0x80 | 127, length)
        self.stream.sendall(head + b"\0\0\0\0" + payload)  # a mask of zeros masks nothing

    def say(self, t: str, **parts: Any) -> int:
        """Send a message; its id, where it has one."""
        if t in {"sub", "send", "act", "watch"} and "id" not in parts:
            self.number += 1
            parts["id"] = self.number
        self.frame(json.dumps({"t": t, **parts}).encode())
        return int(parts.get("id", 0))

    def next(self, seconds: float = 10) -> dict[str, Any]:
        """The next message. Raises TimeoutError, or Closed."""
        deadline = time.monotonic() + seconds
        while True:
            opcode, payload = self._next_frame(deadline)
            if opcode == PING:
                self.frame(payload, PONG)
            elif opcode == CLOSE:
                code = struct.unpack("!H", payload[:2])[0] if payload else 0
                raise Closed(code, payload[2:].decode())
            elif opcode == TEXT:
                message: dict[str, Any] = json.loads(payload)
                self.heard.append(message)
                return message

    def until(self, t: str, seconds: float = 10, **parts: Any) -> dict[str, Any]:
        """The next message of a kind and with these parts; others are passed over."""
        deadline = time.monotonic() + seconds
        while True:
            message = self.next(deadline - time.monotonic())
            if message["t"] == t and parts.items() <= message.items():
                return message

    def heard_events(self, count: int, seconds: float = 10) -> list[dict[str, Any]]:
        """The first events of all that came in."""
        while len(found := [each for each in self.heard if each["t"] == "ev"]) < count:
            self.until("ev", seconds)
        return found[:count]

    def ending(self, seconds: float = 10) -> Closed:
        """How the socket ends."""
        deadline = time.monotonic() + seconds
        try:
            while True:
                self.next(deadline - time.monotonic())
        except Closed as closed:
            return closed

    def hears_nothing(self, t: str = "ev", seconds: float = 0.5) -> bool:
        """True where no message of this kind comes for a while."""
        try:
            self.until(t, seconds)
        except TimeoutError:
            return True
        return False

    # What is asked often ---------------------------------------------------------------------------------

    def enter(self, room_id: int, after: int | None = None) -> dict[str, Any]:
        """Come into a room; the answer."""
        asked = self.say("sub", room=room_id, after=after)
        while True:
            message = self.next()
            if message.get("id") == asked and message["t"] in {"sub.ok", "err", "reset"}:
                return message

    def send(self, room_id: int, body: str, cid: str = "") -> dict[str, Any]:
        """Say something; `ok` or `err`."""
        asked = self.say("send", room=room_id, cid=cid or str(uuid4()), body=body)
        while True:
            message = self.next()
            if message.get("id") == asked and message["t"] in {"ok", "err"}:
                return message

    def _next_frame(self, deadline: float) -> tuple[int, bytes]:
        while (parsed := _parsed(self.data)) is None:
            self.stream.settimeout(max(0.01, deadline - time.monotonic()))
            try:
                piece = self.stream.recv(65536)
            except ConnectionResetError:
                piece = b""
            if not piece:
                raise Closed(0)
            self.data += piece
        opcode, payload, self.data = parsed
        return opcode, payload


def _parsed(data: bytes) -> tuple[int, bytes, bytes] | None:
    if len(data) < 2:
        return None
    length, at = data[1] & 127, 2
    if length == 126:
        length, at = int.from_bytes(data[2:4]), 4
    elif length == 127:
        length, at = int.from_bytes(data[2:10]), 10
    if len(data) < at + length:
        return None
    return data[0] & 15, data[at : at + length], data[at + length :]


def open_talker(site: Site, cookie: str = "", *, small_window: bool = False) -> Talker:
    """A socket that is open and has said nothing yet."""
    stream = socket.socket()
    if small_window:
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    stream.settimeout(10)
    stream.connect(("127.0.0.1", site.port))
    head = [
        "GET /ws/ HTTP/1.1",
        f"Host: 127.0.0.1:{site.port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        "Sec-WebSocket-Version: 13",
        f"Origin: {site.url}",
        *([f"Cookie: {settings.SESSION_COOKIE_NAME}={cookie}"] if cookie else []),
    ]
    stream.sendall("\r\n".join([*head, "", ""]).encode())
    data = b""
    while b"\r\n\r\n" not in data:
        data += stream.recv(4096)
    answer, _, rest = data.partition(b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 101"), answer
    return Talker(stream, data=rest)


@contextmanager
def talking(site: Site, person: Person, *, small_window: bool = False) -> Iterator[Talker]:
    """A socket of theirs that has been greeted."""
    talker = open_talker(site, cookie_of(person), small_window=small_window)
    try:
        talker.say("hello", v=1)
        talker.until("welcome")
        yield talker
    finally:
        talker.stream.close()
