"""What lies in the storage of uploads, for whoever compares it with the rows that name it."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage

IN_THE_MAKING = timedelta(hours=1)  # a file is stored a moment before its row

logger = logging.getLogger(__name__)


def stored_under(folder: str) -> Iterator[str]:
    """The names of all files in a folder and those below it; none where there is no such folder."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        yield f"{folder}/{name}"
    for inner in folders:
        yield from stored_under(f"{folder}/{inner}")


def without_row(stored: Iterable[str], known: Collection[str], now: datetime) -> list[str]:
    """Those of the stored files that no row names, in order; files of the last hour are left out."""
    before = now - IN_THE_MAKING
    return sorted(name for name in set(stored) - set(known) if _is_older(name, before))


def forget_stored(names: Iterable[str]) -> None:
    """Take stored files away. One that cannot be taken away is told to the log, and a nightly sweep tries again."""
    for name in names:
        try:
            default_storage.delete(name)
        except OSError:
            logger.exception("A stored file could not be taken away; the nightly sweep tries again: %s", name)


def _is_older(name: str, moment: datetime) -> bool:
    try:
        return default_storage.get_modified_time(name) < moment
    except FileNotFoundError:  # taken away since it was listed
        return False
