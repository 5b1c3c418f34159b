"""Finds @handles and #57 in the text of a post, never in its code or inside its links, and links them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from urllib.parse import quote

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_HANDLE: Final = r"@(?P<handle>\w(?:[\w.-]{0,62}\w)?)"
_NUMBER: Final = r"#(?P<number>[1-9][0-9]{0,6})"
_REFERENCE: Final = re.compile(rf"(?<![\w@#&/.]){_HANDLE}(?![\w@])|(?<![\w#&/@]){_NUMBER}(?![\w#])")


@dataclass(frozen=True)
class Reference:
    """A place in a text: characters `start` to `end` name a handle or a post's number."""

    start: int
    end: int
    handle: str | None
    number: int | None


def references_in(text: str) -> Iterator[Reference]:
    """The @handles and #numbers in `text`, in order."""
    for found in _REFERENCE.finditer(text):
        number = found["number"]
        yield Reference(found.start(), found.end(), found["handle"], int(number) if number else None)


class Everyone(Mapping[str, str]):
    """Stands for the handles of all people there could be: whoever is named, exists."""

    def __getitem__(self, handle: str) -> str:
        return handle

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def handles_in(tokens: list[Token]) -> set[str]:
    """The handles in Markdown that was parsed with `Everyone` as its mentions, in lower case."""
    return {
        text.content.removeprefix("@").casefold()
        for block in tokens
        for link, text in pairwise(block.children or ())
        if link.attrs.get("class") == "mention"
    }


def link_references(state: StateCore) -> None:
    """Core rule: link post numbers, and the handles in `env["mentions"]` (lower case → as spelt)."""
    mentions: Mapping[str, str] = state.env["mentions"]
    thread: str = state.env["thread"]
    for block in state.tokens:
        if block.children and any(mark in block.content for mark in "@#"):
            block.children = list(_linked(block.children, mentions, thread))


def _linked(children: list[Token], mentions: Mapping[str, str], thread: str) -> Iterator[Token]:
    depth = 0
    for token in children:
        depth += token.nesting if token.tag == "a" else 0
        if token.type == "text" and depth == 0:
            yield from _split(token, mentions, thread)
        else:
            yield token


def _split(token: Token, mentions: Mapping[str, str], thread: str) -> Iterator[Token]:
    position = 0
    for reference in references_in(token.content):
        link = _link(reference, mentions, thread)
        if link is None:
            continue
        yield _text(token.content[position : reference.start], token.level)
        yield link
        yield _text(token.content[reference.start : reference.end], token.level + 1)
        yield Token("link_close", "a", -1, level=token.level)
        position = reference.end
    yield _text(token.content[position:], token.level) if position else token


def _link(reference: Reference, mentions: Mapping[str, str], thread: str) -> Token | None:
    if reference.number is not None:
        page = f"{thread}{reference.number}/" if thread else ""
        attributes = {"class": "post-reference", "href": f"{page}#post-{reference.number}"}
    else:
        handle = mentions.get((reference.handle or "").casefold())
        if handle is None:
            return None
        attributes = {"class": "mention", "href": f"/people/{quote(handle)}/"}
    return Token("link_open", "a", 1, attrs=dict(attributes))


def _text(content: str, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)
