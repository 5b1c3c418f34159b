"""Listens to Redis for one process: a connection of its own that is noticed when it is dead, and made again."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from typing import Any

import redis.asyncio
from django.conf import settings
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 10.0  # seconds between two attempts
# Seconds to wait for Redis to confirm a subscription; the sweep finds what it costs to go on.
LATEST_ANSWER = 1.0


def make_client(**options: Any) -> redis.asyncio.Redis:
    """A client without retries of its own: whoever uses it knows better what to do."""
    keepalive = {} if settings.REDIS_URL.startswith("unix:") else {"socket_keepalive": True}
    client: redis.asyncio.Redis = redis.asyncio.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=2,
        retry=Retry(NoBackoff(), 0),
        **keepalive,
        **options,
    )
    return client


class Wakeups:
    """Hands what is told on the wanted channels to `heard`, and calls `returned` after each new connection."""

    def __init__(self, heard: Callable[[str, bytes], None], returned: Callable[[], None]) -> None:
        self._heard, self._returned = heard, returned
        self._wanted: set[str] = set()
        self._confirmed: dict[str, asyncio.Event] = {}
        self._listener: redis.asyncio.client.PubSub | None = None
        self._asking = asyncio.Lock()
        self._is_away = False
        self.connections = 0

    async def want(self, channel: str) -> None:
        """Listen to a channel; waits a moment for Redis to say that it does, unless it is known to be away."""
        if channel not in self._wanted:
            self._wanted.add(channel)
            self._confirmed[channel] = asyncio.Event()
            await self._ask("subscribe", channel)
        if self._is_away:
            return
        try:
            async with asyncio.timeout(LATEST_ANSWER):
                await self._confirmed[channel].wait()
        except (TimeoutError, KeyError):  # Redis is away, or nobody wants the channel any more
            return

    async def leave(self, channel: str) -> None:
        """Listen to it no longer."""
        self._wanted.discard(channel)
        self._confirmed.pop(channel, None)
        await self._ask("unsubscribe", channel)

    async def ask_again(self) -> None:
        """Ask once more for what Redis never confirmed."""
        unconfirmed = [name for name, confirmed in self._confirmed.items() if not confirmed.is_set()]
        if unconfirmed:
            await self._ask("subscribe", *unconfirmed)

    async def run(self) -> None:
        """Listen until cancelled, through any number of broken connections."""
        pause = 0.1
        while True:
            before = self.connections
            try:
                await self._listen()
            except (redis.RedisError, OSError, TimeoutError) as problem:
                logger.warning("The connection to Redis is gone: %s", problem)
                self._is_away = True
            finally:
                listener, self._listener = self._listener, None
                if listener is not None:
                    await _closed(listener)
            pause = 0.1 if self.connections > before else min(pause * 2, LONGEST_PAUSE)
            await asyncio.sleep(random.uniform(pause / 2, pause))  # noqa: S311 - so that processes differ

    async def _listen(self) -> None:
        client = make_client(socket_timeout=None, health_check_interval=0)
        listener = client.pubsub()
        try:
            async with asyncio.timeout(5), self._asking:
                await self._ask_for_all(listener)
                self._listener = listener
            self.connections += 1
            self._is_away = False
            self._returned()
            await self._read(listener)
        finally:
            await _closed(listener)
            await client.aclose()

    async def _ask_for_all(self, listener: redis.asyncio.client.PubSub) -> None:
        """Listen to what is wanted, and to what is wanted otherwise meanwhile."""
        await listener.connect()  # type: ignore[no-untyped-call]  # the library has no types for it
        asked: set[str] = set()
        while asked != self._wanted:
            more, less, asked = self._wanted - asked, asked - self._wanted, set(self._wanted)
            if more:
                await listener.subscribe(*more)
            if less:
                await listener.unsubscribe(*less)

    async def _read(self, listener: redis.asyncio.client.PubSub) -> None:
        """Raises once the other side has been silent for too long: a half-open connection says nothing at all."""
        loop = asyncio.get_running_loop()
        silence = settings.SOCKETS.redis_silence_seconds
        heard_at = loop.time()
        while True:
            message = await listener.get_message(timeout=silence / 4)
            if message is not None:
                heard_at = loop.time()
                self._hand_on(message)
            elif loop.time() - heard_at > silence:
                raise TimeoutError(f"nothing was heard for {silence:.0f} seconds")
            else:
                async with asyncio.timeout(5):
                    await listener.ping()

    def _hand_on(self, message: dict[str, object]) -> None:
        channel = message["channel"]
        name = channel.decode() if isinstance(channel, bytes) else str(channel)
        if message["type"] == "message":
            data = message["data"]
            self._heard(name, data if isinstance(data, bytes) else str(data).encode())
        elif message["type"] == "subscribe" and name in self._confirmed:
            self._confirmed[name].set()

    async def _ask(self, command: str, *channels: str) -> None:
        """Change what is listened to. Without a connection there is nothing to wait for: what is wanted and was not
        confirmed is asked for once there is one.
        """
        if self._listener is None:
            return
        try:
            async with asyncio.timeout(LATEST_ANSWER), self._asking:
                changed = [name for name in channels if (name in self._wanted) == (command == "subscribe")]
                if self._listener is not None and changed:
                    await getattr(self._listener, command)(*changed)
        except (redis.RedisError, OSError, TimeoutError):
            logger.warning("Redis did not take a change of what is listened to.", exc_info=True)


async def _closed(listener: redis.asyncio.client.PubSub) -> None:
    try:
        await listener.aclose()  # type: ignore[no-untyped-call]  # the library has no types for it
    except (redis.RedisError, OSError):
        logger.debug("A broken connection could not be closed.", exc_info=True)
