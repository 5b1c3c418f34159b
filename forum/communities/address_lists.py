"""Reads lists of people to invite, as spreadsheets and people write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.utils import parseaddr

from django.utils.translation import gettext as _

MOST_LINES = 2000
MOST_BYTES = 512 * 1024
LONGEST_NAMED = 400  # a name and an address
COLUMNS = ("email", "name", "role", "message")
_NEVER_IN_TEXT = frozenset(map(chr, range(1, 32))) - frozenset("\t\n\v\f\r\x1a")
# What others call the column of addresses; a first line that holds one of these is a heading.
ALSO_CALLED = {
    "e-mail": "email", "mail": "email", "e-mail address": "email", "email address": "email",
    "mail address": "email", "address": "email", "full name": "name", "text": "message", "note": "message",
}  # fmt: skip


class UnreadableList(Exception):
    """The list as a whole cannot be read; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list with the number at which it begins; `problem` is a sentence where it is of no use."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    problem: str = ""

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def decoded(data: bytes) -> str:
    """The text of a file: UTF-16 where it says so, UTF-8 with or without its mark, else Latin-1."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def is_text(data: bytes) -> bool:
    """False for spreadsheets, pictures and the like: they hold signs that no text does."""
    return not _NEVER_IN_TEXT.intersection(decoded(data))


def plain(text: str) -> str:
    """The text with one kind of line end and without what no line holds."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return lines.replace("\x00", "").removeprefix("\ufeff").strip("\n")


def read_list(text: str) -> list[Line]:
    """Every line that holds something, in order. Raises UnreadableList where there is none, or too much."""
    text = plain(text)
    if len(text.encode()) > MOST_BYTES:
        raise UnreadableList(_("This list is too long; 512 kB can be read at once. Send it in parts."))
    rows = list(_rows(text))
    columns: Sequence[str] = COLUMNS
    if rows and (heading := _heading(rows[0][1])) is not None:
        columns, rows = heading, rows[1:]
    if not rows:
        raise UnreadableList(_("There is no line with an address in it."))
    if len(rows) > MOST_LINES:
        raise UnreadableList(
            _("This list has %(found)d lines; %(most)d can be read at once. Send it in parts.")
            % {"found": len(rows), "most": MOST_LINES}
        )
    return [_line(number, row, columns) for number, row in rows]


def _rows(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Each row with the number of the line at which it begins; None for one that cannot be taken apart."""
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text), skipinitialspace=True)
    while True:
        begins = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield begins, None
            continue
        if any(cell.strip() for cell in row):
            yield begins, row


def _delimiter(text: str) -> str:
    """What stands most often in the first line that holds something; a comma where nothing does."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    return max(",;\t", key=first.count)


def _named(cell: str) -> tuple[str, str]:
    """Name and address of `Ada Byrne <ada@example.org>`; no name where it is not written so."""
    if "<" not in cell or len(cell) > LONGEST_NAMED:
        return "", cell
    try:
        return parseaddr(cell)
    except RecursionError:  # it takes comments apart that stand in each other, however deep
        return "", cell


def _heading(row: list[str] | None) -> list[str] | None:
    names = [cell.strip().lower() for cell in row or []]
    known = [ALSO_CALLED.get(name, name) for name in names]
    return known if "email" in known else None


def _line(number: int, row: list[str] | None, columns: Sequence[str]) -> Line:
    if row is None:
        return Line(number, problem=_("It cannot be taken apart into columns: look at its quotation marks."))
    cells: dict[str, str] = {}
    for column, cell in zip(columns, row, strict=False):
        if column in COLUMNS:
            cells.setdefault(column, cell.strip())
    name, address = _named(cells.get("email", ""))
    if name:
        cells["email"] = address
        cells["name"] = cells.get("name") or name
    spilt = "\n" in cells.get("email", "") + cells.get("name", "") + cells.get("role", "")
    if spilt:
        return Line(number, cells, _("A quotation mark is not closed, so that lines run together."))
    if "@" in cells.get("name", ""):
        return Line(number, cells, _("There is more than one address in it: give each a line of its own."))
    return Line(number, cells)
