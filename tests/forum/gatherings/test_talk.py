"""The room of a live session: who reads and speaks there, when, and by which name it goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.chat.actions.taking_down import take_down_message
from forum.chat.models import Room
from forum.chat.policies.rooms import may_close_room, may_moderate_room, may_read_room, may_write_in
from forum.chat.selectors.own_rooms import own_rooms, unread_in_rooms
from forum.chat.selectors.rooms import number_in_use, rooms_of, rooms_read_by
from forum.communities.models import Community, Role
from forum.core.verdicts import Refused
from forum.gatherings.actions.coming import answer_whether_one_comes
from forum.gatherings.actions.joint import end_part
from forum.gatherings.actions.questions import ask_question
from forum.gatherings.actions.reminding import GRACE, end_what_is_over
from forum.gatherings.actions.rooms import open_missing_rooms
from forum.gatherings.models import Coming, Gathering
from forum.gatherings.policies.talk import may_be_there
from forum.gatherings.selectors.joint import joint_for
from forum.gatherings.selectors.talk import session_of, session_to_ask, sessions_to_ask
from forum.people.models import Person
from realtime.rights import rights_of
from tests.factories import make_community, make_member, make_person, mute, suspend
from tests.forum.gatherings.going_on import begun, joined, near, room_of, said
from tests.forum.gatherings.meeting import again, meeting, series, when

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


@pytest.fixture
def community() -> Community:
    return make_community("Whistle blowers", visibility="hidden")


@pytest.fixture
def other() -> Community:
    return make_community("Night teaching", visibility="private")


def reads_and_writes(person: Person, gathering: Gathering) -> tuple[bool, bool]:
    fresh = Person.objects.get(pk=person.pk)
    room = room_of(gathering)
    reads, writes = may_read_room(fresh, room), may_write_in(fresh, room)
    assert bool(reads) == rooms_read_by(fresh).filter(pk=room.pk).exists()
    return bool(reads), bool(writes)


def test_every_session_has_a_room_from_its_announcement_on_and_a_draft_has_none(
    host: Person, community: Community
) -> None:
    draft, announced = meeting(host, community, is_draft=True), meeting(host, community)
    first = when()
    weekly = series(host, community, first=first, until=first["day"] + timedelta(days=14), now=timezone.now())
    rooms = list(Room.objects.filter(kind="session").values_list("gathering", flat=True))
    assert sorted(rooms) == sorted([announced.pk, *(each.pk for each in weekly)])
    assert again(draft).room is None
    Gathering.objects.filter(pk=announced.pk).update(room=None)
    Room.objects.filter(pk=announced.room_id).delete()
    assert (open_missing_rooms(), open_missing_rooms()) == (1, 0)


def test_it_belongs_to_the_session_and_not_to_the_rooms_of_the_community(
    host: Person, community: Community
) -> None:
    before = number_in_use(community)
    gathering = begun(host, community)
    said(host, gathering)
    room, member = room_of(gathering), make_member(community)
    assert room not in list(rooms_of(community)) and number_in_use(community) == before
    assert room not in [own.room for own in own_rooms(member)] and unread_in_rooms(member) == 0
    assert not may_close_room(host, room)


def test_who_takes_part_talks_and_who_does_not_reads_nothing(
    host: Person, community: Community, other: Community
) -> None:
    gathering = begun(host, community)
    member, through, outsider = make_member(community), make_member(other), make_person()
    assert reads_and_writes(member, gathering) == (True, True)
    assert reads_and_writes(through, gathering) == (False, False)
    row = joined(gathering, other)
    assert reads_and_writes(through, gathering) == (True, True)
    assert reads_and_writes(outsider, gathering) == (False, False)
    said(through, gathering)
    found = joint_for(row.pk)
    assert found is not None
    end_part(person=host, joint=found)
    assert reads_and_writes(through, gathering) == (False, False)
    with pytest.raises(Refused):
        said(through, gathering)


def test_what_the_host_decided_holds_and_what_the_others_did_where_one_comes_through_them(
    host: Person, community: Community, other: Community
) -> None:
    gathering = begun(host, community)
    joined(gathering, other)
    member, through, both = make_member(community), make_member(other), make_member(community)
    make_member(other, both)
    mute(member, community)
    mute(through, other)
    assert reads_and_writes(member, gathering) == (True, False)
    assert reads_and_writes(through, gathering) == (True, False)
    mute(both, other)
    assert reads_and_writes(both, gathering) == (True, True)
    mute(both, community)
    assert reads_and_writes(both, gathering) == (True, False)
    suspend(through, other)
    assert reads_and_writes(through, gathering) == (False, False)


def test_who_is_suspended_where_it_is_held_does_not_follow_it_through_another_community(
    host: Person, community: Community, other: Community
) -> None:
    gathering, both = begun(host, community), make_member(community)
    joined(gathering, other)
    make_member(other, both)
    assert may_be_there(both, room_of(gathering))
    suspend(both, community)
    assert not may_be_there(Person.objects.get(pk=both.pk), room_of(gathering))


def test_an_archived_community_is_added_to_through_no_other_one(
    host: Person, community: Community, other: Community
) -> None:
    gathering, through = begun(host, community), make_member(other)
    joined(gathering, other)
    assert reads_and_writes(through, gathering) == (True, True)
    Community.objects.filter(pk=community.pk).update(archived_at=timezone.now())
    assert reads_and_writes(through, gathering) == (True, False)
    with pytest.raises(Refused, match="archived"):
        said(through, gathering)
    with pytest.raises(Refused, match="archived"):
        ask_question(asker=through, gathering=again(gathering), words="How long?", client_id=uuid4())


def test_it_opens_a_little_before_closes_a_while_after_and_hosts_may_before(
    host: Person, community: Community
) -> None:
    member, gathering = make_member(community), near(host, community, minutes=60)
    assert (reads_and_writes(member, gathering), reads_and_writes(host, gathering)) == (
        (True, False),
        (True, True),
    )
    Gathering.objects.filter(pk=gathering.pk).update(starts_at=timezone.now() + timedelta(minutes=14))
    assert reads_and_writes(member, gathering) == (True, True)
    over = timezone.now() - timedelta(minutes=10)
    Gathering.objects.filter(pk=gathering.pk).update(
        starts_at=over - timedelta(hours=2), ends_at=over - GRACE
    )
    assert end_what_is_over(now=timezone.now()) == 1
    assert reads_and_writes(member, gathering) == (True, True)
    stage = again(gathering).stage
    stage.closed_at = timezone.now() - timedelta(days=2, minutes=1)
    stage.save()
    assert (reads_and_writes(member, gathering), reads_and_writes(host, gathering)) == (
        (True, False),
        (True, False),
    )


def test_a_speaker_from_outside_speaks_where_they_read(host: Person) -> None:
    open_one = make_community("Open ward", visibility="network")
    facilitator, guest = make_member(open_one, role=Role.FACILITATOR), make_person("Gus Speaker")
    gathering = begun(facilitator, open_one)
    assert reads_and_writes(guest, gathering) == (True, False)
    gathering.hosts.create(person=guest, part="speaker", position=1)
    assert reads_and_writes(guest, gathering) == (True, True)
    assert not may_moderate_room(guest, room_of(gathering))


def test_a_socket_rests_on_every_community_that_takes_part_and_many_are_asked_about_at_once(
    host: Person, community: Community, other: Community, django_assert_max_num_queries: object
) -> None:
    gathering = begun(host, community)
    joined(gathering, other)
    room, people = room_of(gathering), [make_member(other) for _number in range(8)]
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        found = rights_of([(each.pk, room.pk) for each in people])
    rights = found[people[0].pk, room.pk]
    assert (rights.reads, rights.may, rights.mode, rights.beside) == (
        True,
        ("write", "react"),
        "open",
        frozenset({community.pk, other.pk}),
    )


def test_a_session_that_is_asked_about_by_itself_is_the_one_that_lists_have(
    host: Person, community: Community, other: Community, django_assert_num_queries: Any
) -> None:
    gathering, guest = begun(host, community), make_person()
    joined(gathering, other)
    gathering.hosts.create(person=guest, part="speaker", position=1)
    listed, room = sessions_to_ask().get(pk=gathering.pk), room_of(gathering)
    with django_assert_num_queries(3):
        alone = session_to_ask(gathering.pk)
        sides = [(each.person_id, each.part) for each in alone.hosts.all()]
        others = [(each.state, each.community.slug) for each in alone.joint.all()]
        known = (alone.community.slug, alone.stage.pk)
    assert sides == [(each.person_id, each.part) for each in listed.hosts.all()]
    assert [person for person, _part in sides] == [host.pk, guest.pk]
    assert others == [("agreed", other.slug)]
    assert known == (community.slug, listed.stage.pk)
    assert {field.attname: getattr(alone, field.attname) for field in Gathering._meta.concrete_fields} == {
        field.attname: getattr(listed, field.attname) for field in Gathering._meta.concrete_fields
    }
    assert [each.person_id for each in alone.hosts.filter(part="speaker")] == [guest.pk]
    with django_assert_num_queries(3):
        assert [session_of(room), session_of(room)] == [gathering, gathering]
    with pytest.raises(Gathering.DoesNotExist):
        session_to_ask(gathering.pk + 1)


def test_a_hidden_host_is_named_nowhere_to_who_comes_through_another_community(
    client: Client, host: Person, community: Community, other: Community
) -> None:
    gathering, member = begun(host, community), make_member(other)
    joined(gathering, other)
    message = said(member, gathering)
    key = gathering.room_id
    client.force_login(member)
    pages = [
        gathering.get_absolute_url(),
        reverse("message-acts", args=[key, message.pk]),
        reverse("message-edit", args=[key, message.pk]),
        reverse("message-remove", args=[key, message.pk]),
        reverse("room-search", args=[key]) + "?q=hello",
        reverse("rooms"),
    ]
    for page in pages:
        answer = client.get(page)
        shown = answer.content.decode()
        assert (answer.status_code, "Whistle blowers" in shown, community.slug in shown) == (
            200,
            False,
            False,
        ), page
    taken = said(member, gathering, "Off it goes.")
    take_down_message(moderator=host, message=taken, reason="Not here.")
    theirs = said(host, gathering, "Theirs.")
    report = reverse("message-report", args=[key, theirs.pk])
    assert client.post(report, {"reason": "unkind", "note": "Hm."}).status_code == 302
    pages += [reverse("message-removal", args=[key, taken.pk]), reverse("own-removed"), report]
    pages += [reverse("own-reports"), gathering.get_absolute_url()]
    for page in pages[-5:]:
        shown = client.get(page, follow=True).content.decode()
        assert ("Whistle blowers" in shown, community.slug in shown) == (False, False), page
    client.force_login(host)
    assert "Whistle blowers" in client.get(pages[1]).content.decode()


def test_who_comes_through_a_hidden_community_is_named_to_those_alone_who_may_know_of_it(
    client: Client,
) -> None:
    rounds = make_community("Ward rounds", visibility="open")
    gathering = begun(make_member(rounds, role=Role.FACILITATOR), rounds)
    hidden = make_community("Whistle blowers", visibility="hidden")
    joined(gathering, hidden)
    beside, coming = make_member(hidden), make_member(hidden, make_person("Quentin Ash"))
    here = make_member(rounds, make_person("Quentin Birch"))
    for person in (coming, here):
        answer_whether_one_comes(person=person, gathering=again(gathering), comes=Coming.State.COMING)
    address = reverse("room-people", args=[gathering.room_id])
    for reader, named in (
        (make_member(rounds), {"Quentin Birch"}),
        (make_person(), set()),
        (beside, {"Quentin Ash", "Quentin Birch"}),
    ):
        client.force_login(reader)
        assert {each["name"] for each in client.get(address, {"q": "quentin"}).json()} == named


def test_a_name_that_one_writes_tells_not_who_belongs_to_a_hidden_community() -> None:
    rounds = make_community("Ward rounds", visibility="private")
    gathering = begun(make_member(rounds, role=Role.FACILITATOR), rounds)
    hidden = make_community("Whistle blowers", visibility="hidden")
    joined(gathering, hidden)
    author, here, there = make_member(rounds), make_member(rounds), make_member(hidden)

    def named() -> set[int]:
        words = f"@{here.handle} and @{there.handle}, what do you say?"
        message = said(author, gathering, words)
        assert (f"/people/{there.handle}" in message.html) is message.mentions.filter(person=there).exists()
        return set(message.mentions.values_list("person", flat=True))

    assert named() == {here.pk}
    said(there, gathering, "Hello.")
    assert named() == {here.pk, there.pk}


def test_its_page_is_that_of_the_session_and_what_was_typed_stays_there(
    client: Client, host: Person, community: Community
) -> None:
    gathering, member = begun(host, community), make_member(community)
    client.force_login(member)
    room = reverse("room", args=[gathering.room_id])
    answer = client.get(room + "?before=9")
    assert (answer.status_code, answer["Location"]) == (302, gathering.get_absolute_url() + "?before=9")
    sent = client.post(room + "send/", {"text": "Good morning", "client_id": ""})
    assert sent.status_code == 302
    page = client.get(gathering.get_absolute_url()).content.decode()
    assert "Good morning" in page and f'data-room="{gathering.room_id}"' in page
    mute(member, community)
    refused = client.post(room + "send/", {"text": "Kept words"})
    shown = refused.content.decode()
    assert (refused.status_code, "Kept words" in shown, "muted" in shown) == (403, True, True)
