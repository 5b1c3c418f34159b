"""Who may fetch a file, and how it is handed out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.http import FileResponse
from django.test import Client
from pytest_django.fixtures import Settings

from forum.communities.models import Community, Role
from forum.discussions.actions.edits import remove_post
from forum.discussions.actions.files import attachment_markdown, store_upload
from forum.discussions.models import Attachment, Level
from forum.discussions.selectors.files import files_visible_to
from forum.people.models import Person
from tests.factories import (
    expel,
    make_board,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
    place_topic,
    suspend,
)
from tests.forum.discussions.uploads import HTML, PDF, picture, upload

pytestmark = pytest.mark.django_db


def client_of(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def fetch(person: Person | None, attachment: Attachment) -> int:
    return client_of(person).get(attachment.get_absolute_url()).status_code


def body(response: object) -> bytes:
    assert isinstance(response, FileResponse)
    return b"".join(response.streaming_content)  # type: ignore[arg-type]  # a synchronous stream


def test_an_upload_is_its_owners_alone_until_a_post_holds_it() -> None:
    community = make_community(visibility=Community.Visibility.OPEN)
    owner, reader = make_member(community), make_member(community)
    attachment = store_upload(owner=owner, upload=upload("a.txt", b"words"))
    others = [reader, make_steward(), None]
    assert fetch(owner, attachment) == 200
    assert [fetch(person, attachment) for person in others] == [404, 404, 404]
    make_reply(make_topic(make_board(community)), author=owner, body=attachment_markdown(attachment))
    assert [fetch(person, attachment) for person in [owner, *others]] == [200, 200, 200, 200]


def test_a_file_is_read_by_those_who_read_its_post_and_by_nobody_else() -> None:
    community = make_community(visibility=Community.Visibility.HIDDEN)
    board = make_board(community, read_from=Level.MEMBERS)
    author = make_member(community)
    member, guest = make_member(community), make_member(community, role=Role.GUEST)
    suspended, left = make_member(community), make_member(community)
    attachment = store_upload(owner=author, upload=upload("a.txt", b"words"))
    make_topic(board, author=author, body=attachment_markdown(attachment))
    suspend(suspended, community)
    expel(left, community)
    readers = {"author": author, "member": member, "guest": guest, "suspended": suspended, "left": left,
               "stranger": make_person(), "steward": make_steward(), "visitor": None}  # fmt: skip
    expected = {"author": 200, "member": 200, "guest": 404, "suspended": 404, "left": 404,
                "stranger": 404, "steward": 200, "visitor": 404}  # fmt: skip
    assert {name: fetch(person, attachment) for name, person in readers.items()} == expected
    listed = {
        name: files_visible_to(person or AnonymousUser()).filter(pk=attachment.pk).exists()
        for name, person in readers.items()
    }
    assert listed == {name: status == 200 for name, status in expected.items()}


def test_an_author_who_lost_the_place_lost_the_file_too() -> None:
    community = make_community(visibility=Community.Visibility.PRIVATE)
    author = make_member(community)
    attachment = store_upload(owner=author, upload=upload("a.txt", b"words"))
    make_topic(make_board(community), author=author, body=attachment_markdown(attachment))
    assert fetch(author, attachment) == 200
    expel(author, community)
    assert fetch(Person.objects.get(pk=author.pk), attachment) == 404


def test_a_topic_on_a_second_board_opens_its_files_there() -> None:
    home = make_board(make_community(visibility=Community.Visibility.PRIVATE))
    other = make_community(visibility=Community.Visibility.PRIVATE)
    reader = make_member(other)
    author = make_member(home.community)
    attachment = store_upload(owner=author, upload=upload("a.txt", b"words"))
    topic = make_topic(home, author=author, body=attachment_markdown(attachment))
    assert fetch(reader, attachment) == 404
    place_topic(topic, make_board(other))
    assert fetch(reader, attachment) == 200


@pytest.mark.django_db(transaction=True)
def test_with_its_post_a_file_is_gone_for_everyone_and_from_the_disk() -> None:
    topic = make_topic(make_board(make_community(visibility=Community.Visibility.OPEN)))
    author = topic.author
    attachment = store_upload(owner=author, upload=upload("a.txt", b"words"))
    stored = str(attachment.file.name)
    post = make_reply(topic, author=author, body=attachment_markdown(attachment))
    people = [author, make_steward(), None]
    assert [fetch(person, attachment) for person in people] == [200, 200, 200]
    remove_post(author=author, post=post)
    assert [fetch(person, attachment) for person in people] == [404, 404, 404]
    assert not Attachment.objects.exists()
    assert not default_storage.exists(stored)


def test_a_removal_that_is_taken_back_by_the_database_keeps_the_file() -> None:
    from django.db import transaction

    topic = make_topic()
    attachment = store_upload(owner=topic.author, upload=upload("a.txt", b"words"))
    post = make_reply(topic, author=topic.author, body=attachment_markdown(attachment))
    with pytest.raises(KeyError), transaction.atomic():
        remove_post(author=topic.author, post=post)
        raise KeyError
    assert fetch(topic.author, attachment) == 200


def test_hidden_and_absent_files_get_the_same_answer() -> None:
    hidden = store_upload(owner=make_person(), upload=upload("a.txt", b"words"))
    client = client_of(make_person())
    answers = [client.get(f"/files/{key}/a.txt") for key in (hidden.pk, uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].headers.get("Cache-Control") == answers[1].headers.get("Cache-Control")
    assert str(hidden.pk) not in answers[0].content.decode().replace(f"/files/{hidden.pk}/a.txt", "")


def test_a_file_goes_out_so_that_no_browser_runs_it() -> None:
    owner = make_person()
    attachment = store_upload(owner=owner, upload=upload("Grüße.html", HTML, "text/html"))
    response = client_of(owner).get(attachment.get_absolute_url())
    headers = ("Content-Type", "Content-Disposition", "Content-Length", "Content-Security-Policy",
               "X-Content-Type-Options", "Cross-Origin-Resource-Policy", "Cache-Control")  # fmt: skip
    assert {name: response[name] for name in headers} == {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": "attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.html",
        "Content-Length": str(len(HTML)),
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-cache",
    }
    assert body(response) == HTML


def test_a_picture_is_shown_in_place() -> None:
    owner = make_person()
    attachment = store_upload(owner=owner, upload=upload("red.png", picture()))
    response = client_of(owner).get(attachment.get_absolute_url())
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"] == 'inline; filename="red.png"'
    assert body(response).startswith(b"\x89PNG")


def test_another_name_leads_to_the_right_one_for_those_who_may_fetch_it() -> None:
    owner = make_person()
    attachment = store_upload(owner=owner, upload=upload("a.txt", b"words"))
    renamed = f"/files/{attachment.pk}/other.html"
    assert client_of(owner).get(renamed).headers["Location"] == f"/files/{attachment.pk}/a.txt"
    assert client_of(make_person()).get(renamed).status_code == 404
    assert client_of(owner).get(f"/files/{attachment.pk}/../../etc/passwd").status_code == 404


def test_an_unchanged_file_is_not_sent_again_and_a_lost_one_not_even_confirmed() -> None:
    community = make_community(visibility=Community.Visibility.PRIVATE)
    author, reader = make_member(community), make_member(community)
    attachment = store_upload(owner=author, upload=upload("a.txt", b"words"))
    make_topic(make_board(community), author=author, body=attachment_markdown(attachment))
    client, url = client_of(reader), attachment.get_absolute_url()
    tag = client.get(url)["ETag"]
    again = client.get(url, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-cache")
    expel(reader, community)
    assert client.get(url, headers={"If-None-Match": tag}).status_code == 404


def test_head_tells_the_same_without_the_bytes() -> None:
    owner = make_person()
    attachment = store_upload(owner=owner, upload=upload("a.pdf", PDF))
    response = client_of(owner).head(attachment.get_absolute_url())
    assert (response.status_code, response["Content-Type"], response["Content-Length"]) == (
        200, "application/pdf", str(len(PDF)),
    )  # fmt: skip


def test_the_proxy_sends_the_file_where_it_can(settings: Settings) -> None:
    settings.MEDIA_ACCEL_PREFIX = "/protected/"
    owner = make_person()
    attachment = store_upload(owner=owner, upload=upload("Grüße.txt", b"words"))
    response = client_of(owner).get(attachment.get_absolute_url())
    assert response["X-Accel-Redirect"] == f"/protected/{attachment.file.name}"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.txt"
    assert (response.content, response["Content-Type"]) == (b"", "text/plain")
    assert client_of(make_person()).get(attachment.get_absolute_url()).status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_not_found() -> None:
    owner = make_person()
    attachment = store_upload(owner=owner, upload=upload("a.txt", b"words"))
    Path(attachment.file.path).unlink()
    assert fetch(owner, attachment) == 404


def test_an_upload_answers_with_what_to_write() -> None:
    owner = make_person()
    response = client_of(owner).post("/uploads/", {"file": upload("red.png", picture())})
    attachment = Attachment.objects.get()
    assert attachment.owner == owner
    assert (response.status_code, response.json()) == (
        201,
        {
            "url": f"/files/{attachment.pk}/red.png",
            "markdown": f"![red.png](/files/{attachment.pk}/red.png)",
            "name": "red.png",
        },
    )


def test_a_refused_upload_says_why_in_a_sentence() -> None:
    client = client_of(make_person())
    said = {"Accept": "application/json"}
    empty = client.post("/uploads/", {"file": upload("a.txt", b"")}, headers=said)
    missing = client.post("/uploads/", {}, headers=said)
    visitor = Client().post("/uploads/", {"file": upload("a.txt", b"x")}, headers=said)
    assert [(answer.status_code, answer.json()["say"]) for answer in (empty, missing, visitor)] == [
        (422, "a.txt is empty. Look whether it is the file you meant."),
        (422, "No file arrived. Choose it once more."),
        (403, "You are signed out. What you wrote is kept; sign in to go on."),
    ]
    assert not Attachment.objects.exists()


def test_fetching_costs_the_same_whoever_asks(django_assert_max_num_queries: object) -> None:
    community = make_community(visibility=Community.Visibility.PRIVATE)
    author, reader = make_member(community), make_member(community)
    attachment = store_upload(owner=author, upload=upload("a.txt", b"words"))
    make_topic(make_board(community), author=author, body=attachment_markdown(attachment))
    client = client_of(reader)
    client.get(attachment.get_absolute_url())
    with django_assert_max_num_queries(4):  # type: ignore[operator]  # the person, memberships, the file, the frame
        client.get(attachment.get_absolute_url())


def test_old_wordings_of_a_post_do_not_outlive_it() -> None:
    topic = make_topic()
    attachment = store_upload(owner=topic.author, upload=upload("a.txt", b"words"))
    post = make_reply(topic, author=topic.author, body=attachment_markdown(attachment))
    before = post.created_at - timedelta(seconds=1)
    assert attachment.created_at > before
    remove_post(author=topic.author, post=post)
    assert not files_visible_to(topic.author).exists()


def test_without_script_files_go_with_the_form_and_a_refused_one_loses_nothing() -> None:
    topic = make_topic()
    client = client_of(topic.author)
    url = f"/t/{topic.pk}/reply/"
    form = {"text": "Look:", "files": [upload("a.txt", b"words"), upload("b.txt", b"")]}
    refused = client.post(url, form)
    kept = Attachment.objects.get()
    composer = refused.context["composer"]
    assert composer.error == "b.txt is empty. Look whether it is the file you meant."
    assert composer.text == f"Look:\n\n[a.txt](/files/{kept.pk}/a.txt)"
    sent = client.post(url, {"text": composer.text, "files": [upload("c.txt", b"more")]})
    assert sent.status_code == 302
    post = topic.posts.get(number=2)
    assert sorted(post.attachments.values_list("name", flat=True)) == ["a.txt", "c.txt"]
