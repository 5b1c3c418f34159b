"""Jobs for tests, put into the queue as its own library does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app


def queued_job(
    task: str, args: dict[str, Any] | None = None, *, queue: str = "tests", at: datetime | None = None
) -> int:
    """A job that waits; its key."""
    return app.configure_task(task, queue=queue, schedule_at=at, allow_unknown=True).defer(**args or {})


def failed_job(task: str, args: dict[str, Any] | None = None, *, queue: str = "tests") -> int:
    """A job that a worker took and that failed; its key."""
    key = queued_job(task, args, queue=queue)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [key])
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [key])
    return key
