"""Text read back out of stored HTML, for lists, search and descriptions."""

from django.utils.safestring import SafeString

from forum.core.markup import excerpt, plain_text, render_markdown, safe


def test_plain_text_is_a_line_for_each_block() -> None:
    html = render_markdown(
        "# Title\n\nSome *text* &amp; `code`.\n\n- a\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |"
    )
    assert plain_text(html) == "Title\nSome text & code.\na\nb\nx\ny\n1\n2"


def test_an_excerpt_says_what_the_author_says() -> None:
    html = render_markdown("> what another said\n\nWhat I say.")
    assert excerpt(html, 100) == "What I say."
    assert excerpt(render_markdown("> only a quotation"), 100) == "only a quotation"


def test_an_excerpt_ends_at_a_word() -> None:
    html = render_markdown("one two three four")
    assert [excerpt(html, length) for length in (18, 17, 10, 4)] == [
        "one two three four",
        "one two three…",
        "one two…",
        "one…",
    ]
    assert excerpt(render_markdown("x" * 100), 10) == "x" * 9 + "…"


def test_pictures_are_read_by_their_description() -> None:
    html = render_markdown("![forest plot](/files/6f1f0a54-9d0c-4d68-8d5e-0d6d5ad3c111/a.png) shows it")
    assert plain_text(html) == "forest plot shows it"


def test_what_is_safe_is_not_escaped_again() -> None:
    assert isinstance(safe("<p>a</p>"), SafeString)
    assert safe("<p>a</p>") == "<p>a</p>"
