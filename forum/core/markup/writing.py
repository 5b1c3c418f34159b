"""Writes parsed Markdown as this site shows it: no heading above h3, no foreign pictures, no inline style."""

from collections.abc import Sequence
from html import escape
from typing import Any, Final

from django.utils.translation import gettext
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from forum.core.markup.addresses import is_image
from forum.core.markup.highlighting import coloured

MAX_COLOURED: Final = 8_000

Tokens = Sequence[Token]


def write_as_here(markdown: MarkdownIt) -> None:
    """Give `markdown` the rules of this module. They count in `env` what they may spend."""
    rules = {
        "text": _text,
        "heading_open": _heading_open,
        "heading_close": _heading_close,
        "s_open": _deletion_open,
        "s_close": _deletion_close,
        "th_open": _cell_open,
        "td_open": _cell_open,
        "bullet_list_open": _list_open,
        "ordered_list_open": _list_open,
        "list_item_open": _item_open,
        "fence": _fence,
        "link_open": _link_open,
        "link_close": _link_close,
        "image": _image,
    }
    for name, rule in rules.items():
        markdown.add_render_rule(name, rule)


def _text(self: RendererHTML, tokens: Tokens, index: int, options: Any, env: Any) -> str:
    return escape(tokens[index].content, quote=False)


def _heading_open(self: RendererHTML, tokens: Tokens, index: int, options: Any, env: Any) -> str:
    return f"<{_lowered(tokens[index])}>"


def _heading_close(self: RendererHTML, tokens: Tokens, index: int, options: Any, env: Any) -> str:
    return f"</{_lowered(tokens[index])}>\n"


def _lowered(heading: Token) -> str:
    return f"h{min(int(heading.tag[1:]) + 2, 6)}"


def _deletion_open(self: RendererHTML, tokens: Tokens, index: int, options: Any, env: Any) -> str:
    return "<del>"


def _deletion_close(self: RendererHTML, tokens: Tokens, index: int, options: Any, env: Any) -> str:
    return "</del>"


def _cell_open(self: RendererHTML, tokens: Tokens, index: int, options: Any, env: Any) -> str:
    cell = tokens[index]
    side = str(cell.attrs.get("style", "")).removeprefix("text-align:")
    return f'<{cell.tag} class="align-{side}">' if side else f"<{cell.tag}>"


def _list_open(self: RendererHTML, tokens: Tokens, index: int, options: Any, env: Any) -> str:
    if "class" in tokens[index].attrs:
        tokens[index].attrs["class"] = "tasks"
    return self.renderToken(tokens, index, options, env)


def _item_open(self: RendererHTML, tokens: Tokens, index: int, options: Any, env: Any) -> str:
    checked = tokens[index].meta.get("checked")
    if checked is None:
        return self.renderToken(tokens, index, options, env)
    mark, word = ("☑", gettext("done")) if checked else ("☐", gettext("to do"))
    return f'<li class="task"><span class="task-mark" role="img" aria-label="{escape(word)}">{mark}</span> '


def _fence(self: RendererHTML, tokens: Tokens, index: int, options: Any, env: Any) -> str:
    code, language = tokens[index].content, _language(tokens[index])
    env["coloured"] = env.get("coloured", 0) + len(code)
    inner = coloured(code, language) if language and env["coloured"] <= MAX_COLOURED else None
    if inner is None:
        return RendererHTML.fence(self, tokens, index, options, env)
    return f'<pre class="code"><code class="language-{escape(language)}">{inner}</code></pre>\n'


def _language(fence: Token) -> str:
    return next(iter(fence.info.lower().split(maxsplit=1)), "")


def _link_open(self: RendererHTML, tokens: Tokens, index: int, options: Any, env: Any) -> str:
    env["in_link"] = True
    return self.renderToken(tokens, index, options, env)


def _link_close(self: RendererHTML, tokens: Tokens, index: int, options: Any, env: Any) -> str:
    env["in_link"] = False
    return "</a>"


def _image(self: RendererHTML, tokens: Tokens, index: int, options: Any, env: Any) -> str:
    picture = tokens[index]
    address = str(picture.attrs.get("src", ""))
    words = self.renderInlineAsText(picture.children or [], options, env)
    title = f' title="{escape(str(picture.attrs["title"]))}"' if "title" in picture.attrs else ""
    if is_image(address):
        return f'<img src="{escape(address)}" alt="{escape(words)}"{title} loading="lazy">'
    if env.get("in_link"):
        return escape(words or address)
    # A picture elsewhere would tell that server who reads this; the reader decides by following a link.
    return f'<a class="outside-image" href="{escape(address)}"{title}>{escape(words or address)}</a>'
