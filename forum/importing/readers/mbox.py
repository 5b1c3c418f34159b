"""Reads mail archives in constant memory: Mailman downloads, mbox and mboxrd files, packed or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from forum.importing.readers.containers import is_damaged, kind_of, open_archive, unpacking
from forum.importing.readers.headers import decode_words, first, read_headers, split_head
from forum.importing.readers.mail import RawMessage, Surroundings, headline_of, read_mail, unreadable
from forum.importing.readers.subjects import list_tag_of
from forum.importing.records import MailRecord, NotAnArchive, UnreadableRecord

LARGEST_MESSAGE = 8 * 1024**2  # bytes

_LONGEST_LINE = 64 * 1024
_KEPT_OF_A_TOO_LARGE_MESSAGE = 64 * 1024
_SUBJECTS_TO_JUDGE = 200
_SEPARATOR = re.compile(
    rb"From (?P<who>\S.{0,300}?) +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +"
    rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2} +\d{1,2}:\d{2}(?::\d{2})?"
    rb"(?: +[A-Z]{2,5})?(?: +[+-]\d{4})? +\d{4}(?: +[+-]\d{4})?(?: remote from \S+)?\s*"
)
_ONE_WORD = re.compile(rb"\S+")
_HEADER_LINE = re.compile(rb"[\x21-\x39\x3b-\x7e]{1,80}[ \t]*:|>From ")
_ESCAPED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_mbox(
    path: Path, *, start_offset: int = 0, start_ordinal: int = 1, now: datetime | None = None
) -> Iterator[MailRecord | UnreadableRecord]:
    """Yield every message of a mail archive in the order of the file.

    `start_offset` (bytes in the unpacked file) is the `offset` of a message, whose number is `start_ordinal`.
    `now` is the moment after which no date is believed. Raises NotAnArchive, with a sentence, if the file is
    no mail archive or unpacks to more than 2 GB; nothing else that a file holds raises.
    """
    moment = now or datetime.now(UTC)
    list_tag = _list_tag(path)
    previous: datetime | None = None
    with open_archive(path) as archive:
        _skip(archive, start_offset)
        for raw in _split(archive, start_offset, start_ordinal):
            record = _read(raw, Surroundings(list_tag, previous, moment))
            if isinstance(record, MailRecord):
                previous = record.sent_at
            yield record


def read_mbox_message(
    archive: BinaryIO, *, offset: int, length: int, ordinal: int, around: Surroundings
) -> MailRecord | UnreadableRecord:
    """Read one message again, from an archive opened with `open_for_jumps`, where `read_mbox` had found
    it.
    """
    archive.seek(offset)
    separator, _end, content = archive.read(length).partition(b"\n")
    return _read(RawMessage(ordinal, offset, length, separator, _unescaped(content)), around)


def _read(raw: RawMessage | UnreadableRecord, around: Surroundings) -> MailRecord | UnreadableRecord:
    return raw if isinstance(raw, UnreadableRecord) else read_mail(raw, around)


def require_mbox(file: BinaryIO) -> None:
    """Look at the beginning of an open file.

    Raises NotAnArchive, with a sentence, if no mail archive begins so.
    """
    archive = unpacking(file)
    beginning = archive.read(_LONGEST_LINE)
    if not beginning and is_damaged(archive):
        raise NotAnArchive(_("The file is packed with gzip but damaged. Download it again."))
    kind = kind_of(beginning)
    if kind is not None:
        raise NotAnArchive(_("This is not a mail archive but %(kind)s.") % {"kind": kind})
    line = beginning.removeprefix(_BYTE_ORDER_MARK).lstrip(b"\r\n").partition(b"\n")[0]
    if not _SEPARATOR.fullmatch(line):
        raise NotAnArchive(
            _("This is not a mail archive: an mbox file begins with a line “From (address) (date)”.")
        )


def _list_tag(path: Path) -> str | None:
    """Judge by the first messages what the list puts in front of every subject."""
    with path.open("rb") as file:
        require_mbox(file)
    with open_archive(path) as archive:
        heads = (split_head(raw.content)[0] for raw in _split(archive, 0, 1) if isinstance(raw, RawMessage))
        return list_tag_of(
            decode_words(first(read_headers(head), "subject")) for head in islice(heads, _SUBJECTS_TO_JUDGE)
        )


def _skip(archive: BinaryIO, count: int) -> None:
    if archive.seekable():
        archive.seek(count)
        return
    while count > 0 and (chunk := archive.read(min(count, 1024 * 1024))):
        count -= len(chunk)


@dataclass(slots=True)
class _Growing:
    """The message that is being read; past the limit only its size grows."""

    ordinal: int
    offset: int
    separator: bytes
    length: int = 0
    lines: list[bytes] = field(default_factory=list)

    def add(self, line: bytes) -> None:
        self.length += len(line)
        if self.length <= LARGEST_MESSAGE:
            self.lines.append(line)
        elif self.lines:
            self.lines = [b"".join(self.lines)[:_KEPT_OF_A_TOO_LARGE_MESSAGE]]

    def finished(self) -> RawMessage | UnreadableRecord:
        content = b"".join(self.lines)
        raw = RawMessage(self.ordinal, self.offset, self.length, self.separator, _unescaped(content))
        if self.length <= LARGEST_MESSAGE:
            return raw
        headline = headline_of(read_headers(split_head(content)[0]), self.separator)
        reason = _("The message is %(size).1f MB large; at most 8 MB can be imported.")
        return unreadable(raw, reason % {"size": self.length / 1024**2}, headline)


def _split(archive: BinaryIO, offset: int, ordinal: int) -> Iterator[RawMessage | UnreadableRecord]:
    """Cut the file at its separator lines."""
    current: _Growing | None = None
    for line, starts_message in _marked_lines(archive):
        if starts_message:
            if current is not None:
                yield current.finished()
                ordinal += 1
            current = _Growing(ordinal, offset, line.rstrip(b"\r\n"), len(line))
        elif current is not None:
            current.add(line)
        offset += len(line)
    if current is not None:
        yield current.finished()
    if is_damaged(archive):
        reason = _("The packed file is damaged here; what follows in it cannot be read. Download it again.")
        yield UnreadableRecord(ordinal + 1, offset, reason, _("(end of the file)"))


def _marked_lines(archive: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Each line (or 64 kB of a longer one) with whether a message starts there.

    A body may hold a line that begins with "From ", even one that ends like a date. It starts a message only
    if it has the whole form of a separator and a header line follows; without a header, only if a blank line
    stands before it and its address is one word (a message that lost its header).
    """
    before, line = b"\n", archive.readline(_LONGEST_LINE)
    while line:
        after = archive.readline(_LONGEST_LINE)
        yield line, _starts_message(before, line, after)
        before, line = line, after


def _starts_message(before: bytes, line: bytes, after: bytes) -> bool:
    if line[:1] not in (b"F", b"\xef") or not before.endswith(b"\n"):
        return False
    found = _SEPARATOR.fullmatch(line.removeprefix(_BYTE_ORDER_MARK))
    if found is None:
        return False
    return bool(_HEADER_LINE.match(after)) or (not before.strip() and bool(_ONE_WORD.fullmatch(found["who"])))


def _unescaped(content: bytes) -> bytes:
    """Undo the quoting of body lines that begin with "From " (`>From `, in mboxrd also `>>From ` …)."""
    return _ESCAPED_FROM.sub(rb"\1", content) if b">From " in content else content
