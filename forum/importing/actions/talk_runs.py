"""Asking for the import of a chat into rooms of a community."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.chat.models import Room
from forum.communities.models import Community
from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.events import publish
from forum.core.limits import UPLOADING, spend
from forum.core.verdicts import Invalid, require
from forum.importing.events import ImportRequested
from forum.importing.models import ImportRun
from forum.importing.policies import may_carry_on
from forum.importing.readers.chats import format_of
from forum.importing.records import NotAnArchive
from forum.people.models import Person


@transaction.atomic
def request_talk_import(
    *,
    importer: Person,
    community: Community,
    room: Room | None,
    file: File[bytes],
    now: datetime | None = None,
) -> ImportRun:
    """Keep an uploaded archive and let a job bring it into the room, or a room for each of its channels (None).

    Raises Refused, or Invalid for what is no archive of a chat.
    """
    lock_communities([community.pk])
    lock_standing(importer, [community.pk])
    run = _run(importer, community, room, now)
    require(may_carry_on(importer, run))
    spend(UPLOADING, importer.pk)
    run.name = Path(file.name or _("archive")).name[:120]
    run.format = _format(cast(BinaryIO, file))
    file.seek(0)
    run.file.save("archive", file, save=False)
    run.save()
    publish(ImportRequested(run_id=run.pk, attempt=run.attempt))
    return run


@transaction.atomic
def open_local_talk_import(
    *,
    importer: Person,
    community: Community,
    room: Room | None,
    path: Path,
    now: datetime | None = None,
) -> ImportRun:
    """Note an import of a file on this machine; the caller carries it out. Raises Refused, or Invalid as above."""
    run = _run(importer, community, room, now)
    require(may_carry_on(importer, run))
    with path.open("rb") as file:
        run.format = _format(file)
    run.name, run.path = path.name[:120], str(path)
    run.save()
    return run


def _run(importer: Person, community: Community, room: Room | None, now: datetime | None) -> ImportRun:
    """The run, not stored yet, with its places as they are now."""
    fresh = Community.objects.get(pk=community.pk)
    if room is not None:
        room = Room.objects.select_related("community").get(pk=room.pk, community=fresh)
    return ImportRun(
        community=fresh, room=room, requested_by=importer, format=ImportRun.Format.SLACK,
        created_at=now or timezone.now(),
    )  # fmt: skip


def _format(file: BinaryIO) -> ImportRun.Format:
    try:
        return format_of(file)
    except NotAnArchive as refusal:
        raise Invalid(refusal.sentence, field="file") from refusal
