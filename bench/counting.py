"""How many queries and Redis commands a page takes: asked in this process, where they can be counted exactly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import redis
from django.core.cache import cache
from django.db import connection
from django.test import Client
from redis.client import Pipeline

from bench.plans import Ask


@dataclass(slots=True)
class Tally:
    """The statements and commands of one page."""

    sql: list[str] = field(default_factory=list)
    redis: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Counts:
    """Queries and commands of a page when nothing is cached, and when everything is."""

    cold: Tally
    warm: Tally


def count_page(ask: Ask) -> Counts:
    """Ask for the page with an empty cache, a second time so that it is warm, and once more to count that."""
    cache.clear()
    cold = tally_of(ask)
    tally_of(ask)
    return Counts(cold, tally_of(ask))


def tally_of(ask: Ask) -> Tally:
    """What one request does. A POST is really made."""
    client = Client(headers={"host": "127.0.0.1", "accept": "text/html"}, enforce_csrf_checks=True)
    headers = {"cookie": ask.cookies} if ask.cookies else {}
    with tallied() as tally:
        if ask.form:
            client.post(ask.path, dict(ask.form), headers=headers)
        else:
            client.get(ask.path, headers=headers)
    return tally


@contextmanager
def tallied() -> Iterator[Tally]:
    """Count what happens inside."""
    tally = Tally()

    def note_sql(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        tally.sql.append(sql)
        return execute(sql, params, many, context)

    plain: Any = redis.Redis.execute_command
    piped: Any = Pipeline.execute

    def note_redis(self: Any, *arguments: Any, **options: Any) -> Any:
        tally.redis.append(f"{arguments[0]} {arguments[1] if len(arguments) > 1 else ''}")
        return plain(self, *arguments, **options)

    def note_pipeline(self: Any, *arguments: Any, **options: Any) -> Any:
        tally.redis.append("pipeline")
        return piped(self, *arguments, **options)

    with (
        connection.execute_wrapper(note_sql),
        patch.object(redis.Redis, "execute_command", note_redis),
        patch.object(Pipeline, "execute", note_pipeline),
    ):
        yield tally
