"""What is left in rooms of who has left, and what a copy of one's data says of them."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client

from forum.chat.actions.direct import block_person, open_direct_room
from forum.chat.actions.messages import edit_message, pin_message, remove_message
from forum.chat.actions.reactions import react_to_message
from forum.chat.actions.reading import read_room
from forum.chat.models import Block, Message, Participant, Room
from forum.chat.selectors.log import replay
from forum.communities.models import Community
from forum.invariants.selectors import breaches
from forum.people.actions.profiles import change_profile
from forum.people.models import Person
from forum.personal_data.models import Departure
from tests.factories import expel, make_community, make_member, make_person, make_steward
from tests.forum.chat.test_sending import say
from tests.forum.personal_data.test_exports import copy_of, read
from tests.forum.personal_data.test_leaving import leave

pytestmark = pytest.mark.django_db


@pytest.fixture
def community() -> Community:
    return make_community("The loom", visibility="private")


@pytest.fixture
def room(community: Community) -> Room:
    return Room.objects.select_related("community").get(community=community)


@pytest.fixture
def ada(community: Community) -> Person:
    return make_member(community, make_person("Ada", handle="ada"))


def told(room: Room) -> str:
    return b"".join(replay(room.pk, after=0).payloads).decode()


def page(person: Person, room: Room) -> str:
    client = Client()
    client.force_login(person)
    return str(client.get(room.get_absolute_url()).content.decode())


def test_a_new_name_is_the_one_that_everybody_reads_up_on(room: Room, ada: Person) -> None:
    other = say(make_member(room.community, make_person("Bea", handle="bea")), room)
    say(ada, room)
    assert '"name":"Ada"' in told(room)
    change_profile(actor=ada, person=ada, display_name="Augusta", handle="augusta")
    first, second = (json.loads(each)["d"]["author"]["name"] for each in replay(room.pk, after=0).payloads)
    assert (first, second, '"ada"' in told(room), other.author.display_name) == (
        "Bea",
        "Augusta",
        False,
        "Bea",
    )


def test_what_they_said_stays_without_their_name(room: Room, ada: Person) -> None:
    bea = make_member(room.community)
    say(ada, room, "My words.")
    two = open_direct_room(person=bea, other=ada)
    say(ada, two, "For you.")
    block_person(person=ada, blocked=make_member(room.community))
    leave(ada)
    assert ("My words." in page(bea, room), "For you." in page(bea, two)) == (True, True)
    assert "Nothing can be sent in this conversation" in page(bea, two)
    for each in (room, two):
        assert ("Ada" in page(bea, each), "Former member" in page(bea, each)) == (False, True)
        assert ("Ada" in told(each), "Former member" in told(each)) == (False, True)
    assert (Block.objects.count(), [row.person for row in Participant.objects.all()]) == (0, [bea])
    assert breaches() == []


def test_what_they_said_is_taken_back_before_everybodys_eyes(room: Room, ada: Person) -> None:
    bea = make_member(room.community)
    say(ada, room, "Words of Ada.")
    message = say(ada, room, "More words of Ada.")
    edit_message(editor=ada, message=message, body="Other words of Ada.", revision=1)
    pin_message(moderator=make_steward(), message=message)
    theirs = say(bea, room, "Bea's.", reply_to=message.pk)
    react_to_message(person=ada, message=theirs, kind="thanks")
    two = open_direct_room(person=bea, other=ada)
    say(ada, two, "Between us.")
    departure = leave(ada, Departure.Wish.BLANK)
    assert (departure.done, departure.total) == (4, 4)
    theirs.refresh_from_db()
    assert (theirs.source, theirs.reaction_counts) == ("Bea's.", {})
    assert "words of Ada" not in told(room) + page(bea, room)
    assert "Between us" not in told(two) + page(bea, two)
    assert page(bea, room).count("Former member took back what they wrote here.") == 2
    kinds = [json.loads(each)["kind"] for each in replay(room.pk, after=0).payloads]
    assert kinds == ["said", "said", "edited", "pinned", "said", "reacted", "unreacted", "removed", "removed"]
    assert breaches() == []


def test_a_room_of_two_goes_with_the_second_of_them(room: Room, ada: Person) -> None:
    bea = make_member(room.community)
    two = open_direct_room(person=bea, other=ada)
    say(bea, two, reply_to=say(ada, two).pk)
    leave(ada)
    assert Room.objects.filter(pk=two.pk).exists()
    leave(bea)
    assert (Room.objects.filter(pk=two.pk).exists(), Message.objects.count()) == (False, 0)
    assert breaches() == []


def test_what_one_said_is_in_the_copy_and_nothing_of_others(room: Room, ada: Person) -> None:
    bea = make_member(room.community, make_person("Bea"))
    theirs = say(bea, room, "Words of somebody else, @ada.")
    mine = say(ada, room, "Frist.", reply_to=theirs.pk)
    edit_message(editor=ada, message=mine, body="First.", revision=1)
    remove_message(remover=ada, message=say(ada, room, "Taken back."))
    react_to_message(person=ada, message=theirs, kind="thanks")
    two = open_direct_room(person=ada, other=bea)
    say(ada, two, "For Bea.")
    read_room(reader=ada, room=room, seq=2)
    block_person(person=ada, blocked=make_member(room.community, make_person("Cy")))
    copy = copy_of(Person.objects.get(pk=ada.pk))
    said = [(row["source"], row["community"], row["number"]) for row in read(copy, "messages.json")]
    assert said == [("First.", "The loom", 2), ("For Bea.", None, 1)]
    assert [row["source"] for row in read(copy, "message_wordings.json")] == ["Frist."]
    assert [row["reaction"] for row in read(copy, "message_reactions.json")] == ["thanks"]
    assert [row["number"] for row in read(copy, "message_mentions.json")] == [1]
    assert [(row["room"], row["with"]) for row in read(copy, "rooms_of_two.json")] == [(two.pk, "Bea")]
    assert [(row["room"], row["read_up_to"]) for row in read(copy, "rooms_read.json")] == [(room.pk, 2)]
    assert [row["blocked"] for row in read(copy, "blocks.json")] == ["Cy"]
    whole = b"".join(copy.read(name) for name in copy.namelist())
    assert [words in whole for words in (b"somebody else", b"Taken back")] == [False, False]
    assert "- `messages.json`: 2" in copy.read("README.md").decode()


def test_a_room_that_one_reads_no_longer_is_not_named_in_the_copy(room: Room, ada: Person) -> None:
    say(ada, room, "My words stay mine.")
    expel(ada, room.community)
    (row,) = read(copy_of(Person.objects.get(pk=ada.pk)), "messages.json")
    assert (row["source"], row["community"], row["name"]) == ("My words stay mine.", None, None)


@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        ("UPDATE forum_room SET last_seq = last_seq + 1", {"I2-room-numbers"}),
        ("UPDATE forum_roomevent SET seq = seq + 7 WHERE seq > 1", {"I2-room-numbers"}),
        ("UPDATE forum_message SET seq = seq + 100", {"I2-messages-in-the-log"}),
        ("UPDATE forum_message SET reaction_counts = '{\"thanks\": 2}'", {"I4-reaction-counts-in-rooms"}),
        ('UPDATE forum_roomevent SET data = \'{"html": "x"}\' WHERE seq = 1', {"I8-removed-messages"}),
        ("UPDATE forum_roomreading SET seq = 99", {"I4-room-readings"}),
        ("DELETE FROM forum_participant", {"I5-rooms-of-two"}),
    ],
)
def test_a_broken_promise_is_told(room: Room, ada: Person, sql: str, broken: set[str]) -> None:
    remove_message(remover=ada, message=say(ada, room))
    read_room(reader=ada, room=room, seq=2)
    open_direct_room(person=ada, other=make_member(room.community))
    assert breaches() == []
    with connection.cursor() as cursor:
        cursor.execute(sql)
    assert {breach.promise.key for breach in breaches()} == broken
