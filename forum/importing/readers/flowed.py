"""Joins the lines that a mail program broke for transport (`format=flowed`, RFC 3676)."""

from __future__ import annotations


def unflow(text: str, *, delete_space: bool) -> str:
    """Join the soft-broken lines of `text`; `delete_space` is the DelSp parameter.

    Quote marks stay in front.
    """
    paragraphs: list[tuple[str, list[str]]] = []
    is_open = False
    for line in text.split("\n"):
        quote, content = _split_quote(line)
        if is_open and paragraphs[-1][0] == quote and content != "-- ":
            paragraphs[-1][1].append(content)
        else:
            paragraphs.append((quote, [content]))
        is_open = content.endswith(" ") and content != "-- "
        if is_open and delete_space:
            paragraphs[-1][1][-1] = content[:-1]
    return "\n".join(_joined(quote, contents) for quote, contents in paragraphs)


def _split_quote(line: str) -> tuple[str, str]:
    content = line.lstrip(">")
    quote = line[: len(line) - len(content)]
    return quote, content.removeprefix(" ")


def _joined(quote: str, contents: list[str]) -> str:
    text = "".join(contents)
    return f"{quote} {text}" if quote and text else quote + text
