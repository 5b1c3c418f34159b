"""Plain words as Markdown that shows them just so, and is still read with ease."""

from __future__ import annotations

import re

from forum.core.markup.markdown import render_markdown

# What marks something wherever it stands; dots and colons of addresses; entities; and what makes a list of a line.
_MARKS = re.compile(r"[\\`*_\[\]<>#|~@]|(?<=\w)\.(?=[^\W\d])|:(?=//)|&(?=#?\w+;)|^[-+=](?=[-=\s]|$)")
_NUMBERED = re.compile(r"^(\d+)([.)])")


def as_typed(words: str) -> str:
    """The words on one line, with whatever Markdown would take for its own written out: links and mentions, too."""
    line = _MARKS.sub(r"\\\g<0>", " ".join(words.split()))
    return _NUMBERED.sub(r"\1\\\2", line)


def typed_html(words: str) -> str:
    """HTML that shows plain words just so, to be stored and shown through `safe` as that of posts is."""
    return render_markdown(as_typed(words)) if words else ""
