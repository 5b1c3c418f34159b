"""Completing @names in rooms: whom one is offered, in which order, and whom not."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum.chat.actions.direct import open_direct_room
from forum.chat.actions.rooms import close_room, open_room
from forum.chat.models import Message, Room
from forum.chat.policies.rooms import may_go_on_talking, may_read_room
from forum.chat.selectors.people import LATELY, MOST_NAMED
from forum.communities.models import Community, Role
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_community,
    make_member,
    make_person,
    make_placeholder,
    make_steward,
    suspend,
)
from tests.forum.chat.test_sending import say
from tests.forum.lifting.lifted import room_of

pytestmark = pytest.mark.django_db


def answer(person: Person, room: Room, text: str = "x-") -> Any:
    client = Client()
    client.force_login(person)
    return client.get(reverse("room-people", args=[room.pk]), {"q": text})


def offered(person: Person, room: Room, text: str = "x-") -> list[str]:
    return [row["handle"] for row in answer(person, room, text).json()]


def named(community: Community, handle: str, **fields: Any) -> Person:
    return make_member(community, make_person(handle=handle, **fields))


@pytest.fixture
def community() -> Community:
    return make_community(visibility="private")


@pytest.fixture
def ada(community: Community) -> Person:
    return named(community, "x-ada")


def people_of_all_kinds(community: Community) -> None:
    make_member(
        community, make_person("Guest Xenia", handle="x-guest", affiliation="Bergen"), role=Role.GUEST
    )
    named(community, "x-member")
    suspend(named(community, "x-suspended"), community)
    named(community, "x-inactive", is_active=False)
    make_placeholder("Imported", handle="x-imported")
    make_person(handle="x-outsider")
    make_steward("Sten", handle="x-steward")


def test_those_are_offered_who_read_the_room_but_for_who_asks(community: Community, ada: Person) -> None:
    people_of_all_kinds(community)
    said = answer(ada, room_of(community))
    member = Person.objects.get(handle="x-member")
    assert (said.status_code, said["Content-Type"], said["Cache-Control"]) == (
        200, "application/json", "private, no-store",
    )  # fmt: skip
    assert said.json() == [
        {"handle": "x-guest", "name": "Guest Xenia", "affiliation": "Bergen"},
        {"handle": "x-member", "name": member.display_name, "affiliation": ""},
        {"handle": "x-steward", "name": "Sten", "affiliation": ""},
    ]
    assert answer(make_person(), room_of(community)).status_code == 404
    assert offered(make_steward(), room_of(community)) == ["x-ada", "x-guest", "x-member", "x-steward"]


def test_where_the_network_reads_those_are_offered_who_belong_there() -> None:
    community = make_community(visibility="network")
    people_of_all_kinds(community)
    asking = make_member(community)
    assert offered(asking, room_of(community)) == ["x-guest", "x-member", "x-steward"]


def test_a_closed_room_names_its_readers_still(community: Community, ada: Person) -> None:
    facilitator = make_member(community, role=Role.FACILITATOR)
    people_of_all_kinds(community)
    room = open_room(opener=facilitator, community=community, name="Other")
    close_room(facilitator=facilitator, room=room)
    assert offered(ada, room) == ["x-guest", "x-member", "x-steward"]
    Community.objects.filter(pk=community.pk).update(archived_at=timezone.now())
    assert offered(ada, room) == ["x-guest", "x-member", "x-steward"]


def test_in_a_room_of_two_the_other_one_is_offered_and_nobody_else(community: Community, ada: Person) -> None:
    people_of_all_kinds(community)
    bea = named(community, "x-bea")
    two = open_direct_room(person=bea, other=ada)
    assert (offered(ada, two), offered(bea, two)) == (["x-bea"], ["x-ada"])
    assert (offered(ada, two, "y-"), answer(make_steward(), two).status_code) == ([], 404)


def test_who_a_room_of_two_is_between_is_said_by_the_room_and_other_rooms_are_between_nobody(
    community: Community, ada: Person
) -> None:
    bea, room = make_member(community), room_of(community)
    two = open_direct_room(person=bea, other=ada)
    assert (two.two, room.two, Room(kind=Room.Kind.DIRECT).two) == ((ada.pk, bea.pk), (), ())
    assert [bool(may_read_room(each, two)) for each in (ada, bea, make_steward())] == [True, True, False]
    assert [bool(may_go_on_talking(each)) for each in (two, room)] == [True, False]
    assert not may_read_room(ada, Room(kind=Room.Kind.DIRECT))


def test_who_talked_lately_comes_first(community: Community, ada: Person) -> None:
    room, other = room_of(community), room_of(make_community())
    for name in "abcd":
        named(community, f"x-{name}")
    make_member(other.community, Person.objects.get(handle="x-b"))
    say(Person.objects.get(handle="x-b"), other)
    for name in "cd":
        say(Person.objects.get(handle=f"x-{name}"), room)
    assert offered(make_member(community), room) == ["x-c", "x-d", "x-a", "x-ada", "x-b"]
    last = say(ada, room).seq
    Message.objects.bulk_create(
        Message(room=room, seq=last + each, author=ada, client_id=uuid4(), source="x", html="<p>x</p>")
        for each in range(1, LATELY - 1)
    )
    assert offered(make_member(community), room) == ["x-ada", "x-d", "x-a", "x-b", "x-c"]


def test_many_who_are_suspended_hide_nobody(community: Community, ada: Person) -> None:
    for number in range(MOST_NAMED + 1):
        suspend(named(community, f"x-{number:02}"), community)
    named(community, "x-zoe")
    assert offered(ada, room_of(community)) == ["x-zoe"]


def test_it_costs_the_same_for_one_person_as_for_thirty(community: Community, ada: Person) -> None:
    room, client, found = room_of(community), Client(), []
    client.force_login(ada)
    address = reverse("room-people", args=[room.pk])
    client.get(address, {"q": "x-"})
    for numbers in (range(1), range(1, 30)):
        for number in numbers:
            say(named(community, f"x-{number:02}"), room)
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(address, {"q": "x-"}).json()
        found.append((len(queries), len(shown)))
    # Who asks, what they belong to, the room; the people, what these belong to.
    assert found == [(5, 1), (5, 8)]


def test_no_answer_is_kept_anywhere(community: Community, ada: Person) -> None:
    client = Client()
    client.force_login(ada)
    asked = [
        client.get(reverse("room-people", args=[room_of(community).pk]), {"q": text}) for text in ("x-", "")
    ] + [client.get("/mentions/", {"q": text, "board": make_board(community).pk}) for text in ("x-", "")]
    assert [(each.status_code, each["Cache-Control"]) for each in asked] == [(200, "private, no-store")] * 4
