"""Puts the events of a room in order, and gives each socket exactly what follows what it has. No waiting in here."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from realtime.frames import Bundle, Frame
from realtime.numbers import numbers

MOST_EARLY = 2_000  # events kept while an earlier one is missing; the database has them all
MOST_TOGETHER = 50  # events in one call of the network
LONGEST_REST = 1.0  # seconds; a process that stood still once need not stand still again
Numbered = tuple[int, Frame]


class Outlet(Protocol):
    """The way out to one client."""

    def push_events(self, bundle: Bundle) -> None:
        """Send events. Never waits and never raises."""

    def close_slow(self) -> None:
        """Give up on a client that cannot keep up."""


@dataclass(eq=False, slots=True)
class Follower:
    """One socket in one lane: `sent` is the number of the last event that left.

    While it is held, nothing leaves: what comes is kept until it is known what the client has and may read.
    """

    outlet: Outlet
    most_held: int
    sent: int = 0
    seen: int = 0
    is_held: bool = True
    kept: list[Numbered] = field(default_factory=list)

    def take(self, events: list[Numbered], bundle: Bundle) -> None:
        """The next events of the lane, one at least; `bundle` holds all of them."""
        if self.is_held:
            self.kept += events
            if len(self.kept) > self.most_held:
                self.outlet.close_slow()
            return
        if events[0][0] <= self.sent:  # some of them are there already
            events = [each for each in events if each[0] > self.sent]
            if not events:
                return
            bundle = Bundle([frame for _seq, frame in events])
        self.sent = events[-1][0]
        self.outlet.push_events(bundle)

    def hold(self) -> None:
        """Let nothing leave until `release`."""
        self.is_held = True

    def release(self) -> None:
        """Send what was kept, in order, and everything from now on at once."""
        kept, self.kept, self.is_held = self.kept, [], False
        if kept:
            self.take(kept, Bundle([frame for _seq, frame in kept]))

    def begin(self, sent: int) -> None:
        """The client has everything up to `sent`, which was read from the database."""
        self.sent = self.seen = sent

    @property
    def unseen(self) -> int:
        """How many events left that the client has not said it got."""
        return max(0, self.sent - self.seen)


class Lane:
    """One lane of one room in this process, by its number. `last` is the number of the last event that is in its order.

    What is in order leaves with `flush`; `ready` is called once when something waits for it.
    """

    def __init__(self, room_id: int, number: int, ready: Callable[[Lane], None]) -> None:
        self.room_id, self.number = room_id, number
        self.key = room_id, number
        self.last: int | None = None
        self.flushed_at = float("-inf")
        self.took = 0.0  # seconds, the last time that something left
        self.followers: set[Follower] = set()
        self._ready = ready
        self._early: dict[int, Frame] = {}
        self._together: list[Numbered] = []

    def start_at(self, seq: int) -> None:
        """The first follower has everything up to `seq`; what came meanwhile follows."""
        if self.last is None:
            self.last = seq
            self._go_on()

    def take(self, seq: int, frame: Frame) -> bool:
        """An event that was told. False where one before it is missing still."""
        if self.last is not None and seq == self.last + 1:
            self._give(seq, frame)
            self._go_on()
        elif self.last is None or seq > self.last:
            if len(self._early) < MOST_EARLY:
                self._early[seq] = frame
            return self.last is None
        return not self._early

    def take_all(self, read: Iterable[Numbered]) -> None:
        """Events that were read from the database, in order and without a gap."""
        for seq, frame in read:
            self.take(seq, frame)

    def due(self, together: float) -> float:
        """When something may leave next: `together` seconds after the last time, or as long as that took, in bounds.

        The more sockets a room has, the longer it takes to tell them all, and the longer the next events wait for one
        another: no room takes more than half of a process, and one that is told too much is told more at a time.
        """
        return self.flushed_at + max(together, min(self.took, LONGEST_REST))

    @property
    def waits(self) -> bool:
        """True while an event is there before an earlier one."""
        return bool(self._early)

    def flush(self) -> None:
        """Give the followers what is in order. Who may not have it, or has it, is asked only now."""
        began = time.monotonic()  # the clock of the event loop
        together, self._together = self._together, []
        for at in range(0, len(together), MOST_TOGETHER):
            part = together[at : at + MOST_TOGETHER]
            bundle = Bundle([frame for _seq, frame in part])
            for follower in self.followers:
                follower.take(part, bundle)
        self.flushed_at = time.monotonic()
        self.took = self.flushed_at - began
        for _seq, frame in together:
            if frame.told_at is not None:
                numbers.lag.note(max(0.0, time.time() - frame.told_at))

    def _give(self, seq: int, frame: Frame) -> None:
        self.last = seq
        self._together.append((seq, frame))
        if len(self._together) == 1:
            self._ready(self)

    def _go_on(self) -> None:
        assert self.last is not None
        for seq in [each for each in self._early if each <= self.last]:
            del self._early[seq]
        while (frame := self._early.pop(self.last + 1, None)) is not None:
            self._give(self.last + 1, frame)
