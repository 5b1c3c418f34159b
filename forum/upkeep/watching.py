"""Stands around every job that a worker runs, to note why one failed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from procrastinate import App, JobContext

from forum.upkeep.actions.jobs import note_failure

logger = logging.getLogger(__name__)


def watch(app: App) -> None:
    """settings.PROCRASTINATE_ON_APP_READY: let workers of this app pass each job through here."""
    before = app.worker_defaults.get("task_middleware") or []
    app.worker_defaults["task_middleware"] = [*before, noting_failure]


def noting_failure(run: Callable[[], Any], context: JobContext, _worker: object) -> Any:
    """Run the job; where it fails, note the kind of error and let it fail."""
    try:
        return run()
    except Exception as error:
        _note(context.job.id, error)
        raise


def _note(job_id: int | None, error: Exception) -> None:
    if job_id is None:
        return
    try:
        note_failure(job_id=job_id, error=error)
    except DatabaseError:  # the database itself may be why the job failed
        logger.warning("Could not note why job %d failed.", job_id, exc_info=True)
