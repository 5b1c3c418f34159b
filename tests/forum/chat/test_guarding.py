"""What is said in rooms and may identify a patient: asked about before it is there, and never held."""

from __future__ import annotations

import re
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from forum.chat.actions.direct import open_direct_room
from forum.chat.actions.messages import edit_message
from forum.chat.actions.sending import send_message
from forum.chat.models import Message, Room, RoomEvent
from forum.communities.models import Community, Role
from forum.core.identifiers import Identified
from forum.people.models import Person
from realtime import acts
from realtime.protocol import Act, Send, parse
from tests.factories import make_community, make_member

pytestmark = pytest.mark.django_db

NAMING = "Pt MRN 00482913 came back."


@pytest.fixture
def room() -> Room:
    return Room.objects.select_related("community").get(community=make_community())


@pytest.fixture
def ada(room: Room) -> Person:
    assert room.community is not None
    return make_member(room.community)


@pytest.fixture
def client(ada: Person) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def guard(room: Room, guard: str) -> None:
    Community.objects.filter(pk=room.community_id).update(guard=guard)


def stored() -> tuple[int, int]:
    return Message.objects.count(), RoomEvent.objects.count()


def test_nothing_is_there_until_its_author_says_that_it_identifies_nobody(room: Room, ada: Person) -> None:
    with pytest.raises(Identified, match="MRN 00482913") as told:
        send_message(author=ada, room=room, client_id=uuid4(), body=NAMING)
    assert stored() == (0, 0)
    sent = send_message(author=ada, room=room, client_id=uuid4(), body=NAMING, cleared=told.value.edition)
    assert (sent.source, *stored()) == (NAMING, 1, 1)
    with pytest.raises(Identified) as once_more:
        edit_message(editor=ada, message=sent, body=NAMING + " Tel 07700 900461", revision=1)
    assert [each.kind for each in once_more.value.sightings] == ["phone"]
    assert edit_message(editor=ada, message=sent, body=NAMING + " Again.", revision=1).revision == 2


def test_where_moderators_look_first_it_is_not_sent_for_nothing_waits_in_a_room(
    room: Room, ada: Person
) -> None:
    guard(room, "hold")
    moderator = make_member(room.community, role=Role.MODERATOR)  # type: ignore[arg-type]
    for author in (ada, moderator):
        with pytest.raises(Identified, match="in a room nothing can wait") as told:
            send_message(author=author, room=room, client_id=uuid4(), body=NAMING)
        assert told.value.edition == ""
    guard(room, "off")
    assert send_message(author=ada, room=room, client_id=uuid4(), body=NAMING).source == NAMING


def test_between_two_one_is_asked(room: Room, ada: Person) -> None:
    bo = make_member(room.community)  # type: ignore[arg-type]
    of_two = open_direct_room(person=ada, other=bo)
    with pytest.raises(Identified):
        send_message(author=ada, room=of_two, client_id=uuid4(), body=NAMING)


def test_a_socket_is_told_what_it_may_send_on(room: Room, ada: Person) -> None:
    cid = uuid4()
    failed = acts.send(ada.pk, Send(id=7, room=room.pk, cid=cid, body=NAMING))
    assert isinstance(failed, acts.Failed)
    assert (failed.code, failed.retry, bool(failed.seen), stored()) == ("identified", None, True, (0, 0))
    sent = parse(
        f'{{"t": "send", "id": 8, "room": {room.pk}, "cid": "{cid}", "body": "{NAMING}", "cleared": "{failed.seen}"}}'
    )
    assert isinstance(sent, Send)
    assert isinstance(acts.send(ada.pk, sent), acts.Done)
    message = Message.objects.get()
    data = {"body": NAMING + " Tel 07700 900461", "revision": 1}
    edit = Act(id=9, room=room.pk, cid=uuid4(), op="edit", target=message.pk, data=data)
    refused = acts.act(ada.pk, edit)
    assert isinstance(refused, acts.Failed) and refused.code == "identified"
    edit.data["cleared"] = refused.seen
    assert isinstance(acts.act(ada.pk, edit), acts.Done)


def test_without_script_the_room_asks_on_its_page(client: Client, room: Room) -> None:
    form = {"text": NAMING, "client_id": str(uuid4())}
    page = client.post(f"/rooms/{room.pk}/send/", form)
    text = unescape(page.content.decode())
    assert (page.status_code, stored(), "<mark>MRN 00482913</mark>" in text) == (422, (0, 0), True)
    (edition,) = re.findall(r'name="cleared" value="(\w+)"', text)
    assert client.post(f"/rooms/{room.pk}/send/", form | {"cleared": edition}).status_code == 302
    message = Message.objects.get()
    change = {"text": NAMING + " Tel 07700 900461", "revision": 1}
    address = f"/rooms/{room.pk}/messages/{message.pk}/edit/"
    page = client.post(address, change)
    (edition,) = re.findall(r'name="cleared" value="(\w+)"', page.content.decode())
    assert page.status_code == 422
    assert client.post(address, change | {"cleared": edition}).status_code == 302


def test_scripts_that_go_by_pages_are_told_the_same(client: Client, room: Room) -> None:
    form = {"text": NAMING, "client_id": str(uuid4())}
    headers = {"accept": "application/json"}
    told = client.post(f"/rooms/{room.pk}/send/", form, headers=headers).json()
    assert "MRN 00482913" in told["say"]
    sent = client.post(f"/rooms/{room.pk}/send/", form | {"cleared": told["seen"]}, headers=headers)
    assert sent.status_code == 201
