"""Sets up the Markdown parser once a thread, with limits under which hostile text stays cheap."""

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, list_block, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, image, link
from markdown_it.token import Token

from forum.core.markup.addresses import is_link
from forum.core.markup.autolinks import Autolinks, link_web_address
from forum.core.markup.references import link_references
from forum.core.markup.writing import write_as_here

MAX_BLOCK_DEPTH: Final = 16
MAX_INLINE_DEPTH: Final = 20
MAX_COLUMNS: Final = 50
MAX_CELLS: Final = 2_000
MAX_BRACKETS: Final = 6_000
MAX_ELEMENTS: Final = 4_000

_TWO_ELEMENTS: Final = frozenset({"fence", "code_block"})
_NO_ELEMENT: Final = frozenset({"text", "inline", "softbreak"})

_kept = threading.local()

BlockRule = Callable[[StateBlock, int, int, bool], bool]
InlineRule = Callable[[StateInline, bool], bool]


class IntricacyError(Exception):
    """The text has more parts than a reader could want; show it plain."""


def parse(source: str, mentions: Mapping[str, str], thread: str = "") -> list[Token]:
    """The tokens of `source`, with `mentions` (lower case → as spelt) and post numbers of `thread` linked.

    Raises IntricacyError where rendering would cost more than it could be worth.
    """
    return parser().parse(source, {"mentions": mentions, "thread": thread, "cells": 0, "brackets": 0})


def parser() -> MarkdownIt:
    """This thread's parser: CommonMark with GitHub's tables, strikethrough, task lists and autolinks."""
    if not hasattr(_kept, "parser"):
        _kept.parser = _build()
    return _kept.parser  # type: ignore[no-any-return]  # threading.local is untyped


def _build() -> MarkdownIt:
    options = {"html": False, "alerts": False, "linkify": True, "maxNesting": 20}
    markdown = MarkdownIt("gfm-like2", options)
    markdown.linkify = Autolinks()
    markdown.validateLink = is_link  # type: ignore[method-assign, assignment]  # the documented way
    markdown.normalizeLinkText = str  # type: ignore[method-assign, assignment]  # shown as it was typed
    markdown.disable(["html_block", "html_inline"])
    blocks, inline, core = markdown.block.ruler, markdown.inline.ruler, markdown.core.ruler
    blocks.at("blockquote", _shallow(blockquote), {"alt": ["paragraph", "reference", "blockquote", "list"]})
    blocks.at("list", _shallow(list_block), {"alt": ["paragraph", "reference", "blockquote"]})
    blocks.at("table", _bounded_table, {"alt": ["paragraph", "reference"]})
    inline.at("link", _counted(link))
    inline.at("image", _counted(image))
    inline.at("linkify", link_web_address)
    core.after("linkify", "references", link_references)
    core.after("references", "bounded", _bounded)
    write_as_here(markdown)
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
    columns = state.src.count("|", state.bMarks[start + 1], state.eMarks[start + 1]) + 1
    rows = (MAX_CELLS - state.env["cells"]) // columns
    if columns > MAX_COLUMNS + 1 or rows < 2:
        return False
    done = table(state, start, min(end, start + rows + 1), silent)
    if done and not silent:
        state.env["cells"] += (state.line - start) * columns
    return done


def _counted(rule: InlineRule) -> InlineRule:
    # Each opening bracket looks ahead for its end: past the limit they are just brackets.
    def counted(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] not in "[!" or state.env["brackets"] > MAX_BRACKETS:
            return False
        state.env["brackets"] += 1
        return rule(state, silent)

    return counted


def _bounded(state: StateCore) -> None:
    for block in state.tokens:
        if any(token.level > MAX_INLINE_DEPTH for token in block.children or ()):
            block.children = [Token("text", "", 0, content=block.content)]
    if count_elements(state.tokens) > MAX_ELEMENTS:
        raise IntricacyError


def count_elements(tokens: Iterable[Token]) -> int:
    """How many HTML elements `tokens` will be written as, Pygments' own not counted."""
    return sum(
        (token.nesting >= 0 and token.type not in _NO_ELEMENT and not token.hidden)
        + (token.type in _TWO_ELEMENTS)
        + count_elements(token.children or ())
        for token in tokens
    )
