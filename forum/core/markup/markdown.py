"""Turns what people write, Markdown, into the HTML that is stored beside it."""

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from django.utils.html import escape
from django.utils.translation import gettext
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from forum.core.markup.addresses import is_image, own_file
from forum.core.markup.gate import sanitise, tidy
from forum.core.markup.highlighting import coloured
from forum.core.markup.parsing import TooIntricate, parse, parser
from forum.core.markup.references import handles_in

MAX_SOURCE_LENGTH: Final = 32_000
MAX_HTML_LENGTH: Final = 600_000
MAX_COLOURED: Final = 16_000


def render_markdown(source: str, *, mentions: Collection[str] = ()) -> str:
    """HTML of a post, sanitised, to be stored and shown through `safe`.

    `source` is at most MAX_SOURCE_LENGTH characters (longer text is shown plain, never cut). `mentions` are the
    handles that exist; only they become links, whatever their case. Raw HTML shows as the text it is. Never raises.
    """
    text = tidy(source)
    if len(text) > MAX_SOURCE_LENGTH:
        return shown_plain(text)
    try:
        tokens = parse(text, {handle.casefold(): handle for handle in mentions})
    except (TooIntricate, RecursionError):
        return shown_plain(text)
    html = PostRenderer(parser()).render(
        tokens, parser().options, {"coloured": 0, "link_depth": 0}
    )
    return sanitise(html) if len(html) <= MAX_HTML_LENGTH else shown_plain(text)


def shown_plain(text: str) -> str:
    """`text` as it is, line for line: what is shown when structure would cost more than it tells."""
    return sanitise(f'<pre class="plain">\n{escape(text)}</pre>')


def mentioned_handles(source: str) -> set[str]:
    """The handles named with @ in `source`, lower case, outside code and links; they need not exist."""
    return handles_in(_tokens(source))


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


def _tokens(source: str) -> list[Token]:
    text = tidy(source)
    if len(text) > MAX_SOURCE_LENGTH:
        return []
    try:
        return parse(text)
    except (TooIntricate, RecursionError):
        return []


class PostRenderer(RendererHTML):
    """Writes tokens as this site shows them: no heading above h3, no foreign pictures, alignment by class."""

    def heading_open(
        self, tokens: Sequence[Token], idx: int, options: Any, env: Any
    ) -> str:
        return f"<{_heading(tokens[idx])}>"

    def heading_close(
        self, tokens: Sequence[Token], idx: int, options: Any, env: Any
    ) -> str:
        return f"</{_heading(tokens[idx])}>\n"

    def s_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "<del>"

    def s_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</del>"

    def th_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return _cell(tokens[idx])

    def td_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return _cell(tokens[idx])

    def bullet_list_open(
        self, tokens: Sequence[Token], idx: int, options: Any, env: Any
    ) -> str:
        return '<ul class="tasks">\n' if "class" in tokens[idx].attrs else "<ul>\n"

    def list_item_open(
        self, tokens: Sequence[Token], idx: int, options: Any, env: Any
    ) -> str:
        checked = tokens[idx].meta.get("checked")
        if checked is None:
            return self.renderToken(tokens, idx, options, env)
        mark, word = ("☑", gettext("done")) if checked else ("☐", gettext("to do"))
        label = escape(word)
        return f'<li class="task"><span class="task-mark" role="img" aria-label="{label}">{mark}</span> '

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        code = tokens[idx].content
        info = super().fence(tokens, idx, options, env)
        language = _language(tokens[idx])
        env["coloured"] += len(code)
        inner = (
            coloured(code, language)
            if language and env["coloured"] <= MAX_COLOURED
            else None
        )
        return (
            info
            if inner is None
            else f'<pre class="code"><code class="language-{escape(language)}">{inner}</code></pre>\n'
        )

    def link_open(
        self, tokens: Sequence[Token], idx: int, options: Any, env: Any
    ) -> str:
        env["link_depth"] += 1
        return self.renderToken(tokens, idx, options, env)

    def link_close(
        self, tokens: Sequence[Token], idx: int, options: Any, env: Any
    ) -> str:
        env["link_depth"] -= 1
        return "</a>"

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        address = str(token.attrs.get("src", ""))
        words = self.renderInlineAsText(token.children or [], options, env)
        title = (
            f' title="{escape(str(token.attrs["title"]))}"'
            if "title" in token.attrs
            else ""
        )
        if is_image(address):
            return f'<img src="{escape(address)}" alt="{escape(words)}"{title} loading="lazy">'
        # A picture elsewhere would tell that server who reads this; the reader decides by following a link.
        if env["link_depth"]:
            return escape(words or address)
        return f'<a class="outside-image" href="{escape(address)}"{title}>{escape(words or address)}</a>'


def _heading(token: Token) -> str:
    return f"h{min(int(token.tag[1:]) + 2, 6)}"


def _cell(token: Token) -> str:
    style = str(token.attrs.get("style", ""))
    side = style.removeprefix("text-align:")
    return f'<{token.tag} class="align-{side}">' if side else f"<{token.tag}>"


def _language(token: Token) -> str:
    words = token.info.split(maxsplit=1)
    return words[0].lower() if words else ""
