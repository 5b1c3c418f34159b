"""The shared cache: emptied, it empties what this process keeps of it; away, it is as good as empty."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import RedisError

from forum.core.kept import near

logger = logging.getLogger(__name__)
R = TypeVar("R")
FAILURES = (RedisError, OSError)
PAUSE = 2.0  # seconds without an attempt after one has failed: nobody waits for Redis again and again
MOST_REMEMBERED = 10_000  # keys; more than that, and everything is deleted


class CacheAway(ConnectionError):
    """Redis does not answer, and what was asked cannot be done without it."""


class SharedClient(RedisCacheClient):
    """The framework's client; it would make a new object for every command, which takes as long as the command."""

    def __init__(self, servers: Any, **options: Any) -> None:
        super().__init__(servers, **options)
        self._clients: dict[bool, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """The client for reading or writing; it belongs to this thread, as its pool of connections does."""
        if write not in self._clients:
            self._clients[write] = super().get_client(key, write=write)
        return self._clients[write]


class Absence:
    """What the threads of this process know of a Redis that does not answer: until when not to try, what to delete."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._until: float | None = None
        self._to_delete: set[str] = set()

    def may_try(self) -> bool:
        """True while Redis answers; after it did not, for one thread in each pause: no other waits for it."""
        if self._until is None:
            return True
        with self._lock:
            if self._until is None or monotonic() < self._until:
                return self._until is None
            self._until = monotonic() + PAUSE
            return True

    def begin(self) -> None:
        """Redis did not answer."""
        self._until = monotonic() + PAUSE

    def end(self) -> None:
        """It did."""
        self._until = None

    def remember(self, keys: list[str]) -> None:
        """These were to be deleted and could not be."""
        with self._lock:
            self._to_delete.update(keys)

    def take(self) -> set[str]:
        """What is to be deleted before anything is read again; whoever takes it does so."""
        with self._lock:
            keys, self._to_delete = self._to_delete, set()
        return keys


_absences: dict[str, Absence] = {}  # by server


class SharedCache(RedisCache):
    """Redis behind the framework's interface.

    Pages are made without it, slowly: while it is away reading finds nothing and writing does nothing. `add` says no,
    which keeps everything closed that is guarded by a lock or a count: signing in, codes that hold once.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = SharedClient
        self._absence = _absences.setdefault(str(server), Absence())

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value, or `default`."""
        return self._tried(lambda: super(SharedCache, self).get(key, default, version), default)

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        """What there is of these."""
        return self._tried(lambda: super(SharedCache, self).get_many(keys, version), {})

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """Whether there is a value."""
        return bool(self._tried(lambda: super(SharedCache, self).has_key(key, version), False))

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        """Keep a value, if it can be kept."""
        self._tried(lambda: super(SharedCache, self).set(key, value, *args, **kwargs), None)

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """Keep several; the keys of those that were not kept."""
        return self._tried(lambda: super(SharedCache, self).set_many(data, *args, **kwargs), list(data))

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        """Keep a value unless there is one: True where this was done."""
        return bool(self._tried(lambda: super(SharedCache, self).add(key, value, *args, **kwargs), False))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Count. Raises ValueError where nothing is counted, and CacheAway."""
        found = self._tried(lambda: super(SharedCache, self).incr(key, delta, version), None)
        if found is None:
            raise CacheAway("Redis does not answer.")
        return int(found)

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Let go of a value, now or before anything is read again."""
        done = self._tried(lambda: super(SharedCache, self).delete(key, version), None)
        if done is None:
            self._absence.remember([self.make_and_validate_key(key, version=version)])
        return bool(done)

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        """The same for several."""
        wanted = list(keys)
        if not self._tried(lambda: super(SharedCache, self).delete_many(wanted, version) is None, False):
            self._absence.remember([self.make_and_validate_key(key, version=version) for key in wanted])

    def delete_beginning(self, beginning: str) -> None:
        """Let go of every value whose key begins so. Raises CacheAway."""
        client = self._cache.get_client(write=True)
        try:
            for key in client.scan_iter(match=f"{self.make_key(beginning)}*", count=1000):
                client.unlink(key)
        except FAILURES as problem:
            raise CacheAway("Redis does not answer.") from problem

    def clear(self) -> None:
        """Empty both. Other processes keep what they have: it is found by keys that never mean something else."""
        near.clear()
        super().clear()

    @property
    def answers(self) -> bool:
        """Whether Redis answers right now."""
        return bool(self._tried(lambda: super(SharedCache, self).has_key("health") is not None, False))

    def _tried(self, act: Callable[[], R], otherwise: R) -> R:
        if not self._absence.may_try():
            return otherwise
        try:
            self._make_up()
            done = act()
            self._absence.end()
            return done
        except FAILURES as problem:
            self._absence.begin()
            logger.warning("Redis does not answer, and nothing is kept meanwhile: %s", problem)
            return otherwise

    def _make_up(self) -> None:
        """Delete what was to be deleted while Redis was away."""
        keys = self._absence.take()
        try:
            if len(keys) > MOST_REMEMBERED:
                self._cache.clear()
            elif keys:
                self._cache.delete_many(list(keys))
        except FAILURES:
            self._absence.remember(list(keys))
            raise
