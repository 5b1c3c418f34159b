"""Colours code by classes alone, for languages whose lexers are known to stay quick on hostile text."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from django.utils.html import escape
from pygments import highlight as pygments_highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name

MAX_CODE_LENGTH: Final = 8_000
MAX_LINE_LENGTH: Final = 1_000

# What is written after ``` → the lexer's own name. Others show as plain text.
_LANGUAGES: Final[Mapping[str, str]] = {
    "python": "python", "py": "python", "r": "r", "rscript": "r", "sql": "sql", "bash": "bash", "sh": "bash",
    "shell": "bash", "console": "console", "json": "json", "yaml": "yaml", "yml": "yaml", "toml": "toml",
    "ini": "ini", "html": "html", "xml": "xml", "css": "css", "javascript": "javascript", "js": "javascript",
    "typescript": "typescript", "ts": "typescript", "java": "java", "c": "c", "cpp": "cpp", "c++": "cpp",
    "csharp": "csharp", "c#": "csharp", "go": "go", "rust": "rust", "php": "php", "ruby": "ruby", "rb": "ruby",
    "perl": "perl", "julia": "julia", "matlab": "matlab", "octave": "octave", "stata": "stata", "sas": "sas",
    "diff": "diff", "patch": "diff", "tex": "tex", "latex": "tex", "bibtex": "bibtex", "fortran": "fortran",
}  # fmt: skip


def coloured(code: str, language: str) -> str | None:
    """`code` as escaped HTML with Pygments' classes, or None when it is better shown plain.

    None when the language is not known here, or the code is longer than 8,000 characters or has a line
    longer than 1,000.
    """
    name = _LANGUAGES.get(language.lower())
    if (
        name is None
        or len(code) > MAX_CODE_LENGTH
        or max(map(len, code.split("\n"))) > MAX_LINE_LENGTH
    ):
        return None
    return str(pygments_highlight(code, _lexer(name), HtmlFormatter(nowrap=True)))


def plain(code: str) -> str:
    """`code` escaped."""
    return escape(code)


@cache
def _lexer(name: str) -> Lexer:
    return get_lexer_by_name(name, stripnl=False, ensurenl=False)
