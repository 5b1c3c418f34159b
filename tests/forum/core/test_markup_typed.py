"""Plain words written out as Markdown show as they are, whatever they look like."""

from __future__ import annotations

from html import escape

import pytest

from forum.core.markup import as_typed, render_markdown

WORDS = [
    "How *long* <b>do</b> _you_ wait?",
    "Ask @ada, or ada@ward.example",
    "http://x.example/a_b and www.example.org and example.org",
    "1. first", "12) second", "- a list", "+ another",
    "--- a line", "# no heading", "=== none either", "> no quotation",
    "`code` | a | b", "![x](y) [a](b) [c]: d", "&amp; &#35; & that", "~~gone~~ ~one~", "a\\b \\* c", "#12 is a post",
    "He said: wait (10.5 min) - then 3-4 more!",
]  # fmt: skip


@pytest.mark.parametrize("words", WORDS)
def test_words_show_as_they_are(words: str) -> None:
    assert render_markdown(as_typed(words)).strip() == f"<p>{escape(words, quote=False)}</p>"
    assert (
        render_markdown(f"- {as_typed(words)}").split()
        == f"<ul> <li>{escape(words, quote=False)}</li> </ul>".split()
    )


def test_lines_become_one_and_plain_words_stay_plain() -> None:
    assert as_typed(" How long:\n 10 min - or (3.5)? ") == "How long: 10 min - or (3.5)?"
