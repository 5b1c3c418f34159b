"""Which language a text is in, where people have said it in words."""

from __future__ import annotations

from functools import cache

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language

from forum.core.words import words_between_commas


def foreign(listed: str) -> str:
    """The code of the one language that is listed, for `lang` on texts in it.

    "" where several are listed or none that is known, and where it is the page's own.
    """
    words = words_between_commas(listed)
    code = _codes().get(words[0].casefold(), "") if len(words) == 1 else ""
    return "" if code == get_language() else code


@cache
def _codes() -> dict[str, str]:
    """Codes by what people call a language: in English, in itself, or by the code."""
    codes = {"chinese": "zh", "中文": "zh"}  # the table knows them by their scripts alone
    for code, told in LANG_INFO.items():
        for word in (code, told.get("name"), told.get("name_local")):
            if word and "name" in told:
                codes.setdefault(word.casefold(), code)
    return codes
