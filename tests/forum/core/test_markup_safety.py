"""No text, whoever wrote it and by whatever door it came, makes a page do more than show it."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.core.markup import excerpt, plain_text, render_mail_html, render_markdown, render_plain
from forum.core.markup.gate import sanitise
from tests.forum.core.markup_judge import faults
from tests.forum.core.markup_vectors import VECTORS

Renderer = Callable[[str], str]


def _with_mentions(source: str) -> str:
    return render_markdown(source, mentions=["a", 'a"onclick="', "<b>", "ann é"])


DOORS: tuple[Renderer, ...] = (_with_mentions, render_plain, render_mail_html, sanitise)

PIECES = st.sampled_from(
    [
        *VECTORS, "<", ">", '"', "'", "`", "```", "\n", "\n\n", "\n> ", "\n- ", "\n| ", " | ", "|-|", "*", "**", "_",
        "~~", "[", "](", ")", "![", "<a href=", "<b>", "</b>", "</a>", "<p>", "</p>", "<table>", "<td>", "<pre>", "&",
        "&#", ";", "=", " ", "\t", "\x00", "\x0c", "\u202e", "\u2028", "\ufeff", "\\", "/", "//", ":", "@a", "#1",
        "http://", "mailto:", "-- \n", "From: a\nTo: b\nSent: c\n", "On 1 Jan 10:00 a wrote:\n> ",
        "-----BEGIN PGP MESSAGE-----\n",
        "<math>", "<svg>", "<style>", "<title>", "<noscript>", "<!--", "-->", "<![CDATA[", "]]>", "<mglyph>",
        "<select>",
    ]
)  # fmt: skip
NASTY = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=14).map("".join))


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_no_known_vector_leaves_more_than_something_to_read(door: Renderer) -> None:
    found = {vector: faults(door(vector)) for vector in VECTORS}
    assert len(found) >= 400
    assert {vector: why for vector, why in found.items() if why} == {}


def test_the_judge_would_notice() -> None:
    for bad in (
        "<script>x</script>",
        '<p onclick="x">a</p>',
        '<a href="javascript:x" rel="nofollow ugc noopener">a</a>',
        '<a href="https://example.org/">a</a>',
        '<img src="https://example.org/x.png">',
        '<p style="color:red">a</p>',
        "<!-- x -->",
    ):
        assert faults(bad) != [], bad


@settings(max_examples=200, deadline=None)
@given(NASTY)
def test_no_text_at_all_leaves_more_than_something_to_read(text: str) -> None:
    for door in DOORS:
        assert faults(door(text)) == [], door.__name__


@settings(max_examples=100, deadline=None)
@given(NASTY)
def test_sanitising_again_changes_nothing(text: str) -> None:
    for door in DOORS:
        once = door(text)
        assert sanitise(once) == once, door.__name__


@settings(max_examples=100, deadline=None)
@given(NASTY, st.integers(min_value=0, max_value=60))
def test_excerpts_are_one_line_of_the_length_asked_for(text: str, length: int) -> None:
    for door in DOORS:
        short = excerpt(door(text), length)
        assert len(short) <= max(length, 1)
        assert short == " ".join(short.split())


def test_raw_html_in_markdown_is_shown_as_the_text_it_is() -> None:
    source = "a <b>bold</b> <script>alert(1)</script> claim"
    assert render_markdown(source) == (
        "<p>a &lt;b&gt;bold&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt; claim</p>\n"
    )
    assert plain_text(render_markdown(source)) == source


def test_a_refused_address_stays_in_sight_as_it_was_written() -> None:
    assert render_markdown("[a](javascript:123)") == "<p>[a](javascript:123)</p>\n"
