"""Finds words of a text in other texts, however they were laid out there, and puts a sentence in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

QUOTED = 20  # characters of a passage that is found where it is quoted
ELSEWHERE = 40  # and where it is not: shorter ones are what anybody says
MOST_ALIKE = 50  # places that begin alike and are compared: a text may say the same again and again
_WORD = re.compile(r"\w+")
_QUOTED_LINE = re.compile(r"[ \t]*>")
Words = list[str]
Text = tuple[str, datetime]  # and since when it was there


class Passages:
    """Passages of these texts, but for what they quote themselves. `swaps` are put in place of what is exactly so.

    Words are compared, not what stands between them: a quotation may have other lines, marks and spaces. Each text
    comes with the moment since which it was there: what was written before repeats nothing of it. Or whoever may
    purge could take anybody's words from anywhere, by writing them into something of their own and purging that.
    """

    def __init__(self, texts: Iterable[Text], *, swaps: Sequence[tuple[str, str]] = ()) -> None:
        self._texts: list[Words] = []
        self._since: list[datetime] = []
        self._starts: dict[str, list[tuple[int, int]]] = {}
        self._swaps = [swap for swap in swaps if swap[0] != swap[1]]
        for text, since in texts:
            self._take_in(text)
            self._since.append(since)

    def _take_in(self, text: str) -> None:
        own = "\n".join(line for line in text.splitlines() if not _QUOTED_LINE.match(line))
        words = [match.group().casefold() for match in _WORD.finditer(own)]
        for place in range(len(words)):
            begun = _beginning(words, place)
            alike = self._starts.setdefault(begun, []) if begun else []
            if begun and len(alike) < MOST_ALIKE:
                alike.append((len(self._texts), place))
        self._texts.append(words)

    def without(self, text: str, written: datetime | None) -> str:
        """The text with a sentence in place of each passage; the same text where it holds none. `written` is when it
        was written as it is, None where nobody knows.
        """
        for old, new in self._swaps:
            text = text.replace(old, new)
        found = list(_WORD.finditer(text))
        words = [match.group().casefold() for match in found]
        parts, at, place = [], 0, 0
        while place < len(words):
            is_quoted = _is_quoted(text, found[place].start())
            end = self._end_of_passage(words, place, written, is_quoted=is_quoted)
            if end:
                parts += [text[at : found[place].start()], _("[removed: it identified a patient]")]
                at, place = found[end - 1].end(), end
            else:
                place += 1
        return "".join([*parts, text[at:]])

    def _end_of_passage(self, words: Words, place: int, written: datetime | None, *, is_quoted: bool) -> int:
        """The place behind the longest passage that begins here; 0 where none does."""
        begun = _beginning(words, place)
        furthest = 0
        for number, start in self._starts.get(begun, ()) if begun else ():
            own, here, there = self._texts[number], place, start
            if written is not None and written < self._since[number]:
                continue
            while here < len(words) and there < len(own) and words[here] == own[there]:
                here, there = here + 1, there + 1
            furthest = max(furthest, here)
        is_long = len(" ".join(words[place:furthest])) >= (QUOTED if is_quoted else ELSEWHERE)
        return furthest if is_long else 0


def _beginning(words: Words, place: int) -> str:
    """The fewest words from here on that are long enough; "" where the text ends before."""
    length = -1
    for end in range(place, len(words)):
        length += len(words[end]) + 1
        if length >= QUOTED:
            return " ".join(words[place : end + 1])
    return ""


def _is_quoted(text: str, at: int) -> bool:
    return _QUOTED_LINE.match(text, text.rfind("\n", 0, at) + 1) is not None


def clean_plain_words(
    rows: QuerySet[Any], fields: Sequence[str], passages: Passages, *, written: Sequence[str] = ()
) -> int:
    """Take passages out of columns that hold plain words; how many rows held some. Part of an action that purges.

    `written` are the columns that say when they were written, of which the latest counts; unknown where that is empty.
    """
    columns = [*fields, *written]
    filled = rows.order_by("pk").values_list("pk", *columns)
    held = [key for key, *row in filled.iterator() if _cleaned(row, len(fields), passages) is not None]
    return sum(_clean_row(rows.model, key, fields, columns, passages) for key in held)


def _clean_row(
    model: Any, key: int, fields: Sequence[str], columns: Sequence[str], passages: Passages
) -> int:
    """What it says by now, and nobody changes meanwhile."""
    row = model._default_manager.select_for_update().filter(pk=key).values_list(*columns).first()
    texts = _cleaned(row, len(fields), passages) if row is not None else None
    if texts is None:
        return 0
    most = [model._meta.get_field(name).max_length for name in fields]
    fresh = {name: text[:length] for name, text, length in zip(fields, texts, most, strict=True)}
    return int(model._default_manager.filter(pk=key).update(**fresh))


def _cleaned(row: Sequence[Any], count: int, passages: Passages) -> list[str] | None:
    """The texts that the row begins with, `count` of them, without passages; None where they hold none."""
    texts, moments = row[:count], [moment for moment in row[count:] if moment is not None]
    written = max(moments, default=None)
    fresh = [passages.without(text, written) if text else text for text in texts]
    return fresh if fresh != list(texts) else None
