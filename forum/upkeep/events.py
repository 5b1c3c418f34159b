"""What is done to keep the machine going."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class JobRetried(Event):
    job_id: int
