"""How often something may come: so many at once, and then so many a second."""

from __future__ import annotations

import time


class Bucket:
    """Holds `size` at most and is filled at `rate` a second."""

    __slots__ = ("_at", "_held", "_rate", "_size")

    def __init__(self, bounds: tuple[float, int]) -> None:
        self._rate, self._size = bounds
        self._held, self._at = float(self._size), time.monotonic()

    def take(self) -> float:
        """Take one out: 0.0, or in how many seconds there will be one."""
        now = time.monotonic()
        self._held = min(self._size, self._held + (now - self._at) * self._rate)
        self._at = now
        if self._held >= 1:
            self._held -= 1
            return 0.0
        return (1 - self._held) / self._rate

    @property
    def is_full(self) -> bool:
        """True once nothing is remembered of what was taken."""
        return self._held + (time.monotonic() - self._at) * self._rate >= self._size
