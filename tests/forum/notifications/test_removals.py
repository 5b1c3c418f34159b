"""Who is told of what is removed in rooms and of pages: whose it was, and never whoever did it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from forum.chat.actions.taking_down import restore_message, take_down_message
from forum.chat.models import Message, Room
from forum.communities.models import Community, Role
from forum.discussions.actions.staff_notes import leave_note
from forum.gatherings.actions.questions import ask_question
from forum.gatherings.actions.taking_down import restore_question, take_question_down
from forum.moderation.actions.deciding import remove_reported
from forum.moderation.actions.purging import purge_message
from forum.moderation.actions.reporting import report_note, report_person
from forum.moderation.models import Case
from forum.moderation.selectors.cases import case_with
from forum.notifications.models import Notice
from forum.notifications.selectors.inbox import notices_of, unread_notices
from forum.people.models import Person
from tests.factories import (
    expel,
    make_board,
    make_community,
    make_member,
    make_person,
    make_steward,
    make_topic,
)
from tests.forum.chat.test_sending import say
from tests.forum.gatherings.going_on import begun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


@pytest.fixture
def community() -> Community:
    return make_community(visibility="private")


@pytest.fixture
def author(community: Community) -> Person:
    return make_member(community)


@pytest.fixture
def message(community: Community, author: Person) -> Message:
    room = Room.objects.select_related("community").get(community=community)
    said = say(author, room, "A tall man from Ulm, who came at night.")
    return again(said)


def again(message: Message) -> Message:
    return Message.objects.select_related("author", "room__community").get(pk=message.pk)


def kinds(person: Person) -> list[str]:
    return [notice.kind for notice in notices_of(Person.objects.get(pk=person.pk)).notices]


def test_whose_message_was_removed_is_told_and_of_its_return_where_they_read_it(
    message: Message, author: Person, community: Community
) -> None:
    moderator = make_member(community, role=Role.MODERATOR)
    take_down_message(moderator=moderator, message=message, reason="It names a patient.")
    assert (kinds(author), kinds(moderator)) == (["message-removed"], [])
    restore_message(moderator=moderator, message=again(message))
    assert (kinds(author), kinds(moderator)) == (["message-restored"], [])
    assert Notice.objects.count() == 2
    expel(author, community)
    fresh = Person.objects.get(pk=author.pk)
    assert (kinds(author), unread_notices(fresh)) == ([], 0)


def test_whose_question_was_removed_is_told_and_of_its_return_where_they_see_the_session(
    author: Person, community: Community
) -> None:
    host, moderator = (make_member(community, role=role) for role in (Role.FACILITATOR, Role.MODERATOR))
    question = ask_question(
        asker=author, gathering=begun(host, community), words="How long?", client_id=uuid4()
    )
    take_question_down(moderator=moderator, question=question, reason="It names a patient.")
    assert (kinds(author), kinds(moderator), kinds(host)) == (["question-removed"], [], [])
    restore_question(moderator=host, question=question)
    assert (kinds(author), kinds(moderator), kinds(host)) == (["question-restored"], [], [])
    expel(author, community)
    assert (kinds(author), unread_notices(Person.objects.get(pk=author.pk))) == ([], 0)


def test_whose_message_was_purged_is_told_so_once(
    message: Message, author: Person, community: Community
) -> None:
    facilitator = make_member(community, role=Role.FACILITATOR)
    purge_message(purger=facilitator, message=message, why="patient")
    assert kinds(author) == ["message-removed"]


def test_whose_page_it_was_is_told_and_nobody_where_it_stays(author: Person) -> None:
    steward = make_steward()
    Person.objects.filter(pk=author.pk).update(bio="I sell courses.")
    report_person(reporter=make_person(), person=author, reason="commercial")
    case = case_with(Case.objects.get().pk)
    assert case is not None
    assert (kinds(author), kinds(steward)) == ([], ["case-waits"])
    remove_reported(moderator=steward, case=case, reason="We sell nothing here.", took="words")
    assert kinds(author) == ["profile-taken"]


def test_whose_note_was_removed_is_told_though_they_belong_there_no_more(community: Community) -> None:
    moderator = make_member(community, role=Role.MODERATOR)
    facilitator = make_member(community, role=Role.FACILITATOR)
    topic = make_topic(make_board(community))
    note = leave_note(
        moderator=moderator, topic=topic, body="Only fools ask that.", audience="readers", community=community
    )
    report_note(reporter=make_member(community), note=note, reason="unkind")
    case = case_with(Case.objects.get().pk)
    assert case is not None
    remove_reported(moderator=facilitator, case=case, reason="We speak kindly.")
    assert (kinds(moderator), kinds(facilitator)) == (["note-taken"], ["case-waits"])
    expel(moderator, community)
    assert kinds(moderator) == ["note-taken"]
