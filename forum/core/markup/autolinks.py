"""Finds addresses written without any markup, at a cost that hostile text cannot raise."""

import re
from functools import cache, lru_cache
from html import escape
from typing import Final, cast

from linkify_it import LinkifyIt
from linkify_it.main import Match
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_inline import StateInline

from forum.core.markup.addresses import MAX_ADDRESS_LENGTH, is_link

_ENDLESS_RUN: Final = re.compile(rf"\S{{{MAX_ADDRESS_LENGTH + 1},}}")
# No address reaches over a space, so a word with one of these signs can be judged by itself.
_ADDRESSED: Final = re.compile(r"(?<![^\s\x00])((?=[^\s\x00]*?(?:@|://|www\.))[^\s\x00]+)", re.IGNORECASE)
_PROTOCOL: Final = re.compile(r"(?:^|[^A-Za-z0-9])(https?)\Z", re.IGNORECASE)


class Autolinks(LinkifyIt):  # type: ignore[misc]  # linkify-it has no types
    """Finds http, https, www. and mail addresses; a bare `setup.py` is a file, not a host."""

    def __init__(self) -> None:
        super().__init__()
        self.add("ftp:", None).add("//", None)
        # Any ending may be a domain: .health and .example as well as .org. It is read as an expression.
        self.tlds(["[a-z]{1,63}"], keep_old=True)

    def match(self, text: str) -> list[Match] | None:
        """The addresses in `text`; none where more than 2,000 characters run without a space."""
        if not _may_hold_address(text):
            return None
        searched = _ENDLESS_RUN.sub(lambda run: " " * len(run[0]), text)
        found = super().match(searched) or []
        return [link for link in found if link.schema or link.raw.lower().startswith("www.")] or None

    def test(self, text: str) -> bool:
        """Whether `match` is worth calling; it decides."""
        return bool(self.pretest(text))


def link_web_address(state: StateInline, silent: bool) -> bool:
    """Inline rule: link `http://…` before its underscores and asterisks are taken for emphasis."""
    if state.linkLevel > 0 or not state.src.startswith("://", state.pos):
        return False
    protocol = _PROTOCOL.search(state.pending[-6:])
    if protocol is None:
        return False
    start = state.pos - len(protocol[1])
    link = _autolinks(state).match_at_start(state.src[start : start + MAX_ADDRESS_LENGTH])
    if link is None:
        return False
    shown = link.raw.rstrip("*_~")
    target = state.md.normalizeLink(shown)
    if not state.md.validateLink(target):
        return False
    if not silent:
        state.pending = state.pending[: -len(protocol[1])]
        _push_link(state, target, shown)
    state.pos = start + len(shown)
    return True


def _autolinks(state: StateInline) -> Autolinks:
    return cast(Autolinks, state.md.linkify)


def _push_link(state: StateInline, target: str, shown: str) -> None:
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": target}
    opening.markup, opening.info = "linkify", "auto"
    state.push("text", "", 0).content = shown
    closing = state.push("link_close", "a", -1)
    closing.markup, closing.info = "linkify", "auto"


def linked(text: str) -> str:
    """`text` escaped, with its web and mail addresses as links that show what was written."""
    if not _may_hold_address(text):
        return escape(text, quote=False)
    pieces = _ADDRESSED.split(text)
    pieces[::2] = [escape(between, quote=False) for between in pieces[::2]]
    pieces[1::2] = [_linked_word(word) for word in pieces[1::2]]
    return "".join(pieces)


def _may_hold_address(text: str) -> bool:
    return "@" in text or "://" in text or "www." in text.lower()


@lru_cache(maxsize=2_000)  # a list repeats its footer, and its members their signatures, in every message
def _linked_word(text: str) -> str:
    parts, position = [], 0
    for link in _own().match(text) or ():
        target = normalizeLink(link.url)
        if not is_link(target):
            continue
        parts.append(escape(text[position : link.index], quote=False))
        parts.append(f'<a href="{escape(target)}">{escape(link.raw, quote=False)}</a>')
        position = link.last_index
    return "".join(parts) + escape(text[position:], quote=False)


@cache
def _own() -> Autolinks:
    return Autolinks()
