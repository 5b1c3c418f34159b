"""Our server with points at which a test can end it or make it wait, and with promises switched off on demand.

Start it as `python -m realtime.server`. WEFT_FAULT_POINTS names a folder: a file in it that bears the name of a point
is taken away by the first act that comes to the point, and then it happens. WEFT_FAULT_MUTATIONS names what is off.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from realtime.server import CommandLine  # before Django: it chooses the event loop
from tests.faults.points import BEFORE_ACK, BEFORE_COMMIT, BEFORE_PUBLISH, HOLD

POINTS = Path(os.environ["WEFT_FAULT_POINTS"])


def main() -> None:
    """Set Django up, lay the points, switch off what is to be off, and serve."""
    import django

    from config.servers import ready

    ready()
    django.setup()
    lay_points()
    for name in os.environ.get("WEFT_FAULT_MUTATIONS", "").split():
        MUTATIONS[name]()
    CommandLine.entrypoint()


def lay_points() -> None:
    """Wrap what happens between a lock and an answer."""
    from forum.chat.actions import sending
    from forum.core import limits
    from realtime import acts, wiring

    object.__setattr__(limits.TALKING, "times", 1_000_000)
    sending.append = _then(sending.append, _before_commit)
    wiring.tell_room = _first(wiring.tell_room, lambda: _die_at(BEFORE_PUBLISH))
    acts.send = _then(acts.send, lambda: _die_at(BEFORE_ACK))


def _before_commit() -> None:
    _die_at(BEFORE_COMMIT)
    seconds = _taken(HOLD)
    if seconds is not None:
        time.sleep(float(seconds))


def _die_at(point: str) -> None:
    if _taken(point) is not None:
        os.kill(os.getpid(), signal.SIGKILL)


def _taken(point: str) -> str | None:
    """What the file says, if it is there and nobody else took it."""
    claimed = POINTS / f"{point}.{time.monotonic_ns()}"
    try:
        (POINTS / point).rename(claimed)
    except FileNotFoundError:
        return None
    return claimed.read_text()


def _first(original: Callable[..., Any], act: Callable[[], None]) -> Callable[..., Any]:
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        act()
        return original(*args, **kwargs)

    return wrapped


def _then(original: Callable[..., Any], act: Callable[[], None]) -> Callable[..., Any]:
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        act()
        return result

    return wrapped


def without_sweep() -> None:
    """Nobody asks the database for what was never told."""
    from realtime.hub import Hub

    async def asks_for_nothing(hub: Hub) -> None:
        await hub.wakeups.ask_again()

    Hub.sweep = asks_for_nothing


def without_lock() -> None:
    """A number is taken in a step of its own and the room is not held: later ones may be committed before."""
    from forum.chat.actions import log, sending

    original, aside = log.next_seq, ThreadPoolExecutor(4)

    def taken_aside(*args: Any) -> int:
        return aside.submit(original, *args).result()

    sending.next_seq = log.next_seq = taken_aside


def without_asking() -> None:
    """Nobody looks whether a message is known already."""
    from forum.chat.actions import sending

    sending.sent_with = lambda *_who: None


def without_standing() -> None:
    """What decides about a writer is not locked, so two sends of the same message run side by side."""
    from forum.chat.actions import sending

    sending.lock_writing = lambda *_who: None


MUTATIONS = {
    "without-sweep": without_sweep,
    "without-lock": without_lock,
    "without-asking": without_asking,
    "without-standing": without_standing,
}

if __name__ == "__main__":
    main()
