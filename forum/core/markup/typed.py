"""Plain words as Markdown that shows them just so, and is still read with ease."""

from __future__ import annotations

import re

# What marks something wherever it stands; dots and colons of addresses; entities; and what makes a list of a line.
_MARKS = re.compile(r"[\\`*_\[\]<>#|~@]|(?<=\w)\.(?=[^\W\d])|:(?=//)|&(?=#?\w+;)|^[-+=](?=[-=\s]|$)")
_NUMBERED = re.compile(r"^(\d+)([.)])")


def as_typed(words: str) -> str:
    """The words on one line, with whatever Markdown would take for its own written out: links and mentions, too."""
    line = _MARKS.sub(r"\\\g<0>", " ".join(words.split()))
    return _NUMBERED.sub(r"\1\\\2", line)
