"""The first pass over an archive of a chat: what is in it, in what order, and what stays out; words are laid aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.importing.talk_records import Channel, LeftOutRecord, Record, Remark, TalkAuthor, TalkRecord


@dataclass(frozen=True, slots=True)
class Line:
    """A message without its words, which stand in the spool. `answers` is the key of another line, or None."""

    ordinal: int
    key: str
    channel: Channel
    topic: str
    author: TalkAuthor
    said_at: datetime
    rank: int
    edited_at: datetime | None
    answers: str | None
    reactions: tuple[tuple[str, TalkAuthor], ...]
    headline: str
    offset: int
    length: int


@dataclass(slots=True)
class Gathered:
    """All that must be known of an archive before anything is written. `report` says what stays out."""

    spool: BinaryIO
    lines: list[Line] = field(default_factory=list)
    report: list[dict[str, Any]] = field(default_factory=list)
    left_out: int = 0
    total: int = 0

    def words(self, line: Line) -> str:
        """The HTML of a line, unsanitised."""
        self.spool.seek(line.offset)
        return self.spool.read(line.length).decode("utf-8")


def gathered(records: Iterable[Record], spool: BinaryIO) -> Gathered:
    """Read through `records` once and order them by time. Raises what the reader raises (NotAnArchive)."""
    found = Gathered(spool)
    names: dict[str, str] = {}
    ordinals: dict[str, int] = {}
    of_many: Counter[str] = Counter()
    remarks = []
    for record in records:
        if isinstance(record, Remark):
            remarks.append(report_row("", record.headline, record.reason))
            continue
        found.total += 1
        if isinstance(record, LeftOutRecord):
            _leave_out(record, found, of_many)
        elif record.key in ordinals:
            reason = _("It is the same as message %(number)d.") % {"number": ordinals[record.key]}
            _leave_out(LeftOutRecord(record.ordinal, reason, record.headline), found, of_many)
        else:
            ordinals[record.key], names[record.name] = record.ordinal, record.key
            found.lines.append(_line(record, spool))
    found.lines.sort(key=lambda line: (line.said_at, line.rank, line.ordinal))
    found.lines = [_resolved(line, names) for line in found.lines]
    found.report = [*_told_together(of_many), *found.report, *remarks]
    return found


def _leave_out(record: LeftOutRecord, found: Gathered, of_many: Counter[str]) -> None:
    found.left_out += 1
    if record.is_one_of_many:
        of_many[record.reason] += 1
    else:
        found.report.append(report_row(record.ordinal, record.headline, record.reason))


def report_row(number: int | str, headline: str, reason: str) -> dict[str, Any]:
    """What a run's report keeps of something that stayed out."""
    return {"number": number, "headline": headline, "reason": reason}


def _told_together(of_many: Counter[str]) -> list[dict[str, Any]]:
    return [
        report_row("", ngettext("%d message", "%d messages", count) % count, reason)
        for reason, count in of_many.most_common()
    ]


def _line(record: TalkRecord, spool: BinaryIO) -> Line:
    words = record.html.encode("utf-8", "replace")
    offset = spool.tell()
    spool.write(words)
    return Line(
        ordinal=record.ordinal, key=record.key, channel=record.channel, topic=record.topic, author=record.author,
        said_at=record.said_at, rank=record.rank, edited_at=record.edited_at, answers=record.answers,
        reactions=record.reactions, headline=record.headline, offset=offset, length=len(words),
    )  # fmt: skip


def _resolved(line: Line, by_name: dict[str, str]) -> Line:
    if line.answers is None:
        return line
    return replace(line, answers=by_name.get(line.answers))
