"""The shared cache, which when emptied empties what this process keeps of it."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient

from forum.core.kept import near


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


class SharedCache(RedisCache):
    """Redis behind the framework's interface."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = SharedClient

    def clear(self) -> None:
        """Empty both. Other processes keep what they have: it is found by keys that never mean something else."""
        near.clear()
        super().clear()
