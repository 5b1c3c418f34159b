"""The gate for HTML: the only code that touches Markdown and sanitisers, and that vouches for HTML."""

from forum.core.markup.gate import safe
from forum.core.markup.html_markdown import markdown_of_html
from forum.core.markup.lifted import MARK as LIFTED_MARK
from forum.core.markup.lifted import gone_block, said_block
from forum.core.markup.mail_html import render_mail_html
from forum.core.markup.mail_text import render_plain
from forum.core.markup.markdown import (
    MAX_SOURCE_LENGTH,
    addressed_handles,
    mentioned_handles,
    quote_markdown,
    referenced_files,
    render_markdown,
)
from forum.core.markup.own_words import own_words_markdown
from forum.core.markup.reading import excerpt, plain_text, text_without_quotes
from forum.core.markup.typed import as_typed, typed_html

__all__ = [
    "LIFTED_MARK",
    "MAX_SOURCE_LENGTH",
    "addressed_handles",
    "as_typed",
    "excerpt",
    "gone_block",
    "markdown_of_html",
    "mentioned_handles",
    "own_words_markdown",
    "plain_text",
    "quote_markdown",
    "referenced_files",
    "render_mail_html",
    "render_markdown",
    "render_plain",
    "safe",
    "said_block",
    "text_without_quotes",
    "typed_html",
]
