"""Who may write: one attempt of a run at a time, and one import into a place at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from forum.importing.actions.runs import locked_run
from forum.importing.models import ImportRun

SIGN_OF_LIFE = 1000  # messages read between two signs that the job is alive
Read = TypeVar("Read")


class Superseded(Exception):
    """The run was stopped or is carried out by a later attempt; nothing was written."""


class Overtaken(Exception):
    """Another import brought some of these messages in meanwhile; nothing was written, plan again."""


def require_turn(run: ImportRun) -> None:
    """Hold the run and go on only if it is still this attempt's.

    A run that was asked to stop is stopped here.
    """
    locked = locked_run(run)
    if locked.attempt != run.attempt or locked.state != ImportRun.State.RUNNING:
        raise Superseded
    run.requested_by = locked.requested_by
    run.board, run.community, run.room = locked.board, locked.community, locked.room


def with_signs_of_life(run: ImportRun, records: Iterable[Read]) -> Iterator[Read]:
    """The same records; on the way the run's row says that its job is alive. Raises Superseded."""
    for number, record in enumerate(records):
        if number % SIGN_OF_LIFE == 0:
            with transaction.atomic():
                require_turn(run)
                ImportRun.objects.filter(pk=run.pk).update(touched_at=timezone.now())
        yield record
