"""The picture that stands for a person: a small square, at an address that changes with it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from forum.core.verdicts import Refused
from forum.people.actions.pictures import drop_picture, show_picture, sweep_pictures
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_person, make_reply, make_topic
from tests.forum.discussions.uploads import SVG, animation, bomb, photograph, picture, upload

pytestmark = pytest.mark.django_db


def shown_for(person: Person, content: bytes = b"") -> Person:
    return show_picture(actor=person, person=person, upload=upload("me.png", content or picture()))


def fetched(client: Client, url: str) -> tuple[int, bytes]:
    response: Any = client.get(url)
    return response.status_code, b"".join(response.streaming_content) if response.streaming else b""


@pytest.mark.parametrize(
    "content",
    [
        picture(size=(900, 300)),
        picture("JPEG", (40, 600)),
        picture("WEBP"),
        picture(mode="RGBA"),
        animation("GIF", 3),
    ],
    ids=["wide", "high", "webp", "see-through", "moving"],
)
def test_any_picture_becomes_a_small_square(client: Client, content: bytes) -> None:
    person = shown_for(make_person(), content)
    status, stored = fetched(client, person.avatar_url)
    image = Image.open(BytesIO(stored))
    assert (status, image.format, image.size, getattr(image, "n_frames", 1)) == (200, "WEBP", (256, 256), 1)


def test_nothing_of_the_file_is_kept_but_what_is_seen(client: Client) -> None:
    _status, stored = fetched(client, shown_for(make_person(), photograph()).avatar_url)
    image = Image.open(BytesIO(stored))
    assert (dict(image.getexif()), b"Spy Camera" in stored, b"taken at home" in stored) == ({}, False, False)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (SVG, "This is no picture that we can read."),
        (picture()[:60], "This picture is damaged"),
        (bomb(), "This picture has too many pixels"),
        (b"", "This file is empty."),
    ],
)
def test_what_is_no_picture_is_refused_beside_the_field(
    client: Client, content: bytes, sentence: str
) -> None:
    person = make_person()
    client.force_login(person)
    response = client.post("/settings/", {"part": "picture", "picture": upload("me.png", content)})
    beside = response.content.decode().split('id="id_picture_error"')[1][:200]
    assert (response.status_code, sentence in beside) == (422, True)
    assert Person.objects.get(pk=person.pk).avatar_url == ""


def test_a_picture_may_be_as_large_as_any_upload(client: Client, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 100
    client.force_login(make_person())
    response = client.post("/settings/", {"part": "picture", "picture": upload("me.png", picture())})
    assert (response.status_code, "it may have at most 100" in response.content.decode()) == (422, True)


def test_the_address_changes_with_the_picture_and_may_be_kept(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    person = make_person()
    client.force_login(person)
    sent = client.post("/settings/", {"part": "picture", "picture": upload("me.png", picture())}, follow=True)
    assert "This picture stands for you now." in sent.content.decode()
    first = Person.objects.get(pk=person.pk)
    answer = client.get(first.avatar_url)
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"], answer["Content-Type"]) == (
        "private, max-age=2592000, immutable",
        "nosniff",
        "image/webp",
    )
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    with django_capture_on_commit_callbacks(execute=True):
        shown_for(person)
    second = Person.objects.get(pk=person.pk)
    assert [fetched(client, each.avatar_url)[0] for each in (first, second)] == [404, 200]
    assert not default_storage.exists(str(first.avatar.name))
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/settings/", {"part": "no-picture"})
    assert (Person.objects.get(pk=person.pk).avatar_url, fetched(client, second.avatar_url)[0]) == ("", 404)
    assert not default_storage.exists(str(second.avatar.name))


def test_a_picture_is_ones_own(client: Client) -> None:
    person, other = shown_for(make_person()), make_person()
    with pytest.raises(Refused, match="Only you can change your own profile"):
        show_picture(actor=other, person=person, upload=upload("me.png", picture()))
    with pytest.raises(Refused, match="Only you can change your own profile"):
        drop_picture(actor=other, person=person)
    stored = str(person.avatar.name).rpartition("/")[2]
    assert client.get(f"/avatars/{other.pk}/{stored}").status_code == 404
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(person.avatar_url).status_code == 404


def test_pages_show_it_wherever_the_person_stands(client: Client) -> None:
    ada = make_person("Ada Byrne")
    community = make_community(visibility="open", facilitator=ada)
    topic = make_topic(make_board(community), author=ada)
    client.force_login(make_member(community))
    pages = (topic.get_absolute_url(), community.get_absolute_url(), f"/c/{community.slug}/people/",
             ada.get_absolute_url())  # fmt: skip
    before = [client.get(page).content.decode() for page in pages]
    assert ["/avatars/" in page for page in before] == [False] * 4
    shown_for(ada)
    for page in pages:
        assert f'src="{ada.avatar_url}"' in client.get(page).content.decode(), page
    client.force_login(ada)
    assert f'src="{ada.avatar_url}"' in client.get("/").content.decode()


def test_pictures_cost_a_page_no_query(client: Client) -> None:
    community = make_community(visibility="open")
    topic, counts = make_topic(make_board(community)), []
    people = [make_member(community) for _ in range(10)]
    for person in people:
        make_reply(topic, author=person)
    client.get("/communities/")  # what every first page asks
    for with_pictures in (False, True):
        for person in people if with_pictures else ():
            shown_for(person)
        for page in (topic.get_absolute_url(), f"/c/{community.slug}/people/"):
            with CaptureQueriesContext(connection) as queries:
                content = client.get(page).content.decode()
            assert ("/avatars/" in content) is with_pictures
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_pictures_that_nobody_shows_are_swept_away() -> None:
    person = shown_for(make_person())
    stray = default_storage.save("avatars/2020/01/stray", ContentFile(b"x"))
    later = timezone.now() + timedelta(hours=2)
    assert sweep_pictures(timezone.now()) == 0
    assert sweep_pictures(later) >= 1
    assert (default_storage.exists(stray), default_storage.exists(str(person.avatar.name))) == (False, True)
