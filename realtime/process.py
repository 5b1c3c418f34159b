"""What one process has once, made when its first socket comes: the hub, presence, and the work that goes on beside."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from functools import cache

from django.conf import settings

from forum.gatherings.actions.counting import count_votes
from realtime.answers import ENDING, Code, Drain
from realtime.buckets import Bucket
from realtime.doubts import LOOKS, look_again, settle_doubts, settle_sessions
from realtime.health import draining
from realtime.hub import Hub
from realtime.interpreter import Garbage, prepare
from realtime.pool import in_pool
from realtime.presence import Presence
from realtime.publishing import notices_channel

logger = logging.getLogger(__name__)


class Process:
    """The hub of this process and its tasks."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.presence = Presence(self.hub)
        self.garbage = Garbage()
        self._entrances: dict[int, Bucket] = {}
        self._sends: dict[int, Bucket] = {}
        self._reactions: dict[int, Bucket] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self.on_drain: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Begin to listen and to look after things."""
        bounds = settings.SOCKETS
        prepare()
        self._tasks = [
            asyncio.create_task(work)
            for work in (
                self.hub.wakeups.want(notices_channel()),
                _for_ever(self.hub.wakeups.run, 1.0),
                _for_ever(lambda: settle_doubts(self.hub), 0.1),
                _for_ever(lambda: settle_sessions(self.hub), 0.1),
                _for_ever(lambda: look_again(self.hub), bounds.session_seconds / LOOKS),
                _for_ever(self.hub.sweep, bounds.sweep_seconds),
                _for_ever(self._announce, bounds.presence_seconds),
                _for_ever(self._count_votes, bounds.tick_seconds),
                _for_ever(lambda: self.garbage.collect(len(self.hub.sockets)), 5.0),
                self._wait_for_drain(),
                _for_ever(self._let_go, bounds.silence_seconds / 9),
            )
        ]

    def stop(self) -> None:
        """End everything that goes on beside the sockets."""
        for task in self._tasks:
            task.cancel()

    def entrances_of(self, person_id: int) -> Bucket:
        """How many sockets somebody may still open: with each, what is counted for a socket begins anew."""
        return self._entrances.setdefault(person_id, Bucket(settings.SOCKETS.entrances))

    def sends_of(self, person_id: int) -> Bucket:
        """How much somebody may still say, in all their tabs here."""
        return self._sends.setdefault(person_id, Bucket(settings.SOCKETS.sends))

    def reactions_of(self, person_id: int) -> Bucket:
        """The same for small acts."""
        return self._reactions.setdefault(person_id, Bucket(settings.SOCKETS.reactions))

    async def drain(self) -> None:
        """Send everybody elsewhere, a few at a time, and return once they are gone."""
        draining.set()
        most = settings.SOCKETS.drain_seconds
        waits = [(each, random.uniform(0, most)) for each in self.hub.sockets]  # noqa: S311 - spreads them
        for connection, wait in waits:
            connection.tell(Drain(round(wait)))
            asyncio.get_running_loop().call_later(wait, connection.close, Code.GOING, ENDING)
        deadline = time.monotonic() + most + 1
        while self.hub.sockets and time.monotonic() < deadline:
            await asyncio.sleep(0.05)

    async def _announce(self) -> None:
        await self.presence.announce()
        await self.presence.rest()

    async def _count_votes(self) -> None:
        """Votes of live sessions are summed by whichever process looks first; where nobody looks, by a job."""
        if self.hub.seats:
            await in_pool(count_votes)

    async def _wait_for_drain(self) -> None:
        await self.hub.drain_asked.wait()
        self.on_drain()

    async def _let_go(self) -> None:
        """Close sockets whose client has said nothing for too long, and forget old counts."""
        oldest = time.monotonic() - settings.SOCKETS.silence_seconds
        for connection in self.hub.sockets:
            if connection.beat_at < oldest and connection.busy_since is None:
                connection.close_slow()
        for buckets in (self._entrances, self._sends, self._reactions):
            for person_id in [key for key, bucket in buckets.items() if bucket.is_full]:
                del buckets[person_id]


@cache
def at_work() -> Process:
    """The one of this process, at work from the first time it is asked for. Only on the event loop."""
    process = Process()
    process.start()
    return process


async def end_gently() -> None:
    """Take nothing new, and let those who are here go elsewhere."""
    draining.set()
    if at_work.cache_info().currsize:
        await at_work().drain()
        at_work().stop()


async def _for_ever(work: Callable[[], Awaitable[None]], period: float) -> None:
    """Do something again and again, not in step with other processes; a failure is logged and the next time comes."""
    while True:
        try:
            await work()
        except Exception as problem:
            logger.warning(
                "What a process with sockets does now and then has failed: %s", problem, exc_info=True
            )
        await asyncio.sleep(period * random.uniform(0.9, 1.0))  # noqa: S311 - spreads them
