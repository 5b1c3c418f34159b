"""Brings HTML that was written elsewhere, in mail above all, down to what a post may hold."""

import re
from collections.abc import Mapping
from functools import cache
from html import escape, unescape
from typing import Final

import nh3
from django.utils.translation import gettext

from forum.core.markup.addresses import is_image, is_link
from forum.core.markup.allowlist import TAGS
from forum.core.markup.gate import sanitise, shown_plain, tidy

MAX_FOREIGN_LENGTH: Final = 500_000
MAX_FOREIGN_TAGS: Final = 12_000
MAX_FOREIGN_ENTITIES: Final = 20_000
MAX_FOREIGN_DEPTH: Final = 40

# What a foreign element becomes here. A division becomes a paragraph; the parser sorts out the nesting.
_BECOMES: Final[Mapping[str, str]] = {
    "h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6", "strike": "del", "tt": "code",
    "div": "p", "section": "p", "article": "p", "center": "p", "address": "p", "figure": "p",
    "figcaption": "p", "aside": "blockquote",
}  # fmt: skip
_ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    "a": frozenset({"href", "title"}),
    "abbr": frozenset({"title"}),
    "code": frozenset({"class"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan"}),
}
_NOT_READ: Final = frozenset(
    {"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math"}
)
_VOID: Final = frozenset({"br", "hr", "img"})
_TAG: Final = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [^\s=>"]+="[^"]*")*)>')
_ATTRIBUTE: Final = re.compile(r' ([^\s=>"]+)="([^"]*)"')
_MARKUP: Final = re.compile(r"<[^<>]*>")
_EMPTY: Final = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>\s*")


def render_mail_html(html: str) -> str:
    """Sanitised HTML of a part of mail, or another page's fragment, that came as HTML.

    Pictures become links (those the size of a dot vanish), headings step down below h2, divisions become
    paragraphs. More than 500,000 characters, 12,000 tags or 20,000 entities are reduced to their text.
    """
    tidied = tidy(html)
    if _is_too_much(tidied):
        return shown_plain(unescape(_MARKUP.sub(" ", tidied)).strip())
    well_formed = _first_pass().clean(tidied)
    return _EMPTY.sub("", sanitise(_Rewriting().rewrite(well_formed))).strip()


def _is_too_much(html: str) -> bool:
    return (
        len(html) > MAX_FOREIGN_LENGTH
        or html.count("<") > MAX_FOREIGN_TAGS
        or html.count("&") > MAX_FOREIGN_ENTITIES
    )


@cache
def _first_pass() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS | _BECOMES.keys()),
        clean_content_tags=set(_NOT_READ),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        link_rel=None,
    )


class _Rewriting:
    """Goes through well-formed HTML once, renaming tags and dropping those nested too deep."""

    def __init__(self) -> None:
        self._depth = 0

    def rewrite(self, html: str) -> str:
        return _TAG.sub(self._tag, html)

    def _tag(self, found: re.Match[str]) -> str:
        closing, name, attributes = found.groups()
        if name == "img":
            return _picture({key: unescape(value) for key, value in _ATTRIBUTE.findall(attributes)})
        if name in _VOID:
            return found[0]
        self._depth -= 1 if closing else 0
        too_deep = self._depth >= MAX_FOREIGN_DEPTH
        self._depth += 0 if closing else 1
        return "" if too_deep else f"<{closing}{_BECOMES.get(name, name)}{attributes}>"


def _picture(attributes: Mapping[str, str]) -> str:
    address, words = attributes.get("src", ""), attributes.get("alt", "").strip()
    if {"0", "1", "2"} & {attributes.get("width"), attributes.get("height")}:
        return ""
    if is_image(address):
        return f'<img src="{escape(address)}" alt="{escape(words)}" loading="lazy">'
    if is_link(address):
        return f'<a class="outside-image" href="{escape(address)}">{escape(words or gettext("picture"))}</a>'
    return escape(words)
