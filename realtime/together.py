"""Questions to the database that come at the same time are answered in one go: a thousand who come back at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from realtime.pool import in_pool

Q = TypeVar("Q")
A = TypeVar("A")


class Together(Generic[Q, A]):
    """Asks at once while few ask. While `at_work` jobs are going on, what is asked waits, and the next takes it all.

    So an answer is always read after it was asked for. Everything in here runs on the event loop.
    """

    def __init__(
        self, answer: Callable[[list[Q]], Mapping[Q, A]], *, at_work: int = 2, most: int = 100
    ) -> None:
        self._answer, self._at_work, self._most = answer, at_work, most
        self._jobs: set[asyncio.Task[None]] = set()
        self._waiting: list[tuple[Q, asyncio.Future[A]]] = []

    async def ask(self, question: Q) -> A:
        """The answer; the errors of the job come through."""
        future: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, future))
        if len(self._jobs) < self._at_work:
            job = asyncio.create_task(self._work())
            self._jobs.add(job)
            job.add_done_callback(self._jobs.discard)
        return await future

    async def _work(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            try:
                answers = await in_pool(self._answer, [question for question, _future in taken])
                for question, future in taken:
                    if not future.done():
                        future.set_result(answers[question])
            except Exception as problem:  # noqa: BLE001 - whoever asked hears of it, and the next are answered
                for _question, future in taken:
                    if not future.done():
                        future.set_exception(problem)
