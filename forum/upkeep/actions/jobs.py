"""Noting why jobs failed, letting them run again, and clearing away what is over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from forum.communities.actions.log import note_change
from forum.communities.models import Verb
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import require
from forum.people.models import Person
from forum.upkeep.events import JobRetried
from forum.upkeep.models import JobFailure
from forum.upkeep.policies import may_retry_job


@transaction.atomic
def note_failure(*, job_id: int, error: BaseException, now: datetime | None = None) -> None:
    """Remember the kind of error with which a job failed, and nothing of what it said."""
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    JobFailure.objects.update_or_create(
        job_key=job_id, defaults={"error": name[-120:], "failed_at": now or timezone.now()}
    )


@transaction.atomic
def retry_job(*, steward: Person, job: ProcrastinateJob, now: datetime | None = None) -> None:
    """Put a failed job back in line. Raises Refused, also where it is not failed any more, or TooMany."""
    locked = ProcrastinateJob.objects.select_for_update().get(pk=job.pk)
    require(may_retry_job(steward, locked))
    spend(TENDING, steward.pk)
    app.job_manager.retry_job_by_id(locked.pk, now or timezone.now())
    JobFailure.objects.filter(job_key=locked.pk).delete()
    note_change(Verb.JOB_RETRIED, by=steward, about=locked.task_name, details={"job": locked.pk})
    publish(JobRetried(job_id=locked.pk))


@transaction.atomic
def forget_failures_of_gone_jobs() -> int:
    """Let go of what was noted about jobs that are no longer in the queue. Returns how many there were."""
    keys = ProcrastinateJob.objects.values("pk")
    return JobFailure.objects.exclude(job_key__in=keys).delete()[0]
