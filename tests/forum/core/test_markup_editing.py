"""Whoever edits what came as HTML begins from Markdown that says the same, and loses nothing by saving it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.core.markup import (
    markdown_of_html,
    own_words_markdown,
    plain_text,
    render_mail_html,
    render_markdown,
    render_plain,
)
from tests.forum.core.markup_judge import faults
from tests.forum.core.markup_vectors import VECTORS

MAIL = """
<div dir="ltr"><h2>Doses</h2><div>Dear <b>all</b>,<br>
<br>
see <a href="https://example.org/a_(b)?x=1&amp;y=2" title="the &quot;guide&quot;">the <i>new</i> guide</a>, or
<a href="mailto:ann@example.org">ann@example.org</a>:<br></div>
<ul><li>one<ol><li>first</li><li>second</li></ol></li><li><p>two</p><p>in two parts</p></li></ul>
<ol start="3"><li>three</li><li>four <strike>five</strike></li></ol>
<table><thead><tr><th>drug</th><th>mg</th></tr></thead><tbody><tr><td><b>a</b>|b</td><td>5</td></tr></tbody></table>
<pre>x &lt;- 1
  y</pre><hr>
<div>On Tue, Ben wrote:<blockquote>Why <em>not</em>?<blockquote>Because.</blockquote></blockquote></div></div>
"""

WRITTEN = """\
## Doses

Dear **all**,

