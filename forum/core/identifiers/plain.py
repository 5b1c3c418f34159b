"""Text as a reader sees it, letter by letter with where each stands: so that no odd character hides a number.

Wide digits are digits, what has no width is nothing, every dash is one dash, every space one space, and the signs of
Markdown within a number are not there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
# What is bounded by the next bracket cannot be walked through again and again.
_LINK = re.compile(r"\[(?P<words>[^\[\]\n]*)\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\[\]\n]*\])")
_UNSEEN = frozenset("*_~`\\")
_LIKE_OTHERS = {"’": "'", "‘": "'", "ʼ": "'", "−": "-", "⁄": "/", "∕": "/"}
_BREAKS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")


Piece = tuple[int, int, str]  # where it begins and ends in the original, and what a reader sees of it


@dataclass(frozen=True, slots=True)
class PlainText:
    """`text`, and for each of its characters where in the original the one begins, and where it ends."""

    text: str
    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original the characters from `start` up to `end` stand."""
        return self.starts[start], self.ends[end - 1]


def readings(source: str) -> Iterator[PlainText]:
    """The text as it is read, in time that grows with its length; and where it has links, once more without their
    targets, as who follows none reads it: a number goes on from the words of one link to those of the next.
    """
    pieces = _pieces(source)
    yield _laid_out(pieces)
    hidden = bytearray(len(source))
    for link in _LINK.finditer(source):
        hidden[link.start()] = 1
        hidden[link.end("words") : link.end()] = b"\x01" * (link.end() - link.end("words"))
    if any(hidden):
        yield _laid_out([piece for piece in pieces if not hidden[piece[0]]])


def plain(source: str) -> PlainText:
    """The text as it is read, with whatever its links lead to."""
    return next(readings(source))


def _laid_out(pieces: Iterable[Piece]) -> PlainText:
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, seen in pieces:
        for letter in seen:
            is_doubled = letter == " " and (not letters or letters[-1] in " \n")
            if is_doubled:
                continue
            if letter == "\n" and letters and letters[-1] == " ":
                letters.pop(), starts.pop(), ends.pop()
            letters.append(letter)
            starts.append(start)
            ends.append(end)
    return PlainText("".join(letters), starts, ends)


def _pieces(source: str) -> list[Piece]:
    pieces: list[Piece] = []
    after = 0
    for entity in _ENTITY.finditer(source):
        pieces += _letters(source, after, entity.start())
        meant = "".join(_as_seen(letter) for letter in unescape(entity[0]))
        pieces.append((entity.start(), entity.end(), meant))
        after = entity.end()
    return pieces + _letters(source, after, len(source))


def _letters(source: str, start: int, end: int) -> list[Piece]:
    return [(at, at + 1, _as_seen(source[at])) for at in range(start, end)]


def _as_seen(letter: str) -> str:
    """What a reader sees of a character: one or more plain ones, or nothing."""
    if letter in _UNSEEN:
        return ""
    if letter in _BREAKS:
        return "\n"
    if letter.isascii():
        return " " if letter.isspace() else letter
    if letter in _LIKE_OTHERS:
        return _LIKE_OTHERS[letter]
    category = unicodedata.category(letter)
    if category in {"Cf", "Cc", "Mn", "Me"}:
        return ""
    if category in {"Zs", "Zl", "Zp"}:
        return " "
    if category == "Pd":
        return "-"
    digit = unicodedata.decimal(letter, None)
    return str(digit) if digit is not None else unicodedata.normalize("NFKC", letter)
