"""A message as it travels: made once, handed to any number of sockets."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any, Protocol

TEXT = 0x81  # a whole text message in one frame; what a server sends is not masked, so one frame serves all


class Frame:
    """One message; `payload` is its JSON, `wire` the WebSocket frame around it.

    `told_at` is the Unix time at which it happened, in seconds, where that was told and not read up later.
    """

    __slots__ = ("payload", "told_at", "wire")

    def __init__(self, payload: bytes, told_at: float | None = None) -> None:
        self.payload = payload
        self.told_at = told_at
        self.wire = _head(len(payload)) + payload


class Bundle:
    """Messages that leave together: at most one call of the network for each socket, however many they are."""

    __slots__ = ("frames", "wire")

    def __init__(self, frames: Sequence[Frame]) -> None:
        self.frames = frames
        self.wire = frames[0].wire if len(frames) == 1 else b"".join(frame.wire for frame in frames)


class FrameWriter(Protocol):
    """What our server puts into the scope of a socket, under `EXTENSION`."""

    def write(self, wire: bytes) -> int:
        """Send now what the network takes, the rest as soon as it does. How many bytes wait afterwards."""

    def waiting(self) -> int:
        """How many bytes wait for the network to take them."""


EXTENSION = "weft.frames"


def writer_in(scope: dict[str, Any]) -> FrameWriter | None:
    """The short way to a socket, where the server offers one."""
    writer: FrameWriter | None = scope.get("extensions", {}).get(EXTENSION)
    return writer


def _head(length: int) -> bytes:
    if length < 126:
        return bytes((TEXT, length))
    if length < 1 << 16:
        return struct.pack("!BBH", TEXT, 126, length)
    return struct.pack("!BBQ", TEXT, 127, length)
