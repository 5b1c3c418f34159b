"""Texts of a given length in the shapes that have made other renderers slow, and a run that renders them all."""

import sys
import time
from collections.abc import Iterator

LENGTH = 32_000

_REPEATED = (
    "[", "![", "[[]", "[![", "[a\n", "](", "[](", "[a](b)", "[a]", "[a]: b\n", "[^1]: x\n",
    "![a](b)", "[@a](b) ", "*a ", "**a *", "*_", "*a_", "_", "*", "~", "~~a", "a**b", "<", "<<a",
    "<a href=", "<!--", "<http://a.b>", "<a@b.c>", "&", "&amp;", "&#1;", "\\", "`", "`a``b",
    "``` a\n", "```\n", "```python\nx\n```\n", "~~~\n", "    a\n", ">", "> ", "> a\n", ">- ", "- ",
    "- a\n", "- - a", "1. > ", "1) a\n", "- [ ] a\n", "# a\n", "#\n", "***\n", "a\n=\n", "a\n---\n",
    "|", "| a ", "|a\n", "a|b\n-|-\n", "a\n", "\n", "a\n\n", "a  \n", "a\\\n", "\t", "\0", "\r",
    "\u2028", "\u202e", "e\u0301", "\u0300", "👩‍👧", "中", "@a ", "@", "#1 ", "##", "http://",
    "http://a.b ", "http://a.b/) ", "https://a.b/(((((", "ftp://a.b ", "x://", "www.", "www.a.b ",
    "a@b.c ", "a@", "mailto:a@b.c ", "a.b ", "-- \n", "'\"", "&a", "On 1 x@y wrote:\n> a\n",
    "On 1 <", "1 <", "> a\nb\n", "From: a\nTo: b\nSent: c\n\nd\n", "@@ -1\n+a\n\n",
    "- a\n   a   b\n", "wrote:\n", "_____________________\na mailing list\n",
    "-----BEGIN PGP MESSAGE-----\n",
    "<li>a", "<p>a", "<tr><td>a<td>b", "<table><tr><td>", "<b>", "<b>a</b> ", "<b>a<i>b</b>c</i>", "<i>a.</i>b",
    "<blockquote>", "<blockquote>a</blockquote>", "<ul><li>", "<ul><li>a</ul>", "<a href='/x'>a</a> <b>b</b>", "a<br>",
    "<b><br>", "<b><p>a</p>", "<pre>a</pre>", "<thead><tr><td>a</thead>", "<tbody><tr><td>a</tbody>", "<dl><dt>a<dd>b",
    "<span>a</span>", "<h1>a", "<img src='http://a.b/c' alt=x>", "<td colspan=99>a", "<details><summary>a",
)  # fmt: skip


def shapes() -> Iterator[tuple[str, str]]:
    """Names and texts, each of LENGTH characters or a little less."""
    for part in _REPEATED:
        yield repr(part), (part * LENGTH)[:LENGTH]
    half = LENGTH // 2
    yield from (
        ("nested brackets", "[" * half + "]" * half),
        ("nested links", "[" * (LENGTH // 5) + "a" + "](b)" * (LENGTH // 5)),
        ("one word in 16,000 asterisks", "*" * half + "a" + "*" * (half - 1)),
        ("opened and closed", "*a " * (LENGTH // 6) + " a*" * (LENGTH // 6)),
        ("lists in lists", "\n".join("  " * depth + "- a" for depth in range(175))),
        ("quotes in quotes", "\n".join(">" * depth + " a" for depth in range(245))),
        ("10,000 columns", "|".join("a" * 10_000) + "\n" + "|".join("-" * 6_000)),
        ("wide table of short rows", "|".join("a" * 49) + "\n" + "|".join("-" * 49) + "\n" + "a\n" * 15_900),
        ("runs of backticks", "a".join("`" * length for length in range(1, 250))),
        ("many references", "\n".join(f"[{n}]: /x" for n in range(1_500)) + "\n[1]" * 3_000),
        ("one long line", "a" * LENGTH),
        ("brackets in an address", "http://a.b/" + "[a]" * 10_000),
        ("dots in an address", "http://" + "a." * 15_900),
        ("users in an address", "http://" + "a@" * 15_900),
    )


def main(limit: float) -> int:
    """Render every shape by every door; print and count those that take more than `limit` seconds of computing."""
    from forum.core.markup import (
        excerpt,
        markdown_of_html,
        mentioned_handles,
        render_mail_html,
        render_markdown,
        render_plain,
    )

    def to_be_edited(text: str) -> str:
        return markdown_of_html(render_mail_html(text))

    slow = 0
    for name, text in shapes():
        for door in (render_markdown, render_plain, render_mail_html, to_be_edited, mentioned_handles):
            begun = time.process_time()
            result = door(text)
            if isinstance(result, str):
                excerpt(result, 200)
            taken = time.process_time() - begun
            if taken > limit:
                slow += 1
                print(f"{taken:.2f} s  {door.__name__}  {name}")
    return slow


if __name__ == "__main__":
    import django

    django.setup()
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0) > 0)
