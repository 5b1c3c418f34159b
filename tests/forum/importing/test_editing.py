"""Whoever edits an imported post begins from all that it shows, the files that came with it included."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from forum.discussions.models import Post
from forum.discussions.views.composers import words_to_edit
from forum.people.models import Person
from tests.forum.importing.conftest import Import
from tests.forum.importing.mails import headed, mail

HEAD = headed(Content_Type="multipart/mixed; boundary=B")
PDF = b"--B\nContent-Type: application/pdf; name=%s.pdf\n\n%%PDF\n"
FILES = PDF % b"b" + PDF % b"a" + b"--B--\n"
PLAIN = b"--B\nContent-Type: text/plain\n\nSee the *tables*.\n" + FILES
HTML = b"--B\nContent-Type: text/html\n\n<div>See the <b>tables</b>.</div>\n" + FILES


@pytest.mark.parametrize(("body", "words"), [(PLAIN, "See the *tables*."), (HTML, "See the **tables**.")])
def test_an_edit_keeps_the_links_to_the_files_of_a_mail(
    client: Client, bring_in: Import, steward: Person, body: bytes, words: str
) -> None:
    bring_in(mail(body, head=HEAD))
    post = Post.objects.get()
    a, b = post.attachments.order_by("name")
    begun = f"{words}\n\n[a.pdf]({a.get_absolute_url()})\n\n[b.pdf]({b.get_absolute_url()})"
    client.force_login(steward)
    page = reverse("post-edit", args=[post.pk])
    assert begun in client.get(page).content.decode()
    client.post(page, {"text": f"{begun}\n\nMoved here.", "revision": post.revision})
    post.refresh_from_db()
    assert [file.get_absolute_url() in post.html for file in (a, b)] == [True, True]
    assert words_to_edit(post) == post.source == f"{begun}\n\nMoved here."


def test_an_html_mail_is_quoted_and_edited_with_its_links_and_lists(
    client: Client, bring_in: Import, steward: Person
) -> None:
    body = b"<p>See <a href='https://example.org/x'>this</a>:</p><ul><li>one<li><i>two</i></ul><blockquote>why?</blockquote>"
    bring_in(mail(body, head=headed(Content_Type="text/html")))
    post = Post.objects.get()
    words = "See [this](https://example.org/x):\n\n- one\n- *two*\n\n> why?"
    assert words_to_edit(post) == words
    client.force_login(steward)
    quotation = client.get(reverse("quotation", args=[post.pk])).json()["markdown"]
    own = words.removesuffix("\n\n> why?")  # what the mail quoted is not what its author said
    lines = "\n".join(f"> {line}".rstrip() for line in own.split("\n"))
    assert quotation == f"> **@{post.author.handle} wrote in #1:**\n>\n{lines}\n\n"
    before = post.html
    client.post(reverse("post-edit", args=[post.pk]), {"text": words, "revision": post.revision})
    post.refresh_from_db()
    shown = "".join(post.html.split()).replace("em>", "i>")
    assert shown.replace("<blockquote><p>why?</p>", "<blockquote>why?") == "".join(before.split())
