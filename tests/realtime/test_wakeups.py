"""Listening to Redis: from the first moment on, whatever is wanted when."""

from __future__ import annotations

import asyncio

import pytest

from realtime.publishing import room_channel, tell_room
from realtime.wakeups import Wakeups


@pytest.mark.parametrize("steps", range(6))
async def test_what_is_wanted_while_the_connection_is_made_is_listened_to(steps: int) -> None:
    heard: list[tuple[str, bytes]] = []
    wakeups = Wakeups(lambda channel, data: heard.append((channel, data)), lambda: None)
    await wakeups.want(room_channel(1)) if steps == 0 else None
    listening = asyncio.create_task(wakeups.run())
    try:
        for _ in range(steps):
            await asyncio.sleep(0)
        await asyncio.gather(*[wakeups.want(room_channel(room_id)) for room_id in (1, 2, 3)])
        await wakeups.leave(room_channel(3))
        for room_id in (1, 2, 3):
            assert await asyncio.to_thread(tell_room, room_id, 0, b"news")
        await asyncio.sleep(0.2)
        assert sorted(heard) == [(room_channel(1), b"news"), (room_channel(2), b"news")]
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
