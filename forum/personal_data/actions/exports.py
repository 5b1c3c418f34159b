"""Asking for a copy of everything that is one's own, stopping it, letting it go on, and letting go of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from forum.core.events import publish
from forum.core.limits import SETTING, spend
from forum.core.signs_of_life import silent_since
from forum.core.stored_files import forget_stored, stored_under, without_row
from forum.core.verdicts import require
from forum.people.models import Person
from forum.personal_data.events import ExportEnded, ExportRequested
from forum.personal_data.models import DataExport
from forum.personal_data.policies.exports import (
    may_request_export,
    may_resume_export,
    may_stop_export,
)
from forum.personal_data.selectors.exports import FOLDER, export_files

State = DataExport.State
KEPT = timedelta(days=7)


@transaction.atomic
def request_export(*, person: Person, now: datetime | None = None) -> DataExport:
    """Let a job make a copy of everything that is the person's. Raises Refused or TooMany."""
    moment = now or timezone.now()
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)  # one asks at a time
    require(may_request_export(person, now=moment))
    spend(SETTING, person.pk)
    export = DataExport.objects.create(person=person, created_at=moment)
    publish(ExportRequested(export_id=export.pk, attempt=export.attempt))
    return export


@transaction.atomic
def stop_export(*, person: Person, export: DataExport, now: datetime | None = None) -> DataExport:
    """Let a copy be; what was written of it goes. Raises Refused or TooMany."""
    export = locked_export(export)
    require(may_stop_export(person, export))
    spend(SETTING, person.pk)
    export.state, export.ended_at = State.STOPPED, now or timezone.now()
    export.save(update_fields=["state", "ended_at"])
    publish(ExportEnded(export_id=export.pk))
    return export


@transaction.atomic
def resume_export(*, person: Person, export: DataExport, now: datetime | None = None) -> DataExport:
    """Let a copy be made after all, from the beginning: it is to say what is true then. Raises Refused or TooMany."""
    moment = now or timezone.now()
    export = locked_export(export)
    require(may_resume_export(person, export, now=moment))
    spend(SETTING, person.pk)
    return _queued_again(export, moment)


def resume_abandoned(now: datetime | None = None) -> list[DataExport]:
    """Let every copy be made after all that gives no sign of life."""
    moment = now or timezone.now()
    running = DataExport.objects.filter(state=State.RUNNING)
    return [_resumed(export, moment) for export in silent_since(running, now=moment)]


@transaction.atomic
def _resumed(export: DataExport, moment: datetime) -> DataExport:
    locked = locked_export(export)
    if locked.attempt == export.attempt and may_resume_export(locked.person, locked, now=moment):
        return _queued_again(locked, moment)
    return locked


def _queued_again(export: DataExport, moment: datetime) -> DataExport:
    export.state, export.attempt, export.touched_at = State.QUEUED, export.attempt + 1, moment
    export.done, export.failure, export.ended_at = 0, "", None
    export.save(update_fields=["state", "attempt", "touched_at", "done", "failure", "ended_at"])
    publish(ExportRequested(export_id=export.pk, attempt=export.attempt))
    return export


@transaction.atomic
def make_copies_anew(*, since: datetime, now: datetime | None = None) -> int:
    """Let every copy be made once more that may hold words written since then; returns how many there were.

    Who has what in their copy would take reading all of it; making it again takes less. Part of an action that purges.
    """
    moment = now or timezone.now()
    rows = DataExport.objects.select_for_update(of=("self",)).exclude(ended_at__lt=since)
    done = Q(state=State.FINISHED) & ~Q(file="")
    found = list(rows.filter(done | Q(state__in=[State.RUNNING, State.QUEUED])).order_by("person_id", "-pk"))
    # What is queued begins once this has ended, since it is locked: it will hold nothing of the words.
    copies = [export for export in found if export.state != State.QUEUED]
    under_way = {export.person_id for export in found if export.state != State.FINISHED}
    for export in copies:
        if export.file:
            forget_file(export)
            export.size = 0
            export.save(update_fields=["file", "size"])
        if export.state == State.RUNNING or export.person_id not in under_way:
            under_way.add(export.person_id)
            _queued_again(export, moment)
    return len(copies)


@transaction.atomic
def drop_old_exports(now: datetime | None = None) -> int:
    """Let go of the files of copies that were finished a while ago. Returns how many there were."""
    before = (now or timezone.now()) - KEPT
    old = list(DataExport.objects.select_for_update().filter(ended_at__lt=before).exclude(file=""))
    for export in old:
        forget_file(export)
        export.save(update_fields=["file"])
    return len(old)


def sweep_exports(now: datetime) -> int:
    """Take away stored copies that no row names, left where a process died. Returns how many there were."""
    found = without_row(stored_under(FOLDER), export_files(), now)
    forget_stored(found)
    return len(found)


def forget_file(export: DataExport) -> None:
    """Let go of what is stored: the row's word of it now, to be saved by the caller, the file once that is certain."""
    transaction.on_commit(partial(forget_stored, [str(export.file.name)]), robust=True)
    export.file = ""


def locked_export(export: DataExport) -> DataExport:
    """The copy as it stands now, locked until the transaction ends."""
    rows = DataExport.objects.select_for_update(of=("self",)).select_related("person")
    return rows.get(pk=export.pk)
