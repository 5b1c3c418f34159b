"""Plain words as Markdown that shows them just so."""

from __future__ import annotations

import re

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~@:&])")


def as_typed(words: str) -> str:
    """The words on one line, with whatever Markdown would take for its own written out: links and mentions, too."""
    return _MARKS.sub(r"\\\1", " ".join(words.split()))
