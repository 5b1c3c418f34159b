"""WebSocket over asyncio, as little of it as a client needs."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import socket
import struct
from collections.abc import AsyncIterator
from typing import Any

from django.conf import settings

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Ended(Exception):
    """The socket is closed; code 1006 where nobody said so."""

    def __init__(self, code: int = 1006, reason: str = "") -> None:
        super().__init__(f"{code} {reason}")
        self.code = code


class Wire:
    """One open WebSocket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    def say(self, message: dict[str, Any]) -> None:
        """Send a message; what cannot be sent is noticed by whoever reads."""
        self._frame(json.dumps(message).encode(), TEXT)

    async def messages(self) -> AsyncIterator[dict[str, Any]]:
        """What comes, until `Ended` is raised."""
        while True:
            try:
                opcode, payload = await self._next()
            except (asyncio.IncompleteReadError, OSError) as problem:
                raise Ended from problem
            if opcode == PING:
                self._frame(payload, PONG)
            elif opcode == CLOSE:
                self._frame(payload[:2], CLOSE)
                raise Ended(struct.unpack("!H", payload[:2])[0] if payload else 1005, payload[2:].decode())
            elif opcode == TEXT:
                yield json.loads(payload)

    def drop(self) -> None:
        """Be gone without a word."""
        self._writer.transport.abort()

    def _frame(self, payload: bytes, opcode: int) -> None:
        if self._writer.transport.is_closing():
            return
        length = len(payload)
        head = bytes((0x80 | opcode, 0x80 | length)) if length < 126 else b""
        if not head:
            head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, length)
        self._writer.write(head + b"\0\0\0\0" + payload)  # a mask of zeros masks nothing

    async def _next(self) -> tuple[int, bytes]:
        first, length = await self._reader.readexactly(2)
        if length & 127 == 126:
            length = int.from_bytes(await self._reader.readexactly(2))
        elif length & 127 == 127:
            length = int.from_bytes(await self._reader.readexactly(8))
        return first & 15, await self._reader.readexactly(length)


async def open_wire(port: int, cookie: str, *, seconds: float, window: int = 0) -> Wire:
    """A WebSocket that is open, within so many seconds. Raises OSError, TimeoutError or Ended.

    With a `window` no more than about so many bytes are taken before somebody reads them.
    """
    async with asyncio.timeout(seconds):
        if window:
            narrow = socket.socket()
            narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
            narrow.setblocking(False)
            await asyncio.get_running_loop().sock_connect(narrow, ("127.0.0.1", port))
            reader, writer = await asyncio.open_connection(sock=narrow, limit=window)
        else:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = [
            "GET /ws/ HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
            "Sec-WebSocket-Version: 13",
            f"Origin: http://127.0.0.1:{port}",
            f"Cookie: {settings.SESSION_COOKIE_NAME}={cookie}",
        ]
        writer.write("\r\n".join([*head, "", ""]).encode())
        try:
            answer = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, OSError) as problem:
            raise Ended from problem
        except BaseException:
            writer.transport.abort()
            raise
        if not answer.startswith(b"HTTP/1.1 101"):
            writer.transport.abort()
            raise Ended
        return Wire(reader, writer)


async def fetch(port: int, path: str, cookie: str, *, seconds: float = 10) -> tuple[int, bytes]:
    """What a GET is answered: its status, and the body. Raises OSError, TimeoutError or Ended."""
    async with asyncio.timeout(seconds):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            head = [
                f"GET {path} HTTP/1.0",
                f"Host: 127.0.0.1:{port}",
                f"Cookie: {settings.SESSION_COOKIE_NAME}={cookie}",
            ]
            writer.write("\r\n".join([*head, "", ""]).encode())
            answer = await reader.read()
        finally:
            writer.transport.abort()
        head_bytes, _, body = answer.partition(b"\r\n\r\n")
        if not head_bytes.startswith(b"HTTP/1."):
            raise Ended
        return int(head_bytes.split()[1]), body
