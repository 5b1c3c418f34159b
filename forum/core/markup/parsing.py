"""Sets up the Markdown parser once a thread, with limits under which hostile text stays cheap."""

import threading
from collections.abc import Callable
from typing import Any, Final

from linkify_it import LinkifyIt
from linkify_it.main import Match
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, list_block, table
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from forum.core.markup.addresses import is_link
from forum.core.markup.references import link_references

MAX_BLOCK_DEPTH: Final = 24
MAX_INLINE_DEPTH: Final = 24
MAX_COLUMNS: Final = 50
MAX_CELLS: Final = 4_000
MAX_TOKENS: Final = 12_000

_kept = threading.local()

BlockRule = Callable[[StateBlock, int, int, bool], bool]


class TooIntricate(Exception):
    """The text has more parts than a reader could want; show it plain."""


class Autolinks(LinkifyIt):  # type: ignore[misc]  # linkify-it has no types
    """Finds http, https, www. and mail addresses; a bare `setup.py` is a file name, not a host in Paraguay."""

    def match(self, text: str) -> list[Match] | None:
        found = super().match(text) or []
        return [link for link in found if self._is_wanted(link)] or None

    def test(self, text: str) -> bool:
        return bool(self.pretest(text))

    @staticmethod
    def _is_wanted(link: Match) -> bool:
        if link.schema in {"http:", "https:", "mailto:"}:
            return True
        return link.schema == "" and link.raw.lower().startswith("www.")


def parse(source: str, mentions: dict[str, str] | None = None) -> list[Token]:
    """The tokens of `source`. Raises TooIntricate where rendering would cost more than it could be worth."""
    return parser().parse(source, {"mentions": mentions or {}, "cells": 0})


def parser() -> MarkdownIt:
    """This thread's parser: CommonMark with GitHub's tables, strikethrough, task lists and autolinks."""
    if not hasattr(_kept, "parser"):
        _kept.parser = _build()
    return _kept.parser  # type: ignore[no-any-return]  # threading.local is untyped


def _build() -> MarkdownIt:
    markdown = MarkdownIt(
        "gfm-like2",
        {"html": False, "alerts": False, "maxNesting": 100, "linkify": True},
    )
    markdown.linkify = Autolinks()
    markdown.validateLink = is_link  # type: ignore[method-assign, assignment]  # the documented way
    markdown.disable(["html_block", "html_inline"])
    ruler = markdown.block.ruler
    ruler.at(
        "blockquote",
        _shallow(blockquote),
        {"alt": ["paragraph", "reference", "blockquote", "list"]},
    )
    ruler.at(
        "list", _shallow(list_block), {"alt": ["paragraph", "reference", "blockquote"]}
    )
    ruler.at("table", _bounded_table, {"alt": ["paragraph", "reference"]})
    markdown.core.ruler.after("linkify", "bounded", _bounded)
    markdown.core.ruler.after("bounded", "references", link_references)
    return markdown


def _shallow(rule: BlockRule) -> BlockRule:
    # Beyond its nesting limit the parser drops text; here it becomes a paragraph instead.
    def shallow(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return state.level < MAX_BLOCK_DEPTH and rule(state, start, end, silent)

    return shallow


def _bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    # Rows past the limit, and tables too wide to read, stay text.
    if start + 2 > end:
        return False
    columns = (
        state.src[state.bMarks[start + 1] : state.eMarks[start + 1]].count("|") + 1
    )
    if columns > MAX_COLUMNS + 2:
        return False
    rows = (MAX_CELLS - state.env["cells"]) // columns
    if rows < 2:
        return False
    last = min(end, start + rows + 1)
    done = table(state, start, last, silent)
    if done and not silent:
        state.env["cells"] += (state.line - start) * columns
    return done


def _bounded(state: StateCore) -> None:
    total = len(state.tokens)
    for block in state.tokens:
        children: list[Any] = block.children or []
        total += len(children)
        if children and max(token.level for token in children) > MAX_INLINE_DEPTH:
            block.children = [Token("text", "", 0, content=block.content)]
    if total > MAX_TOKENS:
        raise TooIntricate
