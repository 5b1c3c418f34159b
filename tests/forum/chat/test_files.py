"""Files in rooms: who may fetch them, and what becomes of them with their message."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from forum.chat.actions.direct import block_person, open_direct_room, unblock_person
from forum.chat.actions.files import claim_files
from forum.chat.actions.leaving import let_go_of_talk
from forum.chat.actions.messages import edit_message, remove_message
from forum.chat.models import Message, MessageFile, Room
from forum.communities.models import Community
from forum.discussions.actions.files import attachment_markdown, clear_abandoned_files, store_upload
from forum.discussions.actions.leaving import let_go_of_own_things
from forum.discussions.models import Attachment
from forum.discussions.selectors.files import UNATTACHED_DAYS
from forum.invariants.selectors import breaches
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
    suspend,
)
from tests.forum.chat.test_sending import say
from tests.forum.discussions.uploads import HTML, SVG, bomb, photograph, picture, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def community() -> Community:
    return make_community(visibility="private")


@pytest.fixture
def room(community: Community) -> Room:
    return Room.objects.select_related("community").get(community=community)


@pytest.fixture
def ada(community: Community) -> Person:
    return make_member(community, make_person("Ada", handle="ada"))


@pytest.fixture
def bea(community: Community) -> Person:
    return make_member(community, make_person("Bea", handle="bea"))


def shown_by(person: Person, name: str = "plan.png", content: bytes = b"") -> Attachment:
    return store_upload(owner=person, upload=upload(name, content or picture()))


def fetch(person: Person | None, file: Attachment) -> int:
    client = Client()
    if person is not None:
        client.force_login(Person.objects.get(pk=person.pk))
    return client.get(file.get_absolute_url()).status_code


def with_file(author: Person, room: Room, file: Attachment | None = None) -> tuple[Message, Attachment]:
    held = file or shown_by(author)
    return say(author, room, f"Look:\n\n{attachment_markdown(held)}"), Attachment.objects.get(pk=held.pk)


def test_whoever_reads_the_room_fetches_its_files_and_nobody_else(
    room: Room, ada: Person, bea: Person
) -> None:
    suspended, left = make_member(room.community), make_member(room.community)
    _message, file = with_file(ada, room)
    suspend(suspended, room.community)
    expel(left, room.community)
    people = {"author": ada, "member": bea, "steward": make_steward(), "suspended": suspended, "left": left,
              "stranger": make_person(), "visitor": None}  # fmt: skip
    assert {name: fetch(person, file) for name, person in people.items()} == {
        "author": 200, "member": 200, "steward": 200, "suspended": 404, "left": 404, "stranger": 404, "visitor": 404,
    }  # fmt: skip


def test_before_it_is_sent_an_upload_is_its_owners_alone(ada: Person, bea: Person) -> None:
    file = shown_by(ada)
    assert [fetch(ada, file), fetch(bea, file)] == [200, 404]


def test_who_lost_the_room_lost_their_own_file_too(room: Room, ada: Person) -> None:
    _message, file = with_file(ada, room)
    assert fetch(ada, file) == 200
    expel(ada, room.community)
    assert fetch(ada, file) == 404


@pytest.mark.django_db(transaction=True)
def test_with_its_message_a_file_is_gone_from_the_disk_too(room: Room, ada: Person, bea: Person) -> None:
    message, file = with_file(ada, room)
    stored = str(file.file.name)
    assert (fetch(bea, file), default_storage.exists(stored)) == (200, True)
    remove_message(remover=ada, message=message)
    assert [fetch(person, file) for person in (ada, bea)] == [404, 404]
    assert not Attachment.objects.filter(pk=file.pk).exists()
    assert not default_storage.exists(stored)
    assert breaches() == []


def test_what_an_edit_leaves_out_is_its_owners_alone_and_swept_later(
    room: Room, ada: Person, bea: Person
) -> None:
    message, file = with_file(ada, room)
    other = shown_by(ada, "other.png")
    words = f"Rather: {attachment_markdown(other, 'A *plan* [of] the ward')}"
    edit_message(editor=ada, message=message, body=words, revision=1)
    assert [fetch(bea, each) for each in (file, other)] == [404, 200]
    assert fetch(ada, file) == 200
    assert 'alt="A plan of the ward"' in Message.objects.get(pk=message.pk).html
    assert breaches() == []
    clear_abandoned_files(timezone.now() + timedelta(days=UNATTACHED_DAYS, minutes=1))
    assert set(Attachment.objects.values_list("pk", flat=True)) == {other.pk}


def test_one_thing_holds_a_file(room: Room, ada: Person, bea: Person) -> None:
    stranger = make_person()
    message, file = with_file(ada, room)
    open_board = make_board(make_community(visibility="open"))
    make_member(open_board.community, ada)
    make_reply(make_topic(open_board), author=ada, body=attachment_markdown(file))
    again = say(ada, room, attachment_markdown(file))
    say(bea, room, attachment_markdown(shown_by(ada, "not-beas.png")))
    assert [(each.message_id, each.attachment_id) for each in MessageFile.objects.all()] == [
        (message.pk, file.pk)
    ]
    assert (fetch(stranger, file), again.files.count()) == (404, 0)
    assert breaches() == []


def test_a_file_of_a_post_does_not_become_a_rooms(room: Room, ada: Person) -> None:
    board = make_board(room.community)
    file = shown_by(ada)
    post = make_reply(make_topic(board), author=ada, body=attachment_markdown(file))
    message = say(ada, room, attachment_markdown(file))
    file.refresh_from_db()
    assert (file.post_id, file.in_talk, message.files.count()) == (post.pk, False, 0)
    claim_files(message)
    assert breaches() == []


def test_between_two_files_are_not_handed_out_while_one_blocks_the_other(
    room: Room, ada: Person, bea: Person
) -> None:
    direct = open_direct_room(person=ada, other=bea)
    _message, file = with_file(ada, direct)
    people = (ada, bea, make_steward())
    assert [fetch(person, file) for person in people] == [200, 200, 404]
    for blocker, blocked in ((bea, ada), (ada, bea)):
        block_person(person=blocker, blocked=blocked)
        assert [fetch(person, file) for person in people] == [404, 404, 404]
        unblock_person(person=blocker, blocked=blocked)
    assert [fetch(person, file) for person in people] == [200, 200, 404]


def test_leaving_keeps_what_was_shown_to_others_and_drops_a_room_that_nobody_reads(
    room: Room, ada: Person, bea: Person
) -> None:
    _said, shown = with_file(ada, room)
    direct = open_direct_room(person=ada, other=bea)
    _alone, alone = with_file(ada, direct)
    kept_by_nobody = shown_by(ada, "never-sent.png")
    for person in (ada, bea):
        let_go_of_own_things(person_id=person.pk)
        let_go_of_talk(person_id=person.pk)
    left = set(Attachment.objects.values_list("pk", flat=True))
    assert (shown.pk in left, alone.pk in left, kept_by_nobody.pk in left) == (True, False, False)


def test_a_form_without_script_brings_files_and_says_what_a_picture_shows(
    room: Room, ada: Person, client: Client
) -> None:
    client.force_login(ada)
    address = f"/rooms/{room.pk}/send/"
    form = {"text": "Our ward.", "client_id": str(uuid4()), "shows": "A ward with six beds",
            "files": [upload("ward.png", photograph()), upload("list.txt", b"gauze")]}  # fmt: skip
    assert client.post(address, form).status_code == 302
    message = Message.objects.get(room=room)
    files = list(Attachment.objects.filter(in_talk=True).order_by("kind"))
    assert [(each.kind, each.name) for each in files] == [("file", "list.txt"), ("image", "ward.png.jpg")]
    assert f'src="{files[1].get_absolute_url()}"' in message.html
    assert 'alt="A ward with six beds"' in message.html
    handed = client.get(files[0].get_absolute_url())
    assert handed["Content-Disposition"].startswith("attachment")
    assert handed["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("bomb.png", bomb(), "too many pixels"),
        ("page.png", HTML, "not the picture its name promises"),
        ("empty.txt", b"", "is empty"),
    ],
)
def test_what_cannot_be_attached_leaves_the_words_where_they_were(
    room: Room, ada: Person, client: Client, name: str, content: bytes, why: str
) -> None:
    client.force_login(ada)
    form = {"text": "Look at this.", "client_id": str(uuid4()),
            "files": [upload("list.txt", b"gauze"), upload(name, content)]}  # fmt: skip
    answer = client.post(f"/rooms/{room.pk}/send/", form)
    page = answer.content.decode()
    kept = Attachment.objects.get()
    assert (answer.status_code, Message.objects.count()) == (422, 0)
    assert why in page
    assert f"Look at this.\n\n[list.txt]({kept.get_absolute_url()})" in page


def test_who_may_not_write_leaves_no_file_behind(room: Room, client: Client, community: Community) -> None:
    guest = make_member(community, role=10)
    client.force_login(guest)
    form = {"text": "May I?", "client_id": str(uuid4()), "files": [upload("list.txt", b"gauze")]}
    answer = client.post(f"/rooms/{room.pk}/send/", form)
    assert (answer.status_code, Attachment.objects.count()) == (403, 0)
    assert "May I?" in answer.content.decode()


def test_a_drawing_that_could_run_script_is_only_handed_out_to_be_saved(room: Room, ada: Person) -> None:
    file = shown_by(ada, "drawing.svg", SVG)
    message, _held = with_file(ada, room, file)
    client = Client()
    client.force_login(ada)
    answer = client.get(file.get_absolute_url())
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert "<img" not in message.html


def test_an_edit_may_bring_a_file(room: Room, ada: Person, bea: Person, client: Client) -> None:
    message = say(ada, room, "Without.")
    client.force_login(ada)
    form = {"text": "With.", "revision": "1", "files": [upload("ward.png", picture())]}
    assert client.post(f"/rooms/{room.pk}/messages/{message.pk}/edit/", form).status_code == 302
    file = Attachment.objects.get()
    assert (file.in_talk, fetch(bea, file)) == (True, 200)
