"""Tells the processes that hold sockets what was written: from pages, from jobs and from sockets alike.

Redis only wakes them up. What does not arrive is found in the database a few seconds later.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

# Seconds for one attempt; there are two, since a kept connection may have been closed meanwhile.
PATIENCE = 0.5
PAUSE = 2.0  # seconds without an attempt after one has failed: nobody's page waits for Redis again and again
LATEST = 60.0  # seconds in which a notice is told again: by then every process has asked by itself
EVERYBODY = b"{}"  # a notice that concerns everybody
MOST_LATE = 1_000


def room_channel(room_id: int, lane: int = 0) -> str:
    """Where events of a room are told; what only its moderators see has a channel of its own."""
    return f"{settings.REDIS_PREFIX}:room:{room_id}{':backstage' if lane else ''}"


def stream_channel(stream: str) -> str:
    """Where it is told that a topic or a board has changed, or what one person alone is told."""
    return f"{settings.REDIS_PREFIX}:{stream}"


def notices_channel() -> str:
    """Where every process hears of changed rights and ended sessions."""
    return f"{settings.REDIS_PREFIX}:notices"


def present_key(place: str) -> str:
    """The sorted set of who is in a room or reads a topic: `person:process` by the moment until which they count."""
    return f"{settings.REDIS_PREFIX}:{place}:present"


def tell_room(room_id: int, lane: int, payload: bytes) -> bool:
    """Wake whoever holds sockets in the room. False where that failed, which the log says; never raises."""
    return _publisher.tell(room_channel(room_id, lane), payload)


def tell_stream(stream: str, version: int, kind: str, data: Mapping[str, int]) -> bool:
    """Wake whoever watches a stream. False where that failed, which the log says; never raises.

    `data` holds ids and numbers that all who read it know, and nothing that anybody wrote.
    """
    said = {"t": "told", "stream": stream, "version": version, "kind": kind, "d": data}
    return _publisher.tell(stream_channel(stream), json.dumps(said, separators=(",", ":")).encode())


def tell_streams(streams: Iterable[str], kind: str) -> bool:
    """The same for several streams without versions, in one go: what has changed differs for each of them."""
    return _publisher.tell_each(
        [
            (stream_channel(name), json.dumps(_told(name, kind), separators=(",", ":")).encode())
            for name in streams
        ]
    )


def _told(stream: str, kind: str) -> dict[str, Any]:
    return {"t": "told", "stream": stream, "version": 0, "kind": kind, "d": {}}


def tell_processes(notice: Mapping[str, Any]) -> bool:
    """Wake every process with sockets. False where that failed, which the log says; never raises."""
    return _publisher.tell(notices_channel(), json.dumps(notice).encode())


def tell_processes_surely(notice: Mapping[str, Any]) -> None:
    """The same for lost rights and ended sessions: told again until Redis takes it, or a minute is over. Never raises.

    Events need not be: they stand in the database, and processes look there. Nobody could look for a lost right.
    """
    payload = json.dumps(notice).encode()
    if not _publisher.tell(notices_channel(), payload):
        _publisher.tell_later(notices_channel(), payload)


class Publisher:
    """One client for all threads of a process, which stops trying for a moment when Redis does not answer."""

    def __init__(self) -> None:
        self._client: redis.Redis | None = None
        self._lock = threading.Lock()
        self._quiet_until: float | None = None
        self._late: list[tuple[str, bytes, float]] = []
        self._teller: threading.Thread | None = None

    def tell(self, channel: str, payload: bytes) -> bool:
        """Publish, within a second whatever happens."""
        return self.tell_each([(channel, payload)])

    def tell_each(self, told: Sequence[tuple[str, bytes]]) -> bool:
        """The same for several channels, in one message to Redis."""
        if not told or not self._may_try():
            return not told
        try:
            self._send(told)
        except (redis.RedisError, OSError):
            self._quiet_until = time.monotonic() + PAUSE
            logger.warning("Redis did not take what was to be told on %s.", told[0][0], exc_info=True)
            return False
        self._quiet_until = None
        return True

    def _send(self, told: Sequence[tuple[str, bytes]]) -> None:
        client = self._connected()
        if len(told) == 1:
            client.execute_command("PUBLISH", *told[0])  # type: ignore[no-untyped-call]
            return
        with client.pipeline(transaction=False) as together:
            for each in told:
                together.execute_command("PUBLISH", *each)  # type: ignore[no-untyped-call]
            together.execute()

    def _may_try(self) -> bool:
        """After a failure one thread in each pause: no other waits for Redis."""
        if self._quiet_until is None:
            return True
        with self._lock:
            if self._quiet_until is None or time.monotonic() < self._quiet_until:
                return self._quiet_until is None
            self._quiet_until = time.monotonic() + PAUSE
            return True

    def tell_later(self, channel: str, payload: bytes) -> None:
        """Publish as soon as Redis takes it, from a thread of its own."""
        until = time.monotonic() + LATEST
        with self._lock:
            if len(self._late) >= MOST_LATE:
                self._late, payload = [], EVERYBODY
            self._late.append((channel, payload, until))
            if self._teller is None:
                self._teller = threading.Thread(target=self._tell_late, name="notices", daemon=True)
                self._teller.start()

    def _tell_late(self) -> None:
        while True:
            time.sleep(PAUSE)
            with self._lock:
                waiting, self._late = self._late, []
            now = time.monotonic()
            left = [each for each in waiting if each[2] > now and not self.tell(*each[:2])]
            with self._lock:
                self._late = left + self._late
                if not self._late:
                    self._teller = None
                    return

    def _connected(self) -> redis.Redis:
        with self._lock:
            if self._client is None:
                self._client = redis.Redis.from_url(
                    settings.REDIS_URL,
                    socket_timeout=PATIENCE,
                    socket_connect_timeout=PATIENCE,
                    health_check_interval=0,
                    retry=Retry(NoBackoff(), 1),
                )
            return self._client


_publisher = Publisher()
