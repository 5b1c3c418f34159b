"""Takes work with the database off the event loop: a bounded pool of threads, each with one connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import close_old_connections

P = ParamSpec("P")
R = TypeVar("R")


async def in_pool(job: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What the job returns, done in a thread of the pool; its exceptions come through."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_pool(), lambda: _done(job, *args, **kwargs))


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(settings.SOCKETS.threads, thread_name_prefix="socket")


def _done(job: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """A connection that is broken or old is closed before and after, so that the next job has a good one."""
    close_old_connections()
    try:
        return job(*args, **kwargs)
    finally:
        close_old_connections()
