"""Why jobs failed: the queue itself keeps only that they did."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone


class JobFailure(models.Model):
    """The kind of error with which a job failed last. Never what it said: that may hold anybody's words or address."""

    job_key = models.BigIntegerField(help_text="the job's id in the queue, whose rows are not ours")
    error = models.CharField(max_length=120)
    failed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["job_key"], name="one_failure_a_job")]

    def __str__(self) -> str:
        return f"{self.job_key}: {self.error}"
