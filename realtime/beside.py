"""Work that goes on beside the sockets: kept from being forgotten half-way, and its failures told to the log."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

logger = logging.getLogger(__name__)


class Beside:
    """What was started and is not done yet."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it as soon as the loop comes to it. A database that is away is asked again by the next sweep."""
        task = asyncio.create_task(_logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception as problem:
        logger.warning("What goes on beside the sockets has failed: %s", problem, exc_info=True)
