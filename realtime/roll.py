"""Who is where in all processes: Redis holds it, and each process says what is new of its own."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import time
from typing import Any

import redis.asyncio
from django.conf import settings

from realtime.named import Crowd
from realtime.publishing import present_key
from realtime.wakeups import make_client

logger = logging.getLogger(__name__)


class Roll:
    """The part of this process, and the way to the others'."""

    def __init__(self) -> None:
        self._mark = f"{socket.gethostname()}-{os.getpid()}"
        self._client: redis.asyncio.Redis | None = None
        self._here: dict[str, set[int]] = {}

    async def exchanged(self, here: dict[str, set[int]]) -> dict[str, Crowd]:
        """Who is in each of these places; only who is here while Redis is away."""
        now = time.time()
        pipeline = self._redis().pipeline(transaction=False)
        for name in self._here.keys() - here.keys():
            pipeline.zrem(present_key(name), *[self._member(each) for each in self._here[name]] or [""])
        for name, people in here.items():
            self._exchange_one(pipeline, name, people, now)
        try:
            async with asyncio.timeout(2):
                answers = await pipeline.execute()
        except (redis.asyncio.RedisError, OSError, TimeoutError):
            logger.debug("Redis cannot be asked who is present.", exc_info=True)
            return {name: frozenset(people) for name, people in here.items()}
        finally:
            self._here = here
        found = [answer for answer in answers if isinstance(answer, list)]
        return {
            name: frozenset(int(member.split(b":")[0]) for member in members)
            for name, members in zip(here, found, strict=True)
        }

    def _exchange_one(self, pipeline: Any, name: str, people: set[int], now: float) -> None:
        key, until = present_key(name), now + settings.SOCKETS.present_seconds
        gone = self._here.get(name, set()) - people
        if gone:
            pipeline.zrem(key, *map(self._member, gone))
        if people:
            pipeline.zadd(key, {self._member(each): until for each in people})
            pipeline.expire(key, int(settings.SOCKETS.present_seconds) + 5)
        pipeline.zrangebyscore(key, now, "+inf")

    async def told_elsewhere(self, channel: str, said: bytes) -> bool:
        """True where Redis hands it on, to this process too."""
        try:
            async with asyncio.timeout(1):
                await self._redis().execute_command("PUBLISH", channel, said)  # type: ignore[no-untyped-call]
        except (redis.asyncio.RedisError, OSError, TimeoutError):
            return False
        return True

    def _redis(self) -> redis.asyncio.Redis:
        if self._client is None:
            self._client = make_client(socket_timeout=2, health_check_interval=15)
        return self._client

    def _member(self, person_id: int) -> str:
        return f"{person_id}:{self._mark}"
