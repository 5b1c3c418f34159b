"""How Python is set for a process with thousands of sockets: what it does beside must not stop the talk.

Its collector looks at all objects there are, most of which belong to sockets that stay: with five thousand it took 0.7
seconds, every ten. And a thread that computes keeps the others out for as long as it is let, after each call of the
network: to hand one event to five thousand took 0.6 seconds instead of 0.1 while the database was asked.
"""

from __future__ import annotations

import gc
import sys

THRESHOLDS = (1_000, 10, 100)  # new objects; and of what lives longer, so many rounds of the younger ones
WORTH = 1_000  # sockets that came or went, and left objects behind
FEW = 50  # in the time between two looks; then it is calm
MANY = 5  # times what is worth it, after which calm is not waited for
TURN = 0.001  # seconds for which a thread keeps others out


def prepare() -> None:
    """Leave alone for good what the process was started with, look at the rest rarely, and let threads take turns."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    sys.setswitchinterval(TURN)


class Garbage:
    """Counts sockets that come and go, both of which leave objects behind, and collects these when that is worth it."""

    def __init__(self) -> None:
        self._turns = 0
        self._turns_before = 0

    def note_turn(self) -> None:
        """A socket has come or gone."""
        self._turns += 1

    async def collect(self, sockets: int) -> None:
        """Collect once it is calm after many have come or gone, or too many have; `sockets` are open now."""
        worth = max(WORTH, sockets // 4)
        is_calm = self._turns - self._turns_before <= FEW
        if self._turns >= (worth if is_calm else MANY * worth):
            self._turns = 0
            gc.collect()
        self._turns_before = self._turns
