"""Asking for an import, stopping it and letting it go on."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.events import publish
from forum.core.limits import SETTING, UPLOADING, spend
from forum.core.signs_of_life import silent_since
from forum.core.verdicts import Invalid, require
from forum.discussions.models import Board
from forum.discussions.policies.boards import may_import_into
from forum.importing.events import ImportEnded, ImportRequested
from forum.importing.models import ImportRun
from forum.importing.policies import may_resume, may_stop
from forum.importing.readers.mbox import require_mbox
from forum.importing.records import NotAnArchive
from forum.people.models import Person

State = ImportRun.State
KEPT_AFTER_THE_END = timedelta(days=30)  # an archive is full of addresses


@transaction.atomic
def request_import(
    *, importer: Person, board: Board, file: File[bytes], now: datetime | None = None
) -> ImportRun:
    """Keep an uploaded archive and let a job bring it in.

    Raises Refused, or Invalid for what is no mail archive.
    """
    lock_communities([board.community_id])
    lock_standing(importer, [board.community_id])
    board = Board.objects.select_related("community").get(pk=board.pk)
    require(may_import_into(importer, board))
    spend(UPLOADING, importer.pk)
    name = Path(file.name or _("archive")).name[:120]
    _check(file)
    run = ImportRun(board=board, requested_by=importer, name=name, created_at=now or timezone.now())
    run.file.save("archive", file, save=False)
    run.save()
    publish(ImportRequested(run_id=run.pk, attempt=run.attempt))
    return run


@transaction.atomic
def open_local_import(
    *, importer: Person, board: Board, path: Path, now: datetime | None = None
) -> ImportRun:
    """Note an import of a file on this machine; the caller carries it out. Raises Refused."""
    require(may_import_into(importer, board))
    return ImportRun.objects.create(
        board=board,
        requested_by=importer,
        name=path.name[:120],
        path=str(path),
        created_at=now or timezone.now(),
    )


@transaction.atomic
def stop_import(*, moderator: Person, run: ImportRun, now: datetime | None = None) -> ImportRun:
    """Let an import end; what is written stays, and it can go on later. Raises Refused."""
    run = locked_run(run)
    require(may_stop(moderator, run))
    spend(SETTING, moderator.pk)
    if run.state == State.QUEUED:
        run.state, run.ended_at = State.STOPPED, now or timezone.now()
        publish(ImportEnded(run_id=run.pk))
    else:
        run.state = State.STOPPING
    run.save(update_fields=["state", "ended_at"])
    return run


@transaction.atomic
def resume_import(*, moderator: Person, run: ImportRun, now: datetime | None = None) -> ImportRun:
    """Let an import go on, in the moderator's name; what it has written is not written again.

    Raises Refused.
    """
    run = locked_run(run)
    moment = now or timezone.now()
    require(may_resume(moderator, run, now=moment))
    spend(SETTING, moderator.pk)
    run.requested_by, run.ended_at, run.failure = moderator, None, ""
    return _queued_again(run, moment)


def resume_abandoned(now: datetime | None = None) -> list[ImportRun]:
    """Let every import go on that gives no sign of life, in the name of who asked for it."""
    moment = now or timezone.now()
    running = ImportRun.objects.filter(state=State.RUNNING)
    return [_resumed(run, moment) for run in silent_since(running, now=moment)]


@transaction.atomic
def _resumed(run: ImportRun, moment: datetime) -> ImportRun:
    locked = locked_run(run)
    if locked.attempt == run.attempt and may_resume(locked.requested_by, locked, now=moment):
        return _queued_again(locked, moment)
    return locked


def _queued_again(run: ImportRun, moment: datetime) -> ImportRun:
    run.state, run.attempt, run.touched_at = State.QUEUED, run.attempt + 1, moment
    run.save(update_fields=["state", "attempt", "touched_at", "requested_by", "ended_at", "failure"])
    publish(ImportRequested(run_id=run.pk, attempt=run.attempt))
    return run


@transaction.atomic
def drop_old_archives(now: datetime | None = None) -> int:
    """Delete uploaded archives whose import ended long ago without finishing. Returns how many there were."""
    ended = (now or timezone.now()) - KEPT_AFTER_THE_END
    old = ImportRun.objects.filter(ended_at__lt=ended).exclude(file="").exclude(state=State.QUEUED)
    runs = list(old)
    for run in runs:
        _drop_archive(run)
        run.save(update_fields=["file"])
    return len(runs)


def _drop_archive(run: ImportRun) -> None:
    """Let go of the upload: the row now, the file once that is certain."""
    transaction.on_commit(partial(run.file.storage.delete, str(run.file.name)), robust=True)
    run.file = ""


@transaction.atomic
def end_run(run: ImportRun, state: State, failure: str = "") -> ImportRun:
    """Note how the run's present attempt came out. One that was superseded leaves its successor alone."""
    locked = locked_run(run)
    if locked.attempt != run.attempt or not locked.is_under_way:
        return locked
    locked.state, locked.failure, locked.ended_at = state, failure[:300], timezone.now()
    if state == State.FINISHED and locked.file:
        _drop_archive(locked)
    locked.save(update_fields=["state", "failure", "ended_at", "file"])
    publish(ImportEnded(run_id=locked.pk))
    return locked


def locked_run(run: ImportRun) -> ImportRun:
    """The run as it stands now, locked until the transaction ends."""
    rows = ImportRun.objects.select_for_update(of=("self",)).select_related(
        "board__community", "community", "room__community", "requested_by"
    )
    return rows.get(pk=run.pk)


def _check(file: File[bytes]) -> None:
    """Refuse at once what the reader would refuse later."""
    file.seek(0)
    try:
        require_mbox(cast(BinaryIO, file))
    except NotAnArchive as refusal:
        raise Invalid(refusal.sentence, field="file") from refusal
    file.seek(0)
