"""Turns the marks in which Slack keeps words (mrkdwn) into HTML, which then goes through the gate as all HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape

from forum.importing.readers.signs import with_signs

LONGEST = 100_000  # characters: Slack itself allows 40,000

_CODE = re.compile(r"```(.*?)```|`([^`\n]{1,2000})`", re.DOTALL)
_MARKED = re.compile(r"<([^<>\n]{1,4000})>")
_WEB = re.compile(r"(?:https?://|mailto:)[^\s|]+", re.IGNORECASE)
_STRONG = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{0,2000}?[^\s*])\*(?![\w*])")
_STRESSED = re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]{0,2000}?[^\s_])_(?![\w_])")
_STRUCK = re.compile(r"(?<![\w~])~(?=[^\s~])([^~\n]{0,2000}?[^\s~])~(?![\w~])")
_QUOTED = re.compile(r"(?:&gt;|>) ?")
_KEPT = re.compile("\ue000(\\d+)\ue001")
_OURS = re.compile("[\ue000\ue001]")


@dataclass(frozen=True, slots=True)
class Names:
    """What ids stand for: people's names, and channels' ones."""

    people: Mapping[str, str]
    channels: Mapping[str, str]


def html_of(text: str, names: Names) -> str:
    """HTML of some words as Slack keeps them: every sign of it is our own or escaped."""
    kept: list[str] = []

    def keep(html: str) -> str:
        kept.append(html)
        return f"\ue000{len(kept) - 1}\ue001"

    plain = _CODE.sub(lambda found: keep(_code(found, names)), _OURS.sub("", text[:LONGEST]))
    plain = _MARKED.sub(lambda found: keep(_meant(found[1], names)), plain)
    lines = _in_blocks(plain.split("\n"))
    return _KEPT.sub(lambda found: kept[int(found[1])], _KEPT.sub(lambda found: kept[int(found[1])], lines))


def _in_blocks(lines: list[str]) -> str:
    """Lines one below the other, those that begin with > as a quotation."""
    blocks: list[tuple[bool, list[str]]] = []
    for line in lines:
        mark = _QUOTED.match(line)
        shown = _line(line[mark.end() :] if mark else line)
        if not blocks or blocks[-1][0] != bool(mark):
            blocks.append((bool(mark), []))
        blocks[-1][1].append(shown)
    return "".join(
        f"<{tag}>{'<br>'.join(shown)}</{tag}>"
        for is_quoted, shown in blocks
        for tag in ("blockquote" if is_quoted else "div",)
    )


def _line(line: str) -> str:
    html = escape(with_signs(unescape(line)), quote=False)
    for marks, tag in ((_STRONG, "strong"), (_STRESSED, "em"), (_STRUCK, "del")):
        html = marks.sub(rf"<{tag}>\1</{tag}>", html)
    return html


def _code(found: re.Match[str], names: Names) -> str:
    block, inline = found.groups()
    text = _MARKED.sub(lambda marked: _spelt_out(marked[1], names), block if block is not None else inline)
    shown = escape(unescape(text), quote=False)
    return f"<code>{shown}</code>" if block is None else f"<pre><code>{shown.strip(chr(10))}\n</code></pre>"


def _meant(marked: str, names: Names) -> str:
    """HTML of what stands between < and >: a link, a person, a channel, everyone."""
    target, _bar, label = marked.partition("|")
    if _WEB.fullmatch(unescape(target)):
        address = without_token(unescape(target))
        shown = unescape(label) or address.removeprefix("mailto:")
        return f'<a href="{escape(address)}">{escape(shown)}</a>'
    return escape(_spelt_out(marked, names), quote=False)


def _spelt_out(marked: str, names: Names) -> str:
    target, _bar, label = (unescape(part) for part in marked.partition("|"))
    if target.startswith("@"):
        return f"@{names.people.get(target[1:]) or label or target[1:]}"
    if target.startswith("#"):
        return f"#{names.channels.get(target[1:]) or label or target[1:]}"
    if target.startswith("!"):
        return label or f"@{target[1:].partition('^')[0]}"
    return label or without_token(target)


def without_token(address: str) -> str:
    """An address of a file without the word that would open it to whoever reads it here."""
    if "slack" not in address or "xox" not in address:
        return address
    return address.partition("?")[0]
