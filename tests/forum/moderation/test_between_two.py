"""What stewards do with a message of two that was reported: they see its files, and can delete it everywhere."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from forum.chat.actions.direct import open_direct_room
from forum.chat.actions.sending import send_message
from forum.chat.models import Message, MessageFile, Room
from forum.communities.models import Change, Community, Role
from forum.core.verdicts import Refused
from forum.discussions.actions.files import attachment_markdown, store_upload
from forum.moderation.actions.deciding import keep_reported
from forum.moderation.actions.purging import purge_message
from forum.moderation.actions.reporting import report_message
from forum.moderation.models import Case, Report
from forum.moderation.selectors.cases import case_with
from forum.people.models import Person
from tests.factories import make_community, make_member, make_steward
from tests.forum.chat.test_sending import say
from tests.forum.discussions.uploads import picture, upload
from tests.forum.moderation.reported import said_anew
from tests.forum.people_anew import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
SAID = "The tall baker from the mill street, who came in at night."


@pytest.fixture
def community() -> Community:
    return make_community(visibility="private")


@pytest.fixture
def author(community: Community) -> Person:
    return make_member(community)


@pytest.fixture
def reporter(community: Community) -> Person:
    return make_member(community)


@pytest.fixture
def steward() -> Person:
    return make_steward()


@pytest.fixture
def room(author: Person, reporter: Person) -> Room:
    return open_direct_room(person=author, other=reporter)


def with_file(author: Person, room: Room, body: str) -> Message:
    kept = store_upload(owner=author, upload=upload("seen.png", picture()))
    sent = send_message(
        author=author, room=room, client_id=uuid4(), body=f"{body}\n\n{attachment_markdown(kept)}"
    )
    return said_anew(sent)


def file_of(message: Message) -> str:
    return MessageFile.objects.get(message=message).attachment.get_absolute_url()


def sees(person: Person, address: str) -> bool:
    return signed_in(person).get(address).status_code == 200


def reported(message: Message, reporter: Person) -> Case:
    report_message(reporter=reporter, message=message, reason="patient", words="He can be recognised.")
    found = case_with(Case.objects.latest("pk").pk)
    assert found is not None
    return found


def test_whoever_decides_sees_the_files_of_the_one_message_as_long_as_they_decide(
    room: Room, author: Person, reporter: Person, steward: Person, community: Community
) -> None:
    other, message = with_file(author, room, "Another one."), with_file(author, room, SAID)
    facilitator = make_member(community, role=Role.FACILITATOR)
    assert (sees(reporter, file_of(message)), sees(steward, file_of(message))) == (True, False)
    case = reported(message, reporter)
    assert file_of(message) in signed_in(steward).get(case.get_absolute_url()).content.decode()
    assert (sees(steward, file_of(message)), sees(steward, file_of(other))) == (True, False)
    assert not sees(facilitator, file_of(message))
    keep_reported(moderator=steward, case=case)
    assert (sees(steward, file_of(message)), sees(reporter, file_of(message))) == (False, True)


def test_once_it_is_decided_what_two_say_is_shown_to_nobody_else(
    room: Room, author: Person, reporter: Person, steward: Person
) -> None:
    message = with_file(author, room, SAID)
    case = reported(message, reporter)
    address = case.get_absolute_url()
    assert SAID in signed_in(steward).get(address).content.decode()
    keep_reported(moderator=steward, case=case)
    shown = signed_in(steward).get(address).content.decode()
    assert (SAID in shown, "to themselves again" in shown, "It is gone." in shown) == (False, True, False)


def test_a_steward_to_whom_it_was_said_sees_no_more_for_being_one(
    author: Person, community: Community
) -> None:
    party = make_member(community, make_steward())
    room = open_direct_room(person=party, other=author)
    message = with_file(author, room, SAID)
    case = reported(message, party)
    assert signed_in(party).get(case.get_absolute_url()).status_code == 404
    with pytest.raises(Refused, match="Nobody looks after"):
        purge_message(purger=party, message=message, why="patient")


def test_stewards_delete_everywhere_what_was_reported_to_them_and_nothing_else_of_it(
    room: Room, author: Person, reporter: Person, steward: Person, community: Community
) -> None:
    message = with_file(author, room, SAID)
    address = reverse("message-purge", args=[message.room_id, message.pk])
    assert signed_in(steward).get(address).status_code == 404
    with pytest.raises(Refused, match="Nobody looks after"):
        purge_message(purger=steward, message=message, why="patient")
    quoted = say(reporter, Room.objects.select_related("community").get(community=community), f"> {SAID}")
    file, case = file_of(message), reported(message, reporter)
    assert address in signed_in(steward).get(case.get_absolute_url()).content.decode()
    shown = signed_in(steward).get(address).content.decode()
    assert (case.get_absolute_url() in shown, SAID in shown) == (True, False)
    for person in (author, reporter):
        assert signed_in(person).post(address, {"why": "patient"}).status_code == 403
    assert signed_in(make_member(community, role=Role.FACILITATOR)).get(address).status_code == 404
    answer = signed_in(steward).post(address, {"why": "patient"})
    assert answer["Location"] == reverse("network-log")
    assert (said_anew(message).source, said_anew(message).removed_at is not None) == ("", True)
    decided = Case.objects.get()
    assert (decided.state, decided.decided_by) == (Case.State.REMOVED, steward)
    shown = signed_in(steward).get(case.get_absolute_url()).content.decode()
    assert ("A patient could be recognised" in shown, SAID in shown) == (True, False)
    assert "baker" not in said_anew(quoted).source
    assert (sees(reporter, file), MessageFile.objects.count(), set(Report.objects.values_list("words"))) == (
        False, 0, {("",)},
    )  # fmt: skip
    line = Change.objects.get(verb="purged")
    assert (line.community, line.about, line.person, line.reason) == (None, "", author, "")
    assert line.details["message"] == message.pk and line.details["places"]["files"] == 1
    log = signed_in(steward).get(reverse("network-log")).content.decode()
    assert ("deleted everywhere what" in log, "baker" in log) == (True, False)
    assert purge_message(purger=steward, message=said_anew(message), why="patient") is False
    assert Change.objects.filter(verb="purged").count() == 1
