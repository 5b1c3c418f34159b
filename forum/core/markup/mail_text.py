"""Renders the plain text of mail so that what its author says stands out, and the rest is a click away."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Final

from django.utils.translation import gettext

from forum.core.markup.autolinks import linked
from forum.core.markup.gate import confirmed, shown_plain, tidy
from forum.core.markup.highlighting import coloured
from forum.core.markup.line_shapes import breaks_after, wrap_width
from forum.core.markup.mail_blocks import Block, blocks_of
from forum.core.markup.mail_lines import is_disclaimer

MAX_MAIL_LENGTH: Final = 200_000
MAX_MAIL_LINES: Final = 5_000
MAX_SIGNS: Final = 20_000
LONGEST_OPEN_QUOTE: Final = 4


def render_plain(text: str) -> str:
    """HTML of a mail's plain text, sanitised: paragraphs flow, tables and code stay, quotations nest.

    Quotations over four lines, copied messages, signatures, disclaimers and seals fold into <details>. No
    character is lost but the marks of quotation. Mail over 200,000 characters, 5,000 lines or 20,000 signs
    of < > & is shown plain.
    """
    tidied = tidy(text).expandtabs(8)
    lines = tidied.split("\n")
    signs = sum(map(tidied.count, "<>&"))
    if len(tidied) > MAX_MAIL_LENGTH or len(lines) > MAX_MAIL_LINES or signs > MAX_SIGNS:
        return shown_plain(tidied.strip("\n"))
    return confirmed("\n".join(_rendered(lines, depth=0, folded=False)))


def _rendered(lines: Sequence[str], depth: int, folded: bool) -> Iterator[str]:
    for block in blocks_of(lines, depth):
        yield _block(block, depth, folded)


def _block(block: Block, depth: int, folded: bool) -> str:
    if block.kind in ("quoted", "forwarded"):
        return _quotation(block, depth, folded)
    return _PLAIN_WRITERS[block.kind](block.lines, folded)


def _quotation(block: Block, depth: int, folded: bool) -> str:
    long = block.kind == "forwarded" or len(block.lines) > LONGEST_OPEN_QUOTE
    inside = folded or long
    if block.kind == "forwarded":
        heading, rest = _heading_of(block.lines)
        inner = f'<p class="attribution">{"<br>".join(map(linked, heading))}</p>'
        inner += "\n".join(_rendered(rest, depth + 1, inside))
    else:
        inner = "\n".join(_rendered(block.lines, depth + 1, inside))
    cited = f'<p class="attribution">{linked(" ".join(block.attribution))}</p>' if block.attribution else ""
    quotation = f"{cited}<blockquote>{inner}</blockquote>"
    return _folded("quoted", gettext("Quoted text"), quotation, folded) if long else quotation


def _heading_of(lines: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    # The copied header: from its first line with a colon to the first empty line after it.
    begun = False
    for index, line in enumerate(lines):
        begun = begun or ":" in line
        if begun and not line.strip():
            return lines[:index], lines[index:]
    return lines, ()


def _folded(kind: str, title: str, inner: str, already: bool) -> str:
    if already:
        return inner
    return f'<details class="{kind}"><summary>{escape(title)}</summary>{inner}</details>'


def _paragraph(lines: Sequence[str]) -> str:
    width = wrap_width(lines)
    parts: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        parts.append(line.strip())
        parts.append("\x00" if breaks_after(line, following, width) else "\n")
    return linked("".join(parts[:-1])).replace("\x00", "<br>\n")


def _said(lines: Sequence[str], folded: bool) -> str:
    return f"<p>{_paragraph(lines)}</p>"


def _as_is(lines: Sequence[str], folded: bool) -> str:
    text = "\n".join(lines)
    return f'<pre class="plain">\n{linked(text)}</pre>'


def _patch(lines: Sequence[str], folded: bool) -> str:
    code = "\n".join(lines)
    inner = coloured(code, "diff") or escape(code)
    return f'<pre class="patch"><code class="language-diff">{inner}</code></pre>'


def _note(lines: Sequence[str], folded: bool) -> str:
    return f'<p><small class="note">{"<br>".join(map(linked, lines))}</small></p>'


def _signature(lines: Sequence[str], folded: bool) -> str:
    inner = _said(lines, folded) if is_disclaimer(" ".join(lines)) else _line_by_line(lines)
    return _folded("signature", gettext("Signature"), inner, folded)


def _line_by_line(lines: Sequence[str]) -> str:
    return f"<p>{'<br>'.join(map(linked, lines))}</p>"


def _seal(lines: Sequence[str], folded: bool) -> str:
    return _folded("sealed", gettext("PGP block"), _as_is(lines, folded), folded)


_PLAIN_WRITERS: Final[Mapping[str, Callable[[Sequence[str], bool], str]]] = {
    "said": _said,
    "as_is": _as_is,
    "patch": _patch,
    "note": _note,
    "signature": _signature,
    "seal": _seal,
}
