"""Judges by their shape whether lines are prose that may flow, or tables, code and drawings that must not."""

import re
from collections.abc import Callable, Sequence
from typing import Final

_COLUMNS: Final = re.compile(r"\S {3,}\S|\t\s*\S")
_CODE_BEGINS: Final = re.compile(
    r"\s*(?:(?:library|require|install\.packages|summary|plot|import|from \w+ import|def |"
    r"for ?\(|if ?\(|function|return|#|\$ |\+ )|\w+ *= *\w+\()"
)
_CODE_SIGN: Final = re.compile(r"[<;{}($]")
_CODE: Final = re.compile(r"<-|[;{}]\s*$|\w\(.*[=,].*\)\s*$|\$\w+")
_SYMBOL: Final = re.compile(r"[^\w\s.,;:!?'\"()«»¿¡-]")
_LIST_ITEM: Final = re.compile(r"\s*(?:[-*•+–]|\(?(?:\d{1,3}|[A-Za-z])[.)])\s")
_PROMPT: Final = re.compile(
    r">\s*[\w.]+(?:\$\w+|\[.*\])?\s*(?:<-|=|\()|>\s*#|>\s*(?:library|require|data|summary)\b"
)
_SHORTEST_WRAP: Final = 50
_LONGEST_WRAP: Final = 78


def is_preformatted(lines: Sequence[str]) -> bool:
    """Whether the lines of a paragraph are to be kept as they stand: columns, code, a drawing."""
    if len(lines) < 2:
        return len(lines) == 1 and bool(re.match(r" {4,}\S.*<-", lines[0]))
    most = len(lines) // 2 + 1
    return (
        _holds_for(_has_columns, lines, at_least=(len(lines) + 1) // 2)
        or _holds_for(_is_code, lines, at_least=most)
        or _holds_for(_is_drawn, lines, at_least=most)
    )


def looks_like_prompts(lines: Sequence[str]) -> bool:
    """Whether lines that start with `>` are input to an interpreter and what it answered, not a quotation."""
    return len(lines) <= 60 and sum(1 for line in lines if _PROMPT.match(line)) * 2 > len(lines)


def breaks_after(line: str, following: str, width: int) -> bool:
    """Whether the writer meant `line` to end there: the next word would have fitted into `width`."""
    if line.endswith(" ") and line.strip():
        return False
    if _LIST_ITEM.match(following):
        return True
    first_word = following.split(maxsplit=1)[0] if following.strip() else ""
    return len(line.rstrip()) + 1 + len(first_word) <= width


def wrap_width(lines: Sequence[str]) -> int:
    """The width at which the writer's program seems to have wrapped `lines`."""
    return max(_SHORTEST_WRAP, min(_LONGEST_WRAP, max(len(line.rstrip()) for line in lines)))


def _holds_for(shape: Callable[[str], bool], lines: Sequence[str], at_least: int) -> bool:
    others = len(lines) - at_least
    for line in lines:
        others -= not shape(line)
        if others < 0:
            return False
    return True


def _has_columns(line: str) -> bool:
    return ("   " in line or "\t" in line) and _COLUMNS.search(line) is not None


def _is_code(line: str) -> bool:
    if _CODE_BEGINS.match(line):
        return True
    return _CODE_SIGN.search(line) is not None and _CODE.search(line) is not None


def _is_drawn(line: str) -> bool:
    marks = len(_SYMBOL.findall(line))
    return marks > 3 and marks * 2 > len(line.replace(" ", ""))
