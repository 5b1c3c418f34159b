"""What is asked at the same time is answered in one go, and never by what was read before it was asked."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from realtime.together import Together


class Asked:
    """Remembers what it was asked at once."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.goes_on = threading.Event()

    def __call__(self, questions: list[int]) -> dict[int, int]:
        self.batches.append(questions)
        self.goes_on.wait(5)
        if 13 in questions:
            raise ValueError("thirteen")
        return {each: each * 2 for each in questions}


async def test_what_comes_while_jobs_go_on_waits_and_is_one_job() -> None:
    asked = Asked()
    together: Together[int, int] = Together(asked, at_work=2, most=4)
    waiting = []
    for number in (1, 2):
        waiting.append(asyncio.create_task(together.ask(number)))
        await asyncio.sleep(0.05)
    waiting += [asyncio.create_task(together.ask(number)) for number in (3, 4, 5, 5, 6, 7)]
    await asyncio.sleep(0.05)
    assert asked.batches == [[1], [2]]
    asked.goes_on.set()
    assert await asyncio.gather(*waiting) == [2, 4, 6, 8, 10, 10, 12, 14]
    assert sorted(asked.batches[2:]) == [[3, 4, 5, 5], [6, 7]]


async def test_a_failure_is_told_to_those_who_asked_and_the_next_are_answered() -> None:
    asked = Asked()
    asked.goes_on.set()
    together: Together[int, int] = Together(asked)
    with pytest.raises(ValueError, match="thirteen"):
        await together.ask(13)
    assert await together.ask(14) == 28


async def test_who_gives_up_waiting_keeps_nobody_from_an_answer() -> None:
    asked = Asked()
    together: Together[int, int] = Together(asked, at_work=1)
    first = asyncio.create_task(together.ask(1))
    await asyncio.sleep(0.05)
    gone, last = (asyncio.create_task(together.ask(number)) for number in (2, 3))
    await asyncio.sleep(0.05)
    gone.cancel()
    threading.Timer(0.1, asked.goes_on.set).start()
    began = time.monotonic()
    assert await asyncio.gather(first, last) == [2, 6]
    assert time.monotonic() - began < 5
