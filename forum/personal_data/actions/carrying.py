"""Making a copy of someone's data, from beginning to end."""

from __future__ import annotations

import tempfile
from datetime import datetime
from typing import IO
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.events import publish
from forum.core.stored_files import forget_stored
from forum.personal_data.actions.exports import locked_export
from forum.personal_data.archive.writing import write_copy
from forum.personal_data.events import ExportEnded
from forum.personal_data.models import DataExport
from forum.personal_data.selectors.exports import FOLDER
from forum.personal_data.selectors.written import how_much

State = DataExport.State
SIGN_OF_LIFE = 200  # posts and files between two signs that the job is alive


class Superseded(Exception):
    """The copy was stopped, or is made by a later attempt."""


def carry_out(*, export_id: int, attempt: int) -> DataExport:
    """Make the copy. It ends as finished, stopped or failed with a sentence; a fault of the software is then raised."""
    export = _begun(export_id, attempt)
    if export is None:
        return DataExport.objects.get(pk=export_id)
    try:
        with tempfile.TemporaryFile() as out:
            write_copy(export.person, out, now=timezone.now(), step=_Steps(export).one_more)
            return _kept(export, out)
    except Superseded:
        return DataExport.objects.get(pk=export_id)
    except Exception:
        _failed(export, _("Something broke on our side and was noted. Ask once more."))
        raise


class _Steps:
    """Counts what is written, and now and then says so and asks whether to go on."""

    def __init__(self, export: DataExport) -> None:
        self._export = export
        self._done = 0

    def one_more(self) -> None:
        """Note a post or a file. Raises Superseded."""
        self._done += 1
        if self._done % SIGN_OF_LIFE == 0:
            with transaction.atomic():
                _require_turn(self._export)
                DataExport.objects.filter(pk=self._export.pk).update(
                    done=self._done, touched_at=timezone.now()
                )


@transaction.atomic
def _begun(export_id: int, attempt: int) -> DataExport | None:
    export = locked_export(DataExport(pk=export_id))
    if export.attempt != attempt or export.state != State.QUEUED:
        return None
    export.state, export.touched_at, export.total = State.RUNNING, timezone.now(), how_much(export.person)
    export.save(update_fields=["state", "touched_at", "total"])
    return export


def _require_turn(export: DataExport) -> DataExport:
    """Hold the copy and go on only if it is still this attempt's."""
    locked = DataExport.objects.select_for_update().filter(pk=export.pk).first()
    if locked is None or locked.attempt != export.attempt or locked.state != State.RUNNING:
        raise Superseded
    return locked


def _kept(export: DataExport, out: IO[bytes]) -> DataExport:
    """Store what was written, if it is still wanted."""
    size, now = out.tell(), timezone.now()
    out.seek(0)
    name = default_storage.save(f"{FOLDER}/{now:%Y/%m}/{uuid4().hex}", File(out))
    try:
        return _finished(export, name, size, now)
    except BaseException:
        forget_stored([name])
        raise


@transaction.atomic
def _finished(export: DataExport, name: str, size: int, now: datetime) -> DataExport:
    locked = _require_turn(export)
    locked.state, locked.file, locked.size, locked.ended_at = State.FINISHED, name, size, now
    locked.done = locked.total
    locked.save(update_fields=["state", "file", "size", "ended_at", "done"])
    publish(ExportEnded(export_id=locked.pk))
    return locked


@transaction.atomic
def _failed(export: DataExport, failure: str) -> None:
    try:
        locked = _require_turn(export)
    except Superseded:
        return
    locked.state, locked.failure, locked.ended_at = State.FAILED, failure, timezone.now()
    locked.save(update_fields=["state", "failure", "ended_at"])
    publish(ExportEnded(export_id=locked.pk))
