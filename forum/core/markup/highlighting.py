"""Colours code by classes alone, and gives up where a lexer turns slow on hostile text."""

import time
from collections.abc import Mapping
from functools import cache
from io import StringIO
from typing import Final

from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name

MAX_CODE_LENGTH: Final = 8_000
MAX_PIECES: Final = 4_000
MAX_SECONDS: Final = 0.15

# Lexers' own names; other languages show as plain text.
_LANGUAGES: Final = frozenset({
    "bash", "console", "css", "diff", "html", "javascript", "json", "julia", "python", "r", "sas",
    "sql", "stata", "tex", "toml", "xml", "yaml",
})  # fmt: skip

_OTHER_NAMES: Final[Mapping[str, str]] = {
    "py": "python", "rscript": "r", "sh": "bash", "shell": "bash", "yml": "yaml", "js": "javascript",
    "patch": "diff", "latex": "tex",
}  # fmt: skip


def coloured(code: str, language: str) -> str | None:
    """`code` as escaped HTML with Pygments' classes, or None when it is better shown plain.

    `language` is what was written after the fence, in lower case. None when it is not known here, when the
    code is longer than 8,000 characters, or when it takes more than 0.15 s of computing or 4,000 pieces.
    """
    name = _OTHER_NAMES.get(language, language)
    if name not in _LANGUAGES or len(code) > MAX_CODE_LENGTH:
        return None
    # Many lexers are quadratic on some text; their single steps are short, so a look between steps will do.
    deadline = time.thread_time() + MAX_SECONDS
    pieces = []
    for piece in _lexer(name).get_tokens(code):
        pieces.append(piece)
        if len(pieces) > MAX_PIECES or time.thread_time() > deadline:
            return None
    written = StringIO()
    _formatter().format(pieces, written)
    return written.getvalue()


@cache
def _formatter() -> HtmlFormatter[str]:
    return HtmlFormatter(nowrap=True)


@cache
def _lexer(name: str) -> Lexer:
    return get_lexer_by_name(name, stripnl=False, ensurenl=False)
