"""WebSocket frames as a client writes and reads them, as cheaply as Python can."""

from __future__ import annotations

import struct

TEXT, CLOSE, PING = 1, 8, 9


def masked(payload: bytes) -> bytes:
    """A text frame of a client; a mask of zeros masks nothing and is as good as any here."""
    length = len(payload)
    if length < 126:
        return bytes((0x81, 0x80 | length)) + b"\0\0\0\0" + payload
    if length < 1 << 16:
        return struct.pack("!BBH", 0x81, 0x80 | 126, length) + b"\0\0\0\0" + payload
    return struct.pack("!BBQ", 0x81, 0x80 | 127, length) + b"\0\0\0\0" + payload


def bounds(data: bytes, at: int) -> tuple[int, int] | None:
    """Where the payload of the frame at `at` begins and ends; None while it is not whole."""
    known = len(data) - at
    if known < 2:
        return None
    length, head = data[at + 1] & 0x7F, 2
    if length == 126:
        if known < 4:
            return None
        length, head = int.from_bytes(data[at + 2 : at + 4], "big"), 4
    elif length == 127:
        if known < 10:
            return None
        length, head = int.from_bytes(data[at + 2 : at + 10], "big"), 10
    end = at + head + length
    return (at + head, end) if end <= len(data) else None


def upgrade(host: str, path: str, cookie: str) -> bytes:
    """What a browser asks for at the beginning."""
    lines = [
        f"GET {path} HTTP/1.1", f"Host: {host}", f"Origin: http://{host}", "Connection: Upgrade", "Upgrade: websocket",
        "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        *([f"Cookie: {cookie}"] if cookie else []), "", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()
