"""One socket as the rest of the process sees it: where messages go out, how far behind the client is, how it ends."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from django.conf import settings

from realtime.answers import Code, Outgoing, encoded
from realtime.frames import Bundle, Frame, writer_in
from realtime.numbers import numbers

if TYPE_CHECKING:
    from realtime.places import Place
    from realtime.seats import Seat
    from realtime.watching import Watcher

LONGEST_REASON = 123  # bytes, as the standard has it


class Connection:
    """An accepted socket of somebody who is signed in. There are thousands, so that it is kept small."""

    __slots__ = (
        "_bounds", "_outbox", "_outbox_bytes", "_send", "_sender", "_writer", "asked_at", "beat_at", "busy_since",
        "closing", "end_reading", "id", "is_active", "opened_at", "person_id", "seats", "session_key", "unseen",
        "watchers",
    )  # fmt: skip

    def __init__(self, scope: dict[str, Any], send: Any, *, session_key: str) -> None:
        self.id = token_hex(8)
        self.session_key = session_key
        self.person_id = 0
        self.seats: dict[int, Seat] = {}
        self.watchers: dict[str, Watcher] = {}
        self.opened_at = time.monotonic()
        self.unseen = 0  # events that left since the client last said what it got
        self.is_active = True
        self.beat_at = time.monotonic()
        # When it was last asked whether it is let in still; those that come together are not asked about together.
        self.asked_at = self.beat_at - random.uniform(0, settings.SOCKETS.session_seconds)  # noqa: S311
        self.busy_since: float | None = None  # with what was asked: what comes meanwhile, beats too, waits
        self.closing: tuple[int, str] | None = None
        self.end_reading: Callable[[], object] | None = None  # while nothing comes from the client
        self._send = send
        self._writer = writer_in(scope)
        self._outbox: list[Frame] = []
        self._outbox_bytes = 0
        self._sender: asyncio.Task[None] | None = None
        self._bounds = settings.SOCKETS

    @property
    def places(self) -> list[Place]:
        """The rooms it is in and the streams it watches."""
        return [*self.seats.values(), *self.watchers.values()]

    # Out -----------------------------------------------------------------------------------------------

    def push_events(self, bundle: Bundle) -> None:
        """Send events of a room; a client that is too far behind is given up."""
        self.unseen += len(bundle.frames)
        numbers.deliveries += len(bundle.frames)
        waiting = self._push(bundle)
        if waiting > self._bounds.waiting_most or self.unseen > self._bounds.unseen_most:
            self.close_slow()

    def push_passing(self, frame: Frame) -> bool:
        """Send what may be lost, unless the client has enough to do; whether it was sent."""
        if self.unseen > self._bounds.unseen_slow or self.waiting() > self._bounds.waiting_slow:
            numbers.dropped += 1
            return False
        self._push(Bundle((frame,)))
        return True

    def tell(self, message: Outgoing) -> None:
        """Answer this client."""
        self.push_answer(Frame(encoded(message)))

    def push_answer(self, frame: Frame) -> None:
        """Send what only this client gets."""
        if self._push(Bundle((frame,))) > self._bounds.waiting_most:
            self.close_slow()

    def waiting(self) -> int:
        """Bytes that the client has not taken yet."""
        return self._writer.waiting() if self._writer is not None else self._outbox_bytes

    def _push(self, bundle: Bundle) -> int:
        if self.closing is not None:
            return 0
        if self._writer is not None:
            return self._writer.write(bundle.wire)
        self._outbox.extend(bundle.frames)
        self._outbox_bytes += sum(len(frame.payload) for frame in bundle.frames)
        if self._sender is None or self._sender.done():
            self._sender = asyncio.create_task(self._send_outbox())
        return self._outbox_bytes

    async def _send_outbox(self) -> None:
        """Under a server that offers no short way."""
        while self._outbox:
            frames, self._outbox = self._outbox, []
            for frame in frames:
                self._outbox_bytes -= len(frame.payload)
                await self._send({"type": "websocket.send", "text": frame.payload.decode()})

    # What the client got -------------------------------------------------------------------------------

    def note_beat(self, seen: dict[int, int], *, is_active: bool) -> None:
        """The client lives, and has events of rooms up to these numbers."""
        self.beat_at = time.monotonic()
        self.is_active = is_active
        for room_id, seq in seen.items():
            seat = self.seats.get(room_id)
            if seat is not None:
                seat.note_seen(seq)
        self.unseen = sum(seat.unseen for seat in self.seats.values())

    def begin_work(self) -> None:
        """Something was asked."""
        self.busy_since = time.monotonic()

    def end_work(self) -> None:
        """It is done; a client that had to wait for it was not silent meanwhile."""
        if self.busy_since is not None and time.monotonic() - self.busy_since > 1:
            self.beat_at = time.monotonic()
        self.busy_since = None

    # The end -------------------------------------------------------------------------------------------

    def close_slow(self) -> None:
        """The client cannot keep up; it comes back and goes on where it was."""
        if self.closing is None:
            numbers.slow += 1
        self.close(Code.SLOW, "This connection is too slow. Come back and go on where you were.")

    def close(self, code: int, reason: str) -> None:
        """Let nothing more leave, and close with a reason once what was sent is on its way. Once is enough."""
        if self.closing is not None:
            return
        self.closing = (code, _short(reason))
        for place in self.places:
            place.hold()
        if self.end_reading is not None:
            self.end_reading()

    async def finish(self) -> None:
        """Say why it ends. The consumer does this, last of all."""
        if self.closing is None:
            return
        if self._sender is not None and not self._sender.done():
            await asyncio.wait({self._sender}, timeout=1)
        code, reason = self.closing
        await self._send({"type": "websocket.close", "code": code, "reason": reason})


def _short(reason: str) -> str:
    return reason.encode()[:LONGEST_REASON].decode(errors="ignore")
