"""PostgreSQL and Redis on a machine that has neither, so that a fresh checkout runs with one command."""

import atexit
import fcntl
import os
from dataclasses import dataclass
from typing import IO

from config.embedded import postgres, redis_server
from config.embedded.ownership import CannotStart
from config.embedded.places import Places, places

__all__ = ["CannotStart", "Places", "places", "ready", "release", "start", "status", "stop", "use"]


@dataclass
class _Held:
    """The shared lock by which this process says that it needs the servers."""

    lock: IO[str] | None = None
    pid: int = 0


_held = _Held()


def use(where: Places | None = None) -> None:
    """Find or start both servers and keep them until this process ends. Raises CannotStart with a sentence.

    Many processes may call it at once: one starts the servers, all share them, the last to end stops them.
    """
    if _held.lock is not None and _held.pid == os.getpid():
        return
    where = where or places()
    where.prepare()
    with _exclusive(where):
        lock = where.users_lock.open("a")
        fcntl.flock(lock, fcntl.LOCK_SH)
        _held.lock, _held.pid = lock, os.getpid()
        _start_both(where)
    atexit.register(release, where)


def release(where: Places | None = None) -> None:
    """Say that this process no longer needs the servers; the last one to say so stops them."""
    if _held.lock is None or _held.pid != os.getpid():
        return
    where = where or places()
    with _exclusive(where):
        if _is_last_user(_held.lock) and not where.keep_marker.exists():
            _stop_both(where)
    _held.lock.close()
    _held.lock = None


def start(where: Places | None = None) -> None:
    """Start both servers and leave them running until `stop`. Raises CannotStart with a sentence."""
    where = where or places()
    where.prepare()
    with _exclusive(where):
        where.keep_marker.touch()
        _start_both(where)


def stop(where: Places | None = None) -> None:
    """Stop both servers, whoever uses them."""
    where = where or places()
    if not where.root.exists():
        return
    with _exclusive(where):
        where.keep_marker.unlink(missing_ok=True)
        _stop_both(where)


def status(where: Places | None = None) -> dict[str, bool]:
    """Which server answers right now: {"postgresql": bool, "redis": bool}."""
    where = where or places()
    return {"postgresql": postgres.answers(where), "redis": redis_server.answers(where)}


def ready(where: Places | None = None) -> bool:
    """Whether both servers answer right now."""
    return all(status(where).values())


def _start_both(where: Places) -> None:
    redis_server.start(where)
    postgres.start(where)


def _stop_both(where: Places) -> None:
    postgres.stop(where)
    redis_server.stop(where)


def _is_last_user(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class _exclusive:  # noqa: N801 - reads as a verb at its call sites
    """Hold the lock under which servers start and stop, so that two processes never do so at once."""

    def __init__(self, where: Places) -> None:
        self._path = where.start_lock

    def __enter__(self) -> None:
        self._file = self._path.open("a")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self._file.close()
