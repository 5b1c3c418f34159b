"""What keeps the queue short."""

from __future__ import annotations

from asgiref.sync import sync_to_async
from procrastinate import JobContext
from procrastinate.contrib.django import app

from forum.upkeep.actions.jobs import forget_failures_of_gone_jobs

SUCCEEDED_KEPT_HOURS = 14 * 24
FAILED_KEPT_HOURS = 90 * 24


@app.periodic(cron="50 3 * * *")
@app.task(name="clear_old_jobs", queueing_lock="clear-jobs", pass_context=True)
async def clear_old_jobs(context: JobContext, timestamp: int) -> None:
    """Each night: let go of jobs that are over, and later of those that failed and nobody tried again."""
    queue = context.app.job_manager
    await queue.delete_old_jobs(SUCCEEDED_KEPT_HOURS, include_cancelled=True, include_aborted=True)
    await queue.delete_old_jobs(FAILED_KEPT_HOURS, include_failed=True)
    await sync_to_async(forget_failures_of_gone_jobs)()
