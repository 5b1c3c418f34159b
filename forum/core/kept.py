"""What was put together once and is found again by a key that names everything it depends on.

Such a value is never wrong, only no longer asked for. So it may stay in this process as well, before the cache that
all processes share: a page of 60 kB is then neither fetched nor unpacked.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

from django.core.cache import cache

Value = TypeVar("Value")
MOST_BYTES = 24 * 1024 * 1024
PREFIX = "kept:"  # of every key of the cache whose value may hold words that people wrote


def kept(key: str, seconds: int, make: Callable[[], Value]) -> Value:
    """The value of `key`: from this process, from the cache, or made now and kept in both.

    The key must change with whatever the value depends on; the value must not be changed by whoever gets it.
    """
    value: Value | None = near.get(key)
    if value is not None:
        return value
    value = cache.get(PREFIX + key)
    if value is None:
        value = make()
        cache.set(PREFIX + key, value, seconds)
    near.put(key, value, monotonic() + seconds)
    return value


def forget_kept() -> None:
    """Let go of everything that is kept, here and in the cache: words in it are to be nowhere any more.

    Other processes keep what they have for `seconds`, under keys that nobody asks for again. Raises ConnectionError
    where the cache does not answer.
    """
    near.clear()
    cache.delete_beginning(PREFIX)  # type: ignore[attr-defined]  # ours: config.caches


class Near:
    """The values this process used last, up to `most` bytes of them; safe for threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self.clear()

    def get(self, key: str) -> Any | None:
        """The value, or None where it is not here."""
        with self._lock:
            found = self._values.get(key)
            if found is None or found[2] < monotonic():
                return None
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: str, value: object, until: float) -> None:
        """Keep the value until that moment of the monotonic clock, and let go of those not used for longest."""
        size = len(value) if isinstance(value, bytes) else len(pickle.dumps(value))
        if size > self._most // 8:
            return
        with self._lock:
            _old, old_size, _until = self._values.pop(key, (None, 0, 0.0))
            self._values[key] = (value, size, until)
            self._size += size - old_size
            while self._size > self._most:
                _key, (_value, freed, _until) = self._values.popitem(last=False)
                self._size -= freed

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values: OrderedDict[str, tuple[object, int, float]] = OrderedDict()
            self._size = 0


near = Near(MOST_BYTES)
