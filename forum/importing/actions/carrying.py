"""Carrying an import out from beginning to end, or on from wherever it was left."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.verdicts import Invalid, Refused
from forum.importing.actions.portions import Portion, run_rows, write_portion
from forum.importing.actions.runs import end_run, locked_run
from forum.importing.actions.talk_carrying import bring_talk_in
from forum.importing.actions.turns import Overtaken, Superseded, require_turn, with_signs_of_life
from forum.importing.catalogue import Catalogue, authors, catalogue
from forum.importing.models import MOST_SKIPPED_LISTED, ImportRun
from forum.importing.plan import NOWHERE, Known, Piece, Plan
from forum.importing.readers.containers import open_for_jumps
from forum.importing.readers.mail import Surroundings
from forum.importing.readers.mbox import read_mbox, read_mbox_message
from forum.importing.records import MailRecord, NotAnArchive, UnreadableRecord
from forum.importing.selectors import known_messages, stand_ins
from forum.importing.threading import thread

logger = logging.getLogger(__name__)
State = ImportRun.State


def carry_out(*, run_id: int, attempt: int) -> ImportRun:
    """Bring an archive onto its board or into rooms. What an earlier attempt wrote is found and not written again.

    It ends as finished, stopped or failed with a sentence; a fault of the software is raised once it is
    noted.
    """
    run = _begun(run_id, attempt)
    if run is None:
        return ImportRun.objects.get(pk=run_id)
    try:
        with _local(run) as path:
            while not (bring_talk_in(run, path) if run.is_talk else _brought_in(run, path)):
                logger.info("Another import into the same place came first; planning anew (run %s).", run.pk)
    except Superseded:
        return end_run(run, State.STOPPED)
    except (NotAnArchive, Refused) as refusal:
        return end_run(run, State.FAILED, str(refusal.sentence))
    except FileNotFoundError:
        return end_run(run, State.FAILED, _("The archive is no longer where it was kept. Import it again."))
    except Exception:
        sentence = _("Something broke on our side and was noted. What was imported stays; resume later.")
        end_run(run, State.FAILED, sentence)
        raise
    return end_run(run, State.FINISHED)


@transaction.atomic
def _begun(run_id: int, attempt: int) -> ImportRun | None:
    run = locked_run(ImportRun(pk=run_id))
    if run.attempt != attempt or run.state != State.QUEUED:
        return None
    run.state, run.touched_at = State.RUNNING, timezone.now()
    run.started_at = run.started_at or run.touched_at
    run.save(update_fields=["state", "touched_at", "started_at"])
    return run


@contextmanager
def _local(run: ImportRun) -> Iterator[Path]:
    """The archive as a file on this machine, wherever uploads are kept."""
    if run.path:
        yield Path(run.path)
        return
    with tempfile.NamedTemporaryFile() as copy:
        with run.file.open("rb") as kept:
            shutil.copyfileobj(kept, copy)
        copy.flush()
        yield Path(copy.name)


def _brought_in(run: ImportRun, path: Path) -> bool:
    """Bring in what is not on the board yet; False if another import wrote some of it meanwhile."""
    found = catalogue(with_signs_of_life(run, read_mbox(path, now=run.created_at)))
    plan = _plan(run, found)
    people = authors(found.senders.values())
    dates = {heading.key: heading.sent_at for heading in found.headings}
    _announce(run, found, plan)
    around = Surroundings(list_tag=None, previous=None, now=run.created_at)
    with open_for_jumps(path) as archive:
        for pieces in plan.portions():
            records, skipped = _read(archive, pieces, found, around)
            portion = Portion(pieces, records, skipped, people, dates, plan.known)
            try:
                plan.known.update(_written(run, portion))
            except Overtaken:
                return False
    return True


def _plan(run: ImportRun, found: Catalogue) -> Plan:
    mentioned = {ancestor for heading in found.headings for ancestor in heading.ancestors}
    known = known_messages(run.onto, mentioned | found.positions.keys())
    absent = list(stand_ins([key for key in known if key not in found.positions], known))
    conversations = thread([*found.headings, *absent])
    return Plan(
        found, conversations, known | {heading.key: NOWHERE for heading in absent if heading.key not in known}
    )


def _announce(run: ImportRun, found: Catalogue, plan: Plan) -> None:
    """Say how much there is to do and what is left out or done already."""
    with transaction.atomic():
        require_turn(run)
        known = sum(key in plan.known for key in found.positions)
        run.skipped = run_rows(found.skipped)[:MOST_SKIPPED_LISTED]
        run.total, run.skipped_count = found.total, len(found.skipped)
        run.known_count = max(known - run.imported_count, 0)
        run.done = known + len(found.skipped)
        run.touched_at = timezone.now()
        run.save(update_fields=["skipped", "total", "skipped_count", "known_count", "done", "touched_at"])


def _read(
    archive: BinaryIO, pieces: Iterable[Piece], found: Catalogue, around: Surroundings
) -> tuple[dict[str, MailRecord], list[UnreadableRecord]]:
    records: dict[str, MailRecord] = {}
    skipped: list[UnreadableRecord] = []
    for key in (post.key for piece in pieces for post in piece.posts):
        position = found.positions[key]
        record = read_mbox_message(
            archive, offset=position.offset, length=position.length, ordinal=position.ordinal, around=around
        )
        if isinstance(record, MailRecord):
            records[key] = record
        else:
            skipped.append(record)
    return records, skipped


def _written(run: ImportRun, portion: Portion) -> Mapping[str, Known]:
    """Write the portion; if something in it cannot be stored, write what can, message by message."""
    try:
        return write_portion(run=run, portion=portion)
    except Exception as problem:
        if not _concerns_a_message(problem):
            raise
        if len(portion.records) == 1:
            logger.warning("A message could not be imported (run %s)", run.pk, exc_info=problem)
            return write_portion(run=run, portion=_without_message(portion, problem))
    return _written_singly(run, portion)


def _concerns_a_message(problem: Exception) -> bool:
    """Whether the rest may fare better: not if the database is away, the run over, its person refused."""
    if isinstance(problem, Refused):
        return isinstance(problem, Invalid)
    return not isinstance(problem, Superseded | Overtaken | OperationalError | InterfaceError)


def _without_message(portion: Portion, problem: Exception) -> Portion:
    (record,) = portion.records.values()
    reason = _("It could not be stored (%(problem)s).") % {"problem": type(problem).__name__}
    if isinstance(problem, Invalid):
        reason = str(problem.sentence)
    left_out = UnreadableRecord(record.ordinal, record.offset, reason, record.raw_subject)
    return replace(portion, records={}, skipped=[*portion.skipped, left_out])


def _written_singly(run: ImportRun, portion: Portion) -> Mapping[str, Known]:
    known = dict(portion.known)
    skipped = portion.skipped
    for piece in portion.pieces:
        above = {post.key: post.parent for post in piece.posts}
        topic_id = piece.topic_id
        for post in piece.posts:
            parent = post.parent
            while parent in above and parent not in known:
                parent = above[parent]
            one = replace(piece, posts=(replace(post, parent=parent),), topic_id=topic_id)
            records = {post.key: portion.records[post.key]} if post.key in portion.records else {}
            written = _written(
                run, replace(portion, pieces=[one], records=records, skipped=skipped, known=known)
            )
            known |= written
            topic_id = topic_id or next((each.topic_id for each in written.values()), None)
            skipped = []
    return {key: known[key] for key in known.keys() - portion.known.keys()}
