"""The first pass over an archive: what is in it, what is in it twice, and who wrote it; no bodies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from forum.importing.readers.subjects import is_marked_reply
from forum.importing.records import MailRecord, Sender, UnreadableRecord
from forum.importing.threading import Heading


@dataclass(frozen=True, slots=True)
class Position:
    """Where a message stands: its number in the file and its bytes in the unpacked file."""

    ordinal: int
    offset: int
    length: int


@dataclass(slots=True)
class Catalogue:
    """All that must be known of an archive before the first post is written.

    `positions` and `senders` are by key, which is the message id, or one derived from it where two different
    messages share an id. `skipped` holds what is left out, with a sentence for each. `aliases` maps the id of
    a copy to the key of the message it repeats.
    """

    headings: list[Heading] = field(default_factory=list)
    positions: dict[str, Position] = field(default_factory=dict)
    senders: dict[str, Sender] = field(default_factory=dict)
    skipped: list[UnreadableRecord] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    total: int = 0
    _by_digest: dict[str, str] = field(default_factory=dict)

    def add(self, record: MailRecord | UnreadableRecord) -> None:
        """Enter the next message of the file."""
        self.total += 1
        if isinstance(record, UnreadableRecord):
            self.skipped.append(record)
        elif record.digest in self._by_digest:
            self._skip_copy(record, self._by_digest[record.digest])
        else:
            self._enter(record)

    def _skip_copy(self, record: MailRecord, key: str) -> None:
        if record.message_id not in self.positions:
            self.aliases[record.message_id] = key
        reason = _("It is the same as message %(number)d.") % {"number": self.positions[key].ordinal}
        self.skipped.append(UnreadableRecord(record.ordinal, record.offset, reason, record.raw_subject))

    def _enter(self, record: MailRecord) -> None:
        key = record.message_id
        if key in self.positions:
            key = f"{record.digest[:16]}.{key}"
        self._by_digest[record.digest] = key
        self.positions[key] = Position(record.ordinal, record.offset, record.length)
        self.senders[key] = record.sender
        self.headings.append(
            Heading(
                key=key,
                in_reply_to=record.in_reply_to,
                references=record.references,
                subject=record.subject,
                is_marked_reply=is_marked_reply(record.raw_subject),
                author_key=record.sender.address_key,
                sent_at=record.sent_at,
            )
        )


def catalogue(records: Iterable[MailRecord | UnreadableRecord]) -> Catalogue:
    """Read through `records` once. Raises what the reader raises (NotAnArchive)."""
    result = Catalogue()
    for record in records:
        result.add(record)
    if result.aliases:
        result.headings = [_resolved(heading, result.aliases) for heading in result.headings]
    return result


def _resolved(heading: Heading, aliases: dict[str, str]) -> Heading:
    return replace(
        heading,
        in_reply_to=tuple(aliases.get(key, key) for key in heading.in_reply_to),
        references=tuple(aliases.get(key, key) for key in heading.references),
    )


@dataclass(frozen=True, slots=True)
class Author:
    """One person behind one or more senders:

    `source` is the address, or the masked key where none is known.
    """

    source: str
    name: str


def authors(senders: Iterable[Sender]) -> dict[str, Author]:
    """Map each sender's identity (see `identity`) to a person.

    A masked address counts as an exact one if exactly one address fits the mask and stands under the same
    name. The name is the one used most; without any, the part of the address before the @.
    """
    names: dict[str, Counter[str]] = defaultdict(Counter)
    fitting: dict[str, set[str]] = defaultdict(set)
    for sender in senders:
        names[identity(sender)][sender.name] += 1
        if sender.address is not None:
            fitting[sender.address_key].add(sender.address)
    sources = {key: _source(key, names, fitting.get(key, set())) for key in names}
    merged: dict[str, Counter[str]] = defaultdict(Counter)
    for key, source in sources.items():
        merged[source].update(names[key])
    return {key: Author(source, _display_name(source, merged[source])) for key, source in sources.items()}


def identity(sender: Sender) -> str:
    """The address where it is known, else the key of the masked one."""
    return sender.address or sender.address_key


def _source(key: str, names: dict[str, Counter[str]], addresses: set[str]) -> str:
    if len(addresses) != 1:
        return key
    (address,) = addresses
    same_name = _spoken(names[key]) & _spoken(names[address])
    return address if same_name or not _spoken(names[key]) else key


def _spoken(names: Counter[str]) -> set[str]:
    return {name.casefold() for name in names if name}


def _display_name(source: str, names: Counter[str]) -> str:
    spoken = [(count, name) for name, count in names.items() if name]
    if spoken:
        return max(spoken)[1]
    return source.partition("~")[0].partition("@")[0] or source
