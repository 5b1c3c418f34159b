"""What keeps a process with thousands of sockets quick: it does little at a time, and nothing twice."""

from __future__ import annotations

import asyncio
import time

import pytest

from realtime.bounds import Bounds
from realtime.frames import Bundle, Frame
from realtime.inbox import Inbox
from realtime.interpreter import FEW, MANY, WORTH, Garbage
from realtime.lanes import LONGEST_REST, MOST_TOGETHER, Follower, Lane
from realtime.named import Acquaintances

EVERYBODY = frozenset(range(1, 100))


class Slow:
    """An outlet that takes its time, and counts the events of each call."""

    seconds = 0.02

    def __init__(self) -> None:
        self.told: list[int] = []

    def push_events(self, bundle: Bundle) -> None:
        self.told.append(len(bundle.frames))
        time.sleep(self.seconds)

    def close_slow(self) -> None:
        raise AssertionError("nobody is too far behind")


async def test_events_wait_for_one_another_for_as_long_as_it_takes_to_tell_all() -> None:
    loop, together, timers = asyncio.get_running_loop(), 0.005, []

    def soon(lane: Lane) -> None:
        timers.append(lane.due(together))
        loop.call_at(timers[-1], lane.flush)

    lane, screen = Lane(1, 0, soon), Slow()
    follower = Follower(screen, most_held=10)
    lane.followers.add(follower)
    lane.start_at(0)
    follower.release()
    assert lane.due(together) < time.monotonic()
    for seq in range(1, 2 * MOST_TOGETHER + 2):
        lane.take(seq, Frame(str(seq).encode()))
        if seq == 1:
            await asyncio.sleep(0.1)
    flushed_at = lane.flushed_at
    assert screen.told == [1]
    assert lane.due(together) >= flushed_at + screen.seconds
    assert lane.due(5.0) == flushed_at + 5.0
    await asyncio.sleep(0.3)
    # However many came, one timer waited, nothing left before it, and no call held more than is good.
    assert len(timers) == 2
    assert screen.told == [1, MOST_TOGETHER, MOST_TOGETHER]
    assert lane.took >= 2 * screen.seconds
    lane.took = 20.0  # the machine was stopped meanwhile
    assert lane.due(together) == lane.flushed_at + LONGEST_REST


def test_the_more_are_to_be_told_the_more_rarely_it_is_told_who_is_there() -> None:
    bounds = Bounds()
    assert bounds.presence_rest(50) < bounds.presence_seconds
    assert bounds.presence_rest(2 * bounds.presence_places) == 2 * bounds.presence_seconds
    # Others forget who was not named anew in time.
    assert bounds.presence_rest(1_000_000) + bounds.presence_seconds < bounds.present_seconds / 2


def test_whom_a_reader_sees_is_asked_once_until_it_may_be_different() -> None:
    known = Acquaintances()
    there = known.at("room:1", frozenset({5, 3, 4}), most=2)
    assert there.ids == [3, 4]
    for reader_id in (7, 8):
        there.learn(reader_id, EVERYBODY)
    assert there.seen == {7: {3, 4}, 8: {3, 4}}
    assert there.seen[7] is there.seen[8]
    assert known.at("room:1", frozenset({3, 4, 6}), most=2) is there
    known.forget_reader("room:2", 8), known.forget_reader("room:1", 7)
    assert there.seen == {8: {3, 4}}
    known.forget(8)
    assert there.seen == {}
    there.learn(8, EVERYBODY), there.learn(9, EVERYBODY)
    known.keep({"room:1": {9}})
    assert there.seen == {9: {3, 4}}
    known.forget(4)
    assert known.at("room:1", frozenset({3, 4}), most=2).seen == {}
    known.at("room:1", frozenset({3, 4}), most=2).learn(9, EVERYBODY)
    known.forget(None)
    assert known.at("room:1", frozenset({3, 4}), most=2).seen == {}
    assert known.at("room:1", frozenset({2, 3, 4}), most=2).ids == [2, 3]


async def test_what_came_and_went_is_collected_once_it_is_calm(monkeypatch: pytest.MonkeyPatch) -> None:
    collected = []
    monkeypatch.setattr("gc.collect", lambda: collected.append(True))
    garbage = Garbage()

    def turn(times: int) -> None:
        for _ in range(times):
            garbage.note_turn()

    turn(WORTH - 1)
    await garbage.collect(10), await garbage.collect(10)
    assert not collected, "that is not worth it"
    turn(FEW + 1)
    await garbage.collect(10)
    assert not collected, "they are coming still"
    turn(FEW)
    await garbage.collect(10)
    assert collected == [True]
    turn(MANY * WORTH)
    await garbage.collect(4 * WORTH)
    assert collected == [True, True]
    turn(WORTH)
    await garbage.collect(8 * WORTH), await garbage.collect(8 * WORTH)
    assert collected == [True, True], "beside so many sockets that is little"


async def test_an_inbox_gives_what_came_in_its_order_and_loses_nothing_to_who_gives_up() -> None:
    inbox = Inbox()
    inbox.put_nowait({"n": 1}), inbox.put_nowait({"n": 2})
    assert inbox.qsize() == 2
    assert [await inbox.get(), await inbox.get()] == [{"n": 1}, {"n": 2}]
    for comes_first in (True, False):
        waiting = asyncio.create_task(inbox.get())
        await asyncio.sleep(0)
        if comes_first:
            inbox.put_nowait({"n": 3})
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        if not comes_first:
            inbox.put_nowait({"n": 3})
        assert await asyncio.wait_for(inbox.get(), 1) == {"n": 3}
        assert inbox.qsize() == 0
    waiting = asyncio.create_task(inbox.get())
    await asyncio.sleep(0)
    inbox.put_nowait({"n": 4}), inbox.put_nowait({"n": 5})
    assert (await waiting, await inbox.get()) == ({"n": 4}, {"n": 5})
