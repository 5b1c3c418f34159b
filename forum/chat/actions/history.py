"""Bringing into a room what was said elsewhere: numbered as everything, told in one piece, new to nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from forum.chat.actions.log import next_seqs
from forum.chat.actions.sending import said
from forum.chat.events import HistoryBroughtIn
from forum.chat.models import Message, MessageReaction, Room, RoomEvent
from forum.chat.payloads import Data
from forum.chat.policies.rooms import may_bring_history_into
from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.events import publish
from forum.core.markup import markdown_of_html, render_mail_html
from forum.core.verdicts import Refused, require
from forum.people.models import Person

FROM_ARCHIVE = {"history": True}  # by which whoever reads the log later knows what is not new


@dataclass(frozen=True, slots=True)
class Words:
    """What is stored of a message's words: the Markdown that whoever edits them begins with, and what is shown."""

    source: str
    html: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A message as it was elsewhere. `key` names it to the caller, `client_id` for ever.

    `answers` is the key of an earlier line or the id of a message of the room. `reactions` are kinds with who put them.
    """

    key: str
    client_id: UUID
    author: Person
    words: Words
    said_at: datetime
    edited_at: datetime | None = None
    answers: str | int | None = None
    reactions: Sequence[tuple[str, Person]] = field(default=())


def words_from_html(html: str) -> Words:
    """What to store of HTML that was written elsewhere, through the gate. What is named in it is told nobody."""
    shown = render_mail_html(html) or f"<p>{_('(This message holds no text.)')}</p>"
    return Words(source=markdown_of_html(shown), html=shown)


@transaction.atomic
def bring_history_in(*, importer: Person, room: Room, lines: Sequence[HistoryLine]) -> dict[str, Message]:
    """Add lines to the end of a room in their order and give back the messages by key.

    They keep their dates. Nobody is notified, nothing counts as unread, and who has the room open is told once for all
    of them. Raises Refused.
    """
    if room.community is None:
        raise Refused(may_bring_history_into(importer, room).reason)
    lock_communities([room.community.pk])
    lock_standing(importer, [room.community.pk])
    room = (
        Room.objects.select_related("community").select_for_update(of=("self",), no_key=True).get(pk=room.pk)
    )
    require(may_bring_history_into(importer, room))
    if not lines:
        return {}
    messages = _messages(room, lines)
    told = [each for line in lines for each in _events(messages[line.key], line)]
    seqs = next_seqs(room.pk, len(told))
    _number(told, seqs)
    Message.objects.bulk_create(messages.values(), batch_size=500)
    MessageReaction.objects.bulk_create(_reactions(messages, lines), batch_size=500)
    RoomEvent.objects.bulk_create(told, batch_size=500)
    publish(HistoryBroughtIn(room_id=room.pk, first_seq=seqs[0], last_seq=seqs[-1]))
    return messages


def _messages(room: Room, lines: Sequence[HistoryLine]) -> dict[str, Message]:
    """The messages, not stored yet and without their numbers, each behind what it answers."""
    known = _answered(room, lines)
    rows: dict[str, Message] = {}
    for line, message_id in zip(lines, _reserve_ids(len(lines)), strict=True):
        parent = known.get(line.answers) if isinstance(line.answers, int) else rows.get(line.answers or "")
        rows[line.key] = Message(
            pk=message_id, room=room, author=line.author, client_id=line.client_id, reply_to=parent,
            source=line.words.source, html=line.words.html, created_at=line.said_at, edited_at=line.edited_at,
            reaction_counts=dict(Counter(kind for kind, _who in _distinct(line))), from_archive=True,
        )  # fmt: skip
    return rows


def _answered(room: Room, lines: Iterable[HistoryLine]) -> Mapping[int, Message]:
    wanted = {line.answers for line in lines if isinstance(line.answers, int)}
    return Message.objects.filter(room=room, removed_at=None).in_bulk(wanted)


def _reserve_ids(count: int) -> list[int]:
    """Keys for rows that are to refer to each other before they are stored."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [Message._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def _number(told: Sequence[RoomEvent], seqs: Iterable[int]) -> None:
    """Give every event its number, and every message that of the event that brings it."""
    for event, seq in zip(told, seqs, strict=True):
        event.seq = seq
        if event.kind == "said" and event.message is not None:
            event.message.seq = seq
            event.data = {**said(event.message), **FROM_ARCHIVE}  # what it answers has its number already


def _distinct(line: HistoryLine) -> list[tuple[str, Person]]:
    """A person puts a kind on a message once, however many signs of it they used elsewhere."""
    return list({(kind, person.pk): (kind, person) for kind, person in line.reactions}.values())


def _reactions(messages: Mapping[str, Message], lines: Iterable[HistoryLine]) -> list[MessageReaction]:
    return [
        MessageReaction(message=messages[line.key], person=person, kind=kind, created_at=line.said_at)
        for line in lines
        for kind, person in _distinct(line)
    ]


def _events(message: Message, line: HistoryLine) -> list[RoomEvent]:
    """What the log holds of a message: that it was said, and each reaction as if it had come one after the other."""
    events = [_event(message, "said", line.author, {})]
    counts: Counter[str] = Counter()
    for kind, person in _distinct(line):
        counts[kind] += 1
        events.append(
            _event(
                message,
                "reacted",
                person,
                {"id": message.pk, "kind": kind, "counts": dict(counts)} | FROM_ARCHIVE,
            )
        )
    return events


def _event(message: Message, kind: str, by: Person, data: Data) -> RoomEvent:
    return RoomEvent(
        room_id=message.room_id, kind=kind, by=by, message=message, data=data, created_at=message.created_at
    )
