"""How counts of what is new are said."""

from __future__ import annotations

from functools import cache

from django.utils.html import conditional_escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_SHOWN = 99  # above it a number tells no more


def count_label(count: int) -> str:
    """A count as badges show it: "7", and "99+" above what is worth counting."""
    return str(count) if count <= MOST_SHOWN else f"{MOST_SHOWN}+"


def news_label(count: int, language: str | None) -> str:
    """How much is new, as HTML: "3 new", "99+ new", or "new" where all of it is (0)."""
    return _news_label(min(count, MOST_SHOWN + 1), language)


@cache
def _news_label(count: int, language: str | None) -> str:  # lists say it thirty times; it differs by language
    if not count:
        return conditional_escape(_("new"))
    return conditional_escape(ngettext("%s new", "%s new", count) % count_label(count))
