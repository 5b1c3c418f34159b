"""Words as people type them: lists with commas between, and sentences on a line."""

from __future__ import annotations

from django.utils.translation import gettext as _

from forum.core.verdicts import Invalid


def one_line(text: str) -> str:
    """The words with single spaces between them, and no NUL, which no column of text takes."""
    return " ".join(text.replace("\x00", "").split())


def on_one_line(text: str, *, most: int, field: str) -> str:
    """`one_line` of at most so many characters. Raises Invalid, about the field."""
    words = one_line(text)
    if len(words) > most:
        raise Invalid(_("Say it in at most %(most)d characters.") % {"most": most}, field=field)
    return words


def words_between_commas(text: str) -> list[str]:
    """The words in their order, each once whatever its case: as it was typed first."""
    words: dict[str, str] = {}
    for word in (" ".join(part.split()) for part in text.split(",")):
        words.setdefault(word.casefold(), word)
    words.pop("", None)
    return list(words.values())
