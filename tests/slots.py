"""Each test process takes a free number, and with it a database of its own, whatever else runs at once."""

import fcntl
from itertools import count
from pathlib import Path
from typing import IO

_held: list[IO[str]] = []


def claim_slot(directory: Path) -> int:
    """The lowest free number from 0; it is free again when this process ends, even by SIGKILL."""
    directory.mkdir(parents=True, exist_ok=True)
    for number in count():
        lock = (directory / f"{number}.lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            continue
        _held.append(lock)
        return number
    raise AssertionError("counting never ends")
