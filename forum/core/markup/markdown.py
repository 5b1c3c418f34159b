"""Turns what people write, Markdown, into the HTML that is stored beside it."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from markdown_it.token import Token

from forum.core.markup.addresses import own_file
from forum.core.markup.gate import sanitise, shown_plain, tidy
from forum.core.markup.parsing import IntricacyError, parse, parser
from forum.core.markup.references import Everyone, handles_in

MAX_SOURCE_LENGTH: Final = 32_000
MAX_HTML_LENGTH: Final = 600_000


def render_markdown(source: str, *, mentions: Collection[str] = (), thread: str = "") -> str:
    """HTML of a post, sanitised, to be stored and shown through `safe`. Never raises.

    `source` is at most MAX_SOURCE_LENGTH characters; longer text is shown plain, never cut. `mentions` are
    the handles that exist: only they become links, in whatever case. Raw HTML shows as the text that it is.
    `thread` is the address under which post numbers are found ("/t/7/-/"); without it #57 leads down the same page.
    """
    text = tidy(source)
    if len(text) > MAX_SOURCE_LENGTH:
        return shown_plain(text)
    try:
        tokens = parse(text, {handle.casefold(): handle for handle in mentions}, thread)
    except (IntricacyError, RecursionError):
        return shown_plain(text)
    html = parser().renderer.render(tokens, parser().options, {})
    return sanitise(html) if len(html) <= MAX_HTML_LENGTH else shown_plain(text)


def mentioned_handles(source: str) -> set[str]:
    """The handles named with @ in `source`, lower case, outside code and links; they need not exist."""
    return handles_in(_tokens(source)) if _may_hold(source, "@") else set()


def addressed_handles(source: str) -> set[str]:
    """Like `mentioned_handles`, without those that stand in a quotation: the people to be told."""
    depth = 0
    spoken = []
    for token in _tokens(source):
        depth += token.nesting if token.tag == "blockquote" else 0
        if depth == 0:
            spoken.append(token)
    return handles_in(spoken)


def referenced_files(source: str) -> set[UUID]:
    """The ids of our own files that `source` shows or links to (`/files/<uuid>/<name>`)."""
    if not _may_hold(source, "files"):
        return set()
    addresses = (
        str(token.attrs.get("src") or token.attrs.get("href") or "")
        for block in _tokens(source)
        for token in block.children or ()
    )
    return {file for file in map(own_file, addresses) if file}


def quote_markdown(handle: str, number: int, text: str) -> str:
    """Markdown that quotes `text`, which @handle wrote in post `number`, ready to be answered below."""
    lines = tidy(text).strip("\n").split("\n")
    quoted = "\n".join(f"> {line}".rstrip() for line in lines)
    return f"> **@{handle} wrote in #{number}:**\n>\n{quoted}\n\n"


def _may_hold(source: str, word: str) -> bool:
    """False where reading `source` cannot yield `word`: it is not in it, and nothing stands for other characters."""
    return word in source or "&" in source


def _tokens(source: str) -> list[Token]:
    text = tidy(source)
    if len(text) > MAX_SOURCE_LENGTH:
        return []
    try:
        return parse(text, Everyone())
    except (IntricacyError, RecursionError):
        return []
