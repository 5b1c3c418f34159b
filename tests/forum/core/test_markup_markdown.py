"""What people write in Markdown arrives as they meant it."""

from uuid import UUID

import pytest

from forum.core.markup import (
    addressed_handles,
    mentioned_handles,
    plain_text,
    quote_markdown,
    referenced_files,
    render_markdown,
)

REL = ' rel="nofollow ugc noopener"'
FILE = "/files/6f1f0a54-9d0c-4d68-8d5e-0d6d5ad3c111/plot.png"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (
            "*a* **b** `c` ~~d~~ ~e~",
            "<p><em>a</em> <strong>b</strong> <code>c</code> <del>d</del> <del>e</del></p>\n",
        ),
        ("a\nb  \nc\\\nd", "<p>a\nb<br>\nc<br>\nd</p>\n"),
        ("> a\n> > b", "<blockquote>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n</blockquote>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("***", "<hr>\n"),
        ('[a](https://example.org "t")', f'<p><a href="https://example.org" title="t"{REL}>a</a></p>\n'),
        ("[a](/c/sepsis/)", f'<p><a href="/c/sepsis/"{REL}>a</a></p>\n'),
        ("a &amp; b &copy; <", "<p>a &amp; b © &lt;</p>\n"),
        ("```nope\na < b\n```", '<pre><code class="language-nope">a &lt; b\n</code></pre>\n'),
        ("    a < b", "<pre><code>a &lt; b\n</code></pre>\n"),
    ],
)
def test_markdown_becomes_html(source: str, html: str) -> None:
    assert render_markdown(source) == html


def test_headings_start_below_the_headings_of_the_page() -> None:
    source = "\n\n".join("#" * level + " a" for level in range(1, 7))
    assert render_markdown(source) == "".join(f"<h{level}>a</h{level}>\n" for level in (3, 4, 5, 6, 6, 6))


def test_tables_align_by_class() -> None:
    assert render_markdown("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |") == (
        '<table>\n<thead>\n<tr>\n<th class="align-left">a</th>\n<th class="align-center">b</th>\n'
        '<th class="align-right">c</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td class="align-left">1</td>\n'
        '<td class="align-center">2</td>\n<td class="align-right">3</td>\n</tr>\n</tbody>\n</table>\n'
    )


def test_tasks_show_their_state_without_a_form() -> None:
    assert render_markdown("- [ ] ask\n- [x] answer") == (
        '<ul class="tasks">\n'
        '<li class="task"><span class="task-mark" role="img" aria-label="to do">☐</span> ask</li>\n'
        '<li class="task"><span class="task-mark" role="img" aria-label="done">☑</span> answer</li>\n'
        "</ul>\n"
    )


def test_code_in_a_known_language_is_coloured_by_class_alone() -> None:
    assert render_markdown("```R\nx <- 1\n```") == (
        '<pre class="code"><code class="language-r"><span class="n">x</span><span class="w"> </span>'
        '<span class="o">&lt;-</span><span class="w"> </span><span class="m">1</span>\n</code></pre>\n'
    )


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://example.org/a_b_c", "https://example.org/a_b_c"),
        ("www.example.org", "http://www.example.org"),
        ("nurse@clinic.health", "mailto:nurse@clinic.health"),
        ("https://example.org/%C3%A9", "https://example.org/%C3%A9"),
    ],
)
def test_bare_addresses_are_linked_and_shown_as_typed(text: str, link: str) -> None:
    assert render_markdown(f"({text}).") == f'<p>(<a href="{link}"{REL}>{text}</a>).</p>\n'


@pytest.mark.parametrize("text", ["setup.py", "readme.md", "ftp://example.org", "e.g.this", "example.org"])
def test_names_of_files_are_not_taken_for_addresses(text: str) -> None:
    assert render_markdown(text) == f"<p>{text}</p>\n"


def test_our_own_pictures_show_and_those_elsewhere_become_links() -> None:
    assert render_markdown(f"![a plot]({FILE})") == f'<p><img src="{FILE}" alt="a plot" loading="lazy"></p>\n'
    assert render_markdown("![a plot](https://example.org/x.png)") == (
        f'<p><a class="outside-image" href="https://example.org/x.png"{REL}>a plot</a></p>\n'
    )
    assert (
        render_markdown("[![a plot](https://example.org/x.png)](/x)")
        == f'<p><a href="/x"{REL}>a plot</a></p>\n'
    )


def test_mentions_link_only_people_who_exist() -> None:
    html = render_markdown("@Ana, @ana.b and @nobody", mentions=["ana", "Ana.B"])
    assert html == (
        f'<p><a class="mention" href="/people/ana/"{REL}>@Ana</a>, '
        f'<a class="mention" href="/people/Ana.B/"{REL}>@ana.b</a> and @nobody</p>\n'
    )


@pytest.mark.parametrize(
    "source",
    [
        "`@ana #1`",
        "    @ana #1",
        "```\n@ana #1\n```",
        "[@ana #1](/x)",
        "x@ana x#1",
        r"\@ana \#1",
        "<https://example.org/@ana#1>",
    ],
)
def test_mentions_and_numbers_in_code_links_and_words_stay_as_they_are(source: str) -> None:
    html = render_markdown(source, mentions=["ana"])
    assert "mention" not in html
    assert "post-reference" not in html
    assert mentioned_handles(source) == set()


def test_numbers_of_posts_link_within_the_topic() -> None:
    assert render_markdown("see #57, not #12345678") == (
        f'<p>see <a class="post-reference" href="#post-57"{REL}>#57</a>, not #12345678</p>\n'
    )


def test_who_is_named_and_who_is_spoken_to() -> None:
    source = quote_markdown("Ana", 57, "Hello @ben\n\nBye") + "@Cleo: `@dan`?"
    assert source == "> **@Ana wrote in #57:**\n>\n> Hello @ben\n>\n> Bye\n\n@Cleo: `@dan`?"
    assert mentioned_handles(source) == {"ana", "ben", "cleo"}
    assert addressed_handles(source) == {"cleo"}


def test_a_quotation_renders_as_one_with_its_source() -> None:
    assert render_markdown(quote_markdown("ana", 57, "> *a*"), mentions=["ana"]) == (
        f'<blockquote>\n<p><strong><a class="mention" href="/people/ana/"{REL}>@ana</a> wrote in '
        f'<a class="post-reference" href="#post-57"{REL}>#57</a>:</strong></p>\n'
        "<blockquote>\n<p><em>a</em></p>\n</blockquote>\n</blockquote>\n"
    )


def test_files_that_a_post_rests_on() -> None:
    other = "/files/00000000-0000-4000-8000-000000000000/data.csv"
    source = f"![a]({FILE}) [b]({other}) `/files/11111111-1111-4111-8111-111111111111/x` [c](https://example.org{FILE})"
    assert referenced_files(source) == {
        UUID("6f1f0a54-9d0c-4d68-8d5e-0d6d5ad3c111"),
        UUID("00000000-0000-4000-8000-000000000000"),
    }


def test_direction_overrides_and_controls_cannot_disguise_text() -> None:
    assert render_markdown("a\u202eb\u2066c &#x202e;d \x07e") == "<p>abc d \ufffde</p>\n"


def test_text_nested_deeper_than_anyone_reads_is_not_lost() -> None:
    for source in (
        ">" * 40 + "deep",
        "- " * 40 + "deep",
        "*a **b " * 30 + "deep" + "** a*" * 30,
        "[" * 40 + "deep",
    ):
        assert "deep" in plain_text(render_markdown(source))