see [the *new* guide](<https://example.org/a_(b)?x=1&y=2> "the \\"guide\\""), or <ann@example.org>:

- one
  1. first
  2. second
- two

  in two parts

3. three
4. four ~~five~~

| drug | mg |
| --- | --- |
| **a**\\|b | 5 |

```
x <- 1
  y
```

***

On Tue, Ben wrote:

> Why *not*?
> > Because."""


def edited(html: str) -> str:
    """What the post says once somebody has saved it without a change."""
    return render_markdown(markdown_of_html(html))


def letters(html: str) -> str:
    return "".join(filter(str.isalnum, plain_text(html)))


def formatting(html: str) -> dict[str, list[str]]:
    """Which words are linked, stressed, listed, quoted or in a table, whatever the tags are called."""
    tree = BeautifulSoup(html, "html.parser")

    def words(*names: str) -> list[str]:
        return [" ".join(tag.get_text(" ").split()) for tag in tree.find_all(names)]

    return {
        "links": [f"{link.get('href')} {' '.join(link.get_text().split())}" for link in tree.find_all("a")],
        "strong": words("b", "strong"),
        "stressed": words("i", "em"),
        "struck": words("del"),
        "items": words("li"),
        "numbered": [str(tag.get("start", 1)) for tag in tree.find_all("ol")],
        "quotations": words("blockquote"),
        "cells": words("th", "td"),
        "code": [
            tag.get_text().strip("\n") for tag in tree.find_all(["pre", "code"]) if tag.parent.name != "pre"
        ],
        "headings": words("h3", "h4", "h5", "h6"),
    }


def test_an_html_mail_reads_the_same_after_it_was_edited() -> None:
    html = render_mail_html(MAIL)
    assert markdown_of_html(html) == WRITTEN
    assert formatting(edited(html)) == formatting(html)
    assert plain_text(edited(html)).split() == plain_text(html).split()


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p># a</p><p>1. a</p><p>- a</p><p>&gt; a</p><p>---</p>", "\\# a\n\n1\\. a\n\n\\- a\n\n\\> a\n\n\\---"),
        ("2 * 3 * 4, snake_case, _a_, `b`, ~~c~~", "2 \\* 3 \\* 4, snake_case, \\_a\\_, \\`b\\`, \\~\\~c\\~\\~"),
        ("[a](b) [1] ![c](d) &amp;copy; &lt;b&gt;", "[a\\](b) [1] ![c\\](d) \\&copy; <b>"),
        ("bug #57, says @ann", "bug \\#57, says \\@ann"),
        ("Wow!<a href='/x'>[y]</a>", "Wow\\![\\[y\\]](/x)"),
        ("<b>a.</b>b", "**a**.b"),
        ("a<b>b</b><b>c</b>", "a**bc**"),
        ("<b>a<br></b>b<br><br>c<br>", "**a**  \nb\n\nc"),
        ("<b><p>a</p><p>b</p></b>", "**a**\n\n**b**"),
        ("<img src='https://example.org/x.png' alt='logo'>", "![logo](https://example.org/x.png)"),
        ("<table><tr><td><p>a</p><table><tr><td>b</table></table>", "a\n\nb"),
        ("<table><tr><td>a<td>b<tr><td>c<td>d<td>e</table>", "| a | b |  |\n| --- | --- | --- |\n| c | d | e |"),
        ("<dl><dt>a<dd>b</dl><details><summary>c</summary>d</details>", "a\n\nb\n\nc\n\nd"),
        ("<pre>```\na</pre>", "````\n```\na\n````"),
    ],
)  # fmt: skip
def test_signs_stay_signs_and_odd_markup_becomes_the_nearest(html: str, markdown: str) -> None:
    sanitised = render_mail_html(html)
    assert markdown_of_html(sanitised) == markdown
    assert letters(edited(sanitised)) == letters(sanitised)


WORDS = st.sampled_from(
    ["a", "dose", "5 mg", "2 * 3", "snake_case", "_x_", "[1]", "(b)", "C:\\d", "#7", "@ann", "a|b", "-", "1.", "> q",
     "wow!", "`x`", "~~", "&copy;", "<i>", "…", "é", "“so”", "# h", "[ ] t", "+ p", "==", "a*", "***"]
)  # fmt: skip
TEXT = st.lists(WORDS, min_size=1, max_size=3).map(lambda words: escape(" ".join(words)))


def wrapped(*tags: str) -> Callable[[str], st.SearchStrategy[str]]:
    return lambda inner: st.sampled_from(tags).map(lambda tag: f"<{tag}>{inner}</{tag}>")


LINKS = st.builds(
    "<a href='https://example.org/{}'>{}</a>".format,
    st.sampled_from(["", "a_b", "(c)", "?a=1&amp;lt;=2"]),
    TEXT,
)
PHRASE = st.one_of(TEXT, LINKS, TEXT.flatmap(wrapped("b", "em", "strike", "code", "u")))
LINE = st.lists(PHRASE, min_size=1, max_size=4).map(" ".join)
CELL = LINE.flatmap(wrapped("td", "th"))
BLOCK = st.recursive(
    st.one_of(
        LINE.flatmap(wrapped("p", "div", "h2", "h3")),
        st.lists(LINE, min_size=2, max_size=3).map("<br>".join).flatmap(wrapped("p", "div")),
        st.builds("<table><tr>{0}{1}</tr><tr>{2}{3}</tr></table>".format, CELL, CELL, CELL, CELL),
        TEXT.map("<pre>{}</pre>".format),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=2).map("".join).flatmap(wrapped("blockquote", "div")),
        st.lists(st.one_of(LINE, inner).flatmap(wrapped("li")), min_size=1, max_size=3)
        .map("".join)
        .flatmap(wrapped("ul", "ol")),
    ),
    max_leaves=6,
)
MAILS = st.lists(BLOCK, min_size=1, max_size=3).map("<p>and</p>".join)


@settings(max_examples=80, deadline=None)
@given(MAILS)
def test_whatever_a_mail_is_made_of_keeps_its_formatting(mail: str) -> None:
    html = render_mail_html(mail)
    assert formatting(edited(html)) == formatting(html)


NASTY = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            [
                *VECTORS,
                "<b>",
                "</b>",
                "<p>",
                "<a href='/x'>",
                "</a>",
                "<table><td>",
                "<li>",
                "*",
                "](",
                "&lt;",
            ]
        ),
        max_size=14,
    ).map("".join),
)


@settings(max_examples=80, deadline=None)
@given(NASTY)
def test_editing_lets_nothing_in_and_loses_no_word(text: str) -> None:
    html = render_mail_html(text)
    again = edited(html)
    assert faults(again) == []
    assert letters(again) == letters(html)


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote>" * 39 + "<b>deep</b>",
        "<p>a <b>b</b></p>" * 2_000,
        "<p>a <b>b</b> http://&amp;LT; [c](d)</p>" + "words " * 35_000,
    ],
    ids=["deep", "many", "long"],
)
def test_what_is_too_intricate_comes_as_its_words(html: str) -> None:
    sanitised = render_mail_html(html)
    assert "<b>" in sanitised and "**" not in markdown_of_html(sanitised)
    assert letters(edited(sanitised)) == letters(sanitised)


def test_a_quotation_of_a_mail_holds_what_its_author_says() -> None:
    mail = render_plain(
        "On Monday Ada wrote:\n> Is it?\n> Really?\n\nIt is.\n# not a heading\n\n-- \nGrace\nWard 7\n"
    )
    assert own_words_markdown(mail) == "It is.  \n\\# not a heading"
    assert own_words_markdown("<blockquote><p>Only theirs.</p></blockquote>") == "> Only theirs."
