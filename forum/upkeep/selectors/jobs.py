"""Jobs as they stand in the queue. For stewards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max, Min, Q
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob, ProcrastinateWorker

from forum.upkeep.models import JobFailure

WAITING, RUNNING, FAILED = "todo", "doing", "failed"
FAILED_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Line:
    """How many jobs of one task stand where; `planned` ones wait for their time to come."""

    queue: str
    task: str
    waiting: int
    planned: int
    running: int
    failed: int


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue as a whole: `oldest_at` is when the job that has waited longest was asked for."""

    lines: list[Line] = field(default_factory=list)
    oldest_at: datetime | None = None
    worker_seen_at: datetime | None = None

    @property
    def waiting(self) -> int:
        """How many jobs could run now and do not."""
        return sum(line.waiting for line in self.lines)

    @property
    def running(self) -> int:
        """How many run."""
        return sum(line.running for line in self.lines)

    @property
    def failed(self) -> int:
        """How many failed and were not tried again."""
        return sum(line.failed for line in self.lines)


def queue_now(now: datetime) -> Queue:
    """What waits, runs and has failed, by queue and task, and when a worker was last heard of. Three queries."""
    due = Q(scheduled_at=None) | Q(scheduled_at__lte=now)
    rows = (
        ProcrastinateJob.objects.filter(status__in=[WAITING, RUNNING, FAILED])
        .values("queue_name", "task_name")
        .annotate(
            waiting=Count("pk", filter=Q(due, status=WAITING)),
            planned=Count("pk", filter=Q(status=WAITING, scheduled_at__gt=now)),
            running=Count("pk", filter=Q(status=RUNNING)),
            failed=Count("pk", filter=Q(status=FAILED)),
        )
        .order_by("queue_name", "task_name")
    )
    due_jobs = Q(job__scheduled_at=None) | Q(job__scheduled_at__lte=now)
    asked = ProcrastinateEvent.objects.filter(due_jobs, job__status=WAITING, type="deferred")
    return Queue(
        [
            Line(
                *(
                    row[name]
                    for name in ("queue_name", "task_name", "waiting", "planned", "running", "failed")
                )
            )
            for row in rows
        ],
        asked.aggregate(at=Min("at"))["at"],
        ProcrastinateWorker.objects.aggregate(at=Max("last_heartbeat"))["at"],
    )


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that failed, without what it was given: that may name people. `error` is "" where nobody noted it."""

    key: int
    queue: str
    task: str
    attempts: int
    failed_at: datetime | None
    error: str


def failed_jobs() -> list[FailedJob]:
    """The `FAILED_SHOWN` that were asked for last. Three queries."""
    rows = list(ProcrastinateJob.objects.filter(status=FAILED).order_by("-pk")[:FAILED_SHOWN])
    keys = [row.pk for row in rows]
    moments = _failed_at(keys)
    errors = dict(JobFailure.objects.filter(job_key__in=keys).values_list("job_key", "error"))
    return [
        FailedJob(
            row.pk, row.queue_name, row.task_name, row.attempts, moments.get(row.pk), errors.get(row.pk, "")
        )
        for row in rows
    ]


def _failed_at(keys: Iterable[int]) -> dict[int, datetime]:
    events = ProcrastinateEvent.objects.filter(job__in=list(keys), type="failed")
    return dict(events.values_list("job").annotate(at=Max("at")))


def job_with_key(job_id: int) -> ProcrastinateJob | None:
    """The job, or None where there is none any more."""
    return ProcrastinateJob.objects.filter(pk=job_id).first()


def is_queued_again(job: ProcrastinateJob) -> bool:
    """True where a job that may only wait once waits already."""
    same = ProcrastinateJob.objects.filter(queueing_lock=job.queueing_lock, status=WAITING).exclude(pk=job.pk)
    return job.queueing_lock is not None and same.exists()
