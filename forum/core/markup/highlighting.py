"""Colours code by classes alone, for languages whose lexers are known to stay quick on hostile text."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from pygments import highlight as pygments_highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name

MAX_CODE_LENGTH: Final = 8_000
MAX_LINE_LENGTH: Final = 1_000

# Lexers' own names; other languages show as plain text.
_LANGUAGES: Final = frozenset({
    "bash", "bibtex", "c", "console", "cpp", "csharp", "css", "diff", "fortran", "go", "html", "ini", "java",
    "javascript", "json", "julia", "matlab", "octave", "perl", "php", "python", "r", "ruby", "rust", "sas",
    "sql", "stata", "tex", "toml", "typescript", "xml", "yaml",
})  # fmt: skip

_OTHER_NAMES: Final[Mapping[str, str]] = {
    "py": "python", "rscript": "r", "sh": "bash", "shell": "bash", "yml": "yaml", "js": "javascript",
    "ts": "typescript", "c++": "cpp", "c#": "csharp", "rb": "ruby", "patch": "diff", "latex": "tex",
}  # fmt: skip


def coloured(code: str, language: str) -> str | None:
    """`code` as escaped HTML with Pygments' classes, or None when it is better shown plain.

    `language` is what was written after the fence, in lower case.
    None when the language is not known here, or the code is longer than 8,000 characters or has a line
    longer than 1,000.
    """
    name = _OTHER_NAMES.get(language, language)
    if (
        name not in _LANGUAGES
        or len(code) > MAX_CODE_LENGTH
        or max(map(len, code.split("\n"))) > MAX_LINE_LENGTH
    ):
        return None
    return str(pygments_highlight(code, _lexer(name), _formatter()))


@cache
def _formatter() -> HtmlFormatter[str]:
    return HtmlFormatter(nowrap=True)


@cache
def _lexer(name: str) -> Lexer:
    return get_lexer_by_name(name, stripnl=False, ensurenl=False)
