"""Reads text back out of stored HTML, for listings, search, feeds and descriptions."""

import re
from html.parser import HTMLParser
from typing import Final

_BLOCKS: Final = frozenset({
    "blockquote", "br", "caption", "dd", "details", "dl", "dt", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
    "pre", "summary", "table", "td", "th", "tr", "ul",
})  # fmt: skip
_VOID: Final = frozenset({"br", "hr", "img"})
_ASIDE_CLASSES: Final = frozenset({"quoted", "signature", "sealed", "attribution", "note"})
_SPACES: Final = re.compile(r"[ \t\xa0]+")
_LINES: Final = re.compile(r"\s*\n\s*")


def plain_text(html: str) -> str:
    """The text of sanitised `html`, one line a block, pictures by their description.

    Not for HTML from elsewhere: that goes through the gate first.
    """
    return _read(html, asides=True)


def excerpt(html: str, length: int) -> str:
    """The start of what the author says in sanitised `html`: one line of at most `length` characters.

    Quotations and signatures are left out (unless there is nothing else); it ends with … where text was cut,
    at a word where one ends in time.
    """
    text = " ".join((_read(html, asides=False) or _read(html, asides=True)).split())
    if len(text) <= length:
        return text
    cut = text[: max(length - 1, 0)]
    words, _, rest = cut.rpartition(" ")
    return (words if words and len(rest) < 30 else cut).rstrip(" ,;:.–-") + "…"


def text_without_quotes(html: str) -> str:
    """What the author says in sanitised `html`, one line a block: quotations and signatures are left out."""
    return _read(html, asides=False)


def _read(html: str, *, asides: bool) -> str:
    reader = _Reader(asides=asides)
    reader.feed(html)
    reader.close()
    return _LINES.sub("\n", _SPACES.sub(" ", "".join(reader.parts))).strip()


class _Reader(HTMLParser):
    def __init__(self, *, asides: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._asides = asides
        self._open: list[str] = []
        self._skipped_from: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag == "img":
            self._say(attributes.get("alt") or "")
        if tag in _VOID:
            return
        self._open.append(tag)
        if self._skipped_from is None and not self._asides and is_aside(tag, attributes.get("class") or ""):
            self._skipped_from = len(self._open)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag not in self._open:
            return
        while self._open.pop() != tag:
            pass
        if self._skipped_from is not None and len(self._open) < self._skipped_from:
            self._skipped_from = None

    def handle_data(self, data: str) -> None:
        self._say(data)

    def _say(self, text: str) -> None:
        if self._skipped_from is None:
            self.parts.append(text)


def is_aside(tag: str, classes: str) -> bool:
    """Whether an element of stored HTML holds what is not said by its author: a quotation, a signature, a seal."""
    return tag == "blockquote" or not _ASIDE_CLASSES.isdisjoint(classes.split())
