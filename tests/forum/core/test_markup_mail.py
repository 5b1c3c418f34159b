"""Mail from lists reads like a conversation, and nothing that anyone wrote is lost on the way."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.core.markup import excerpt, plain_text, render_mail_html, render_plain

LONG = "".join(f"> line {number} of a long quotation\n" for number in range(1, 7))
REL = ' rel="nofollow ugc noopener"'

MAIL = """Dear all,

this paragraph was wrapped by the program of its author at some seventy or
so characters, and flows again.

Best,
Ana

On Tue, 3 Mar 2020 at 10:11, Ben Okri <ben at example.org>
wrote:
> Which weights do you use?
>
> > The usual ones, as in the
> > book.
>
> I would not.

--
"""


def test_wrapped_lines_flow_and_meant_breaks_stay() -> None:
    html = render_plain("this line was wrapped by the program of its author,\nas this one was.\n\nBest,\nAna")
    assert html == (
        "<p>this line was wrapped by the program of its author,\nas this one was.</p>\n<p>Best,<br>\nAna</p>"
    )


def test_a_long_quotation_folds_with_whose_it_is() -> None:
    html = render_plain(f"I agree.\n\nOn 3 Mar 2020, Ben wrote:\n{LONG}")
    assert html.startswith(
        '<p>I agree.</p>\n<details class="quoted"><summary>Quoted text</summary>'
        '<p class="attribution">On 3 Mar 2020, Ben wrote:</p><blockquote><p>line 1 of a long quotation<br>'
    )
    assert excerpt(html, 80) == "I agree."


def test_a_short_quotation_stays_open_and_nests() -> None:
    assert render_plain("> a\n>> b\n\nc") == (
        "<blockquote><p>a</p>\n<blockquote><p>b</p></blockquote></blockquote>\n<p>c</p>"
    )


def test_a_copied_message_folds_to_the_end() -> None:
    html = render_plain(
        "Thanks!\n\n-----Original Message-----\nFrom: Ben <ben at example.org>\nSent: Monday\nTo: Ana\n"
        "Subject: x\n\nHello\n"
    )
    assert html == (
        '<p>Thanks!</p>\n<details class="quoted"><summary>Quoted text</summary><blockquote>'
        '<p class="attribution">-----Original Message-----<br>From: Ben &lt;ben at example.org&gt;<br>Sent: Monday<br>'
        "To: Ana<br>Subject: x</p><p>Hello</p></blockquote></details>"
    )


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("De: Ana <ana en example.org>\nEnviado: lunes\nPara: Ben\nAsunto: x", "copied"),
        ("El lun, 2 nov 2009 a las 10:00, Ana <ana en example.org> escribió:", "copied"),
        ("Am 02.11.2009 um 10:00 schrieb Ana:", "copied"),
        ("From: here on it gets hard", "said"),
        ("On the other hand, Ana wrote:", "said"),
    ],
)
def test_copies_without_marks_are_told_from_what_merely_sounds_like_one(first: str, again: str) -> None:
    html = render_plain(f"Hola\n\n{first}\n\nHello there\n")
    assert ('<details class="quoted">' in html) is (again == "copied")


def test_signatures_footers_and_disclaimers_fold() -> None:
    footer = "_" * 47 + "\nR-sig mailing list\nhttps://lists.example.org/listinfo/r"
    disclaimer = (
        "This e-mail is confidential and intended only for its recipient. If you received it in error, please "
        "notify the sender and delete it."
    )
    html = render_plain(f"Hi\n\n-- \nAna\nClinic\n\n{disclaimer}\n\n{footer}\n")
    assert html.count('<details class="signature">') == 1
    assert render_plain(f"Hi\n\n{disclaimer}").count('<details class="signature">') == 1
    assert render_plain(f"Hi\n{footer}") == (
        '<p>Hi</p>\n<details class="signature"><summary>Signature</summary><p>'
        + "_" * 47
        + "<br>R-sig mailing list<br>"
        f'<a href="https://lists.example.org/listinfo/r"{REL}>https://lists.example.org/listinfo/r</a></p></details>'
    )
    assert excerpt(html, 80) == "Hi"


def test_a_signature_ends_where_a_quotation_begins() -> None:
    html = render_plain("Hi\n-- \nAna\n\nOn 3 Mar 2020, Ben wrote:\n> why?\n")
    assert html == (
        '<p>Hi</p>\n<details class="signature"><summary>Signature</summary><p>-- <br>Ana<br></p></details>\n'
        '<p class="attribution">On 3 Mar 2020, Ben wrote:</p><blockquote><p>why?</p></blockquote>'
    )


def test_seals_fold_and_notes_of_the_list_stay_quiet() -> None:
    html = render_plain(
        "Hi\n-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n\n"
        "\t[[alternative HTML version deleted]]\n"
    )
    assert html == (
        '<p>Hi</p>\n<details class="sealed"><summary>PGP block</summary><pre class="plain">'
        "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----</pre></details>\n"
        '<p><small class="note">        [[alternative HTML version deleted]]</small></p>'
    )
    assert '<small class="note">An HTML attachment was scrubbed...<br>URL: &lt;' in render_plain(
        "An HTML attachment was scrubbed...\nURL: <https://lists.example.org/a.html>\n"
    )


@pytest.mark.parametrize(
    "block",
    [
        "study   yi     vi\nA       0.1    0.2\nB       0.3    0.4",
        "res <- rma(yi, vi, data = dat)\nsummary(res)\nforest(res)",
        "+----+    +----+\n|    |--->|    |\n+----+    +----+",
    ],
)
def test_tables_code_and_drawings_keep_their_shape(block: str) -> None:
    assert plain_text(render_plain(block)) != ""
    assert render_plain(block).startswith('<pre class="plain">')


def test_input_of_an_interpreter_is_not_a_quotation() -> None:
    html = render_plain("I tried\n\n> library(metafor)\n> res <- rma(yi, vi)\n\nbut no.")
    assert html == (
        '<p>I tried</p>\n<pre class="plain">&gt; library(metafor)\n&gt; res &lt;- rma(yi, vi)</pre>\n<p>but no.</p>'
    )


def test_patches_keep_their_shape() -> None:
    html = render_plain("See:\n\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new <b>\n")
    assert html.startswith('<p>See:</p>\n<pre class="patch"><code class="language-diff">')
    assert plain_text(html) == "See:\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new <b>"


LINES = st.sampled_from([
    *MAIL.split("\n"), *LONG.split("\n"), "> > a", ">", ">>> b", "-- ", "-----Original Message-----", "From: a",
    "Sent: b", "To: c", "Subject: d", "", "", "_" * 30, "a mailing list", "[[alternative HTML version deleted]]",
    "An HTML attachment was scrubbed...", "URL: <https://example.org/x>", "-----BEGIN PGP SIGNATURE-----",
    "-----END PGP SIGNATURE-----", "diff --git a/x b/x", "@@ -1 +1 @@", "+a", "-b", "x <- 1", "a    b    c",
    "https://example.org/<b>", "&amp; <script>", "- item", "\ta\tb", "> x <- rma(yi)",
])  # fmt: skip


def _written(text: str) -> str:
    return re.sub(r"[\s>]", "", text)


def _is_within(needle: str, haystack: str) -> bool:
    rest = iter(haystack)
    return all(character in rest for character in needle)


@settings(max_examples=250, deadline=None)
@given(st.lists(LINES, max_size=30).map("\n".join))
def test_no_character_of_a_mail_is_lost(mail: str) -> None:
    assert _is_within(_written(mail), _written(plain_text(render_plain(mail))))


def test_the_test_of_loss_would_notice() -> None:
    assert not _is_within("abc", "acb")


def test_html_mail_comes_down_to_what_a_post_may_hold() -> None:
    html = render_mail_html(
        "<html><head><title>t</title><style>p{}</style></head><body><h1>Hi</h1><div>one<div>two <b>bold</b></div>"
        '<div><br></div></div><img src="https://example.org/x.png" alt="logo">'
        '<img src="https://example.org/t" width="1">'
        '<a href="javascript:alert(1)">x</a><script>alert(1)</script></body></html>'
    )
    assert html == (
        "<h3>Hi</h3><p>one</p><p>two <b>bold</b></p>"
        f'<a class="outside-image" href="https://example.org/x.png"{REL}>logo</a><a{REL}>x</a>'
    )
