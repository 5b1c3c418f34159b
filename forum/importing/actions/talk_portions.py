"""Writing a portion of a chat: lines of one room and what is remembered of them, all or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from forum.chat.actions.history import HistoryLine, Words, bring_history_in
from forum.chat.actions.history_rooms import open_room_for_history
from forum.chat.models import Message, Room
from forum.communities.models import Community
from forum.communities.selectors.locks import lock_communities
from forum.importing.actions.turns import Overtaken, require_turn
from forum.importing.models import MOST_SKIPPED_LISTED, ImportedRoom, ImportedTalk, ImportRun
from forum.importing.talk import Line
from forum.importing.talk_records import Channel, TalkAuthor
from forum.people.actions.placeholders import placeholders_for
from forum.people.models import Person

NAMES = UUID("6c1f5a3e-3f0e-5b0a-9d62-5d0a9f3b7c11")  # of what archives brought; it must never change
_LONGEST_SOURCE = 254


@dataclass(frozen=True, slots=True)
class TalkPortion:
    """Lines for the room of `channel`, or the run's own (None), with their words by key; `report` of those without.

    `known` says which messages earlier keys became, as far as they are still there.
    """

    channel: Channel | None
    lines: Sequence[Line]
    words: Mapping[str, Words]
    report: Sequence[Mapping[str, Any]]
    known: Mapping[str, int | None]


@transaction.atomic
def write_talk(*, run: ImportRun, portion: TalkPortion, now: datetime | None = None) -> dict[str, int | None]:
    """Bring the portion into its room and give back which message is which.

    Raises Superseded if the run may not write any more, Overtaken if the plan is out of date, Refused if who
    asked for the import may not import any more.
    """
    lock_communities([run.among.pk])
    require_turn(run)
    _take_turns(run, portion)
    written = [line for line in portion.lines if line.key in portion.words]
    people = _people(run.among, written)
    room, is_new = _room(run, portion.channel)
    lines = [_history_line(line, portion, people, run.among) for line in written]
    messages = bring_history_in(importer=run.requested_by, room=room, lines=lines)
    ImportedTalk.objects.bulk_create(
        [ImportedTalk(community=run.among, key=key, message=row) for key, row in messages.items()],
        batch_size=500,
    )
    _note(run, messages, portion, is_new, now or timezone.now())
    return {key: message.pk for key, message in messages.items()}


def _take_turns(run: ImportRun, portion: TalkPortion) -> None:
    """Let imports into one community write one after the other, and notice what the other one wrote."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('import into rooms'), %s)", [run.among.pk])
    keys = [line.key for line in portion.lines]
    if ImportedTalk.objects.filter(community=run.among, key__in=keys).exists():
        raise Overtaken


def _people(community: Community, lines: Sequence[Line]) -> dict[TalkAuthor, Person]:
    authors = {line.author for line in lines} | {who for line in lines for _kind, who in line.reactions}
    sources = {author: source_of(author, community) for author in sorted(authors, key=lambda each: each.key)}
    people = placeholders_for({source: author.name for author, source in sources.items()})
    return {author: people[source] for author, source in sources.items()}


def source_of(author: TalkAuthor, community: Community) -> str:
    """The address by which somebody can claim what they said; without one, a key of this community that nobody holds.

    Names of a chat say little: who is called the same elsewhere is somebody else.
    """
    if author.address is not None:
        return author.address
    source = f"{author.key.replace('@', ' ')}~{community.pk}"
    if len(source) <= _LONGEST_SOURCE:
        return source
    return f"{hashlib.sha256(source.encode('utf-8', 'replace')).hexdigest()}~{community.pk}"


def _room(run: ImportRun, channel: Channel | None) -> tuple[Room, bool]:
    """Where the lines go, and whether the room was opened for them."""
    if run.room is not None or channel is None:
        assert run.room is not None
        return run.room, False
    known = ImportedRoom.objects.select_related("room__community")
    found = known.filter(community=run.among, channel=channel.key).first()
    if found is not None:
        return found.room, False
    room = open_room_for_history(
        importer=run.requested_by, community=run.among, name=channel.name, purpose=channel.purpose
    )
    ImportedRoom.objects.create(community=run.among, channel=channel.key, room=room)
    return room, True


def _history_line(
    line: Line, portion: TalkPortion, people: Mapping[TalkAuthor, Person], community: Community
) -> HistoryLine:
    return HistoryLine(
        key=line.key,
        client_id=uuid5(NAMES, f"{community.pk}:{line.key}"),
        author=people[line.author],
        words=portion.words[line.key],
        said_at=line.said_at,
        edited_at=line.edited_at,
        answers=portion.known.get(line.answers or "") or line.answers,
        reactions=[(kind, people[who]) for kind, who in line.reactions],
    )


def _note(
    run: ImportRun, messages: Mapping[str, Message], portion: TalkPortion, is_new: bool, now: datetime
) -> None:
    run.skipped = [*run.skipped, *portion.report][:MOST_SKIPPED_LISTED]
    ImportRun.objects.filter(pk=run.pk).update(
        done=F("done") + len(messages) + len(portion.report),
        imported_count=F("imported_count") + len(messages),
        room_count=F("room_count") + int(is_new),
        skipped_count=F("skipped_count") + len(portion.report),
        skipped=run.skipped,
        touched_at=now,
    )
