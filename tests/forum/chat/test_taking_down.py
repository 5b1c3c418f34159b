"""Messages that moderators remove with a reason: who reads what, what comes back, and what is deleted for good."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from forum.chat.actions.direct import open_direct_room
from forum.chat.actions.leaving import let_go_of_talk
from forum.chat.actions.letters import mail_why_message_removed
from forum.chat.actions.messages import edit_message, pin_message, remove_message
from forum.chat.actions.reactions import react_to_message
from forum.chat.actions.taking_down import (
    clear_removed_messages,
    forget_removed_message,
    restore_message,
    take_down_message,
)
from forum.chat.models import Message, MessageRemoval, Room
from forum.chat.selectors.log import replay
from forum.chat.selectors.messages import found_in
from forum.communities.models import KEPT_DAYS, Change, Community, Membership, Role
from forum.core.verdicts import Invalid, Refused
from forum.discussions.models import Attachment
from forum.notifications.models import Notice
from forum.notifications.selectors.inbox import notices_of
from forum.people.models import Person
from forum.personal_data.selectors.talk import removed
from realtime import acts
from realtime.protocol import Act
from tests.factories import expel, make_community, make_member, make_person, make_steward
from tests.forum.chat.test_files import fetch, with_file
from tests.forum.chat.test_sending import log_of, say
from tests.forum.people_anew import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
WHY = "It names a patient."


@pytest.fixture
def community() -> Community:
    return make_community(visibility="private")


@pytest.fixture
def room(community: Community) -> Room:
    return Room.objects.select_related("community").get(community=community)


@pytest.fixture
def moderator(community: Community) -> Person:
    return make_member(community, role=Role.MODERATOR)


@pytest.fixture
def author(community: Community) -> Person:
    return make_member(community)


@pytest.fixture
def message(author: Person, room: Room) -> Message:
    return say(author, room, "A tall man from Ulm.")


def again(message: Message) -> Message:
    return Message.objects.select_related("author", "room__community").get(pk=message.pk)


def down(message: Message, moderator: Person, **more: Any) -> Message:
    return take_down_message(moderator=moderator, message=again(message), reason=WHY, **more)


def at(name: str, message: Message) -> str:
    return reverse(name, args=[message.room_id, message.pk])


def said_by(person: Person, address: str) -> str:
    return signed_in(person).get(address).content.decode()


def told(person: Person) -> list[str]:
    return [notice.kind for notice in notices_of(Person.objects.get(pk=person.pk)).notices]


def test_what_is_removed_is_read_by_its_author_and_by_moderators_alone(
    message: Message, moderator: Person, author: Person, community: Community
) -> None:
    down(message, moderator)
    for person in (author, moderator, make_steward()):
        page = said_by(person, at("message-removal", message))
        assert (WHY in page, "A tall man" in page) == (True, True)
        assert at("message-removal", message) in said_by(person, message.room.get_absolute_url())
    member = make_member(community)
    for person in (member, make_person()):
        assert signed_in(person).get(at("message-removal", message)).status_code == 404
    shown = said_by(member, message.room.get_absolute_url())
    assert ("was removed by a moderator" in shown, at("message-removal", message) in shown) == (True, False)
    assert b"tall man" not in b"".join(replay(message.room_id, after=0).payloads)
    assert found_in(message.room, "tall") == []
    line = Change.objects.get(verb="message-removed")
    assert (line.reason, line.person, line.community, line.details) == (
        WHY, author, community, {"message": message.pk},
    )  # fmt: skip


def test_it_comes_back_in_its_place_and_whoever_listens_is_told(
    message: Message, moderator: Person, author: Person, room: Room
) -> None:
    edit_message(editor=author, message=message, body="A person from Ulm.", revision=1)
    react_to_message(person=moderator, message=message, kind="thanks")
    pin_message(moderator=moderator, message=message)
    before = again(message)
    down(message, moderator)
    restore_message(moderator=moderator, message=again(message))
    after = again(message)
    same = ("source", "html", "seq", "edited_at")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    assert (after.removed_at, after.removed_by, after.pinned_at, after.reaction_counts) == (
        None,
        None,
        None,
        {},
    )
    assert not MessageRemoval.objects.exists()
    kinds = [kind for _seq, kind in log_of(room)]
    assert kinds == ["said", "edited", "reacted", "pinned", "removed", "restored"]
    said, edited, *_rest, restored = [json.loads(each)["d"] for each in replay(room.pk, after=0).payloads]
    assert (said["author"]["id"], said["html"], edited["html"]) == (author.pk, after.html, after.html)
    assert restored == {"id": message.pk}
    assert "A person from Ulm." in said_by(moderator, room.get_absolute_url())
    assert Change.objects.get(verb="message-restored").about == room.title


def test_nobody_brings_back_what_somebody_above_them_removed(
    message: Message, moderator: Person, community: Community
) -> None:
    facilitator = make_member(community, role=Role.FACILITATOR)
    down(message, facilitator)
    with pytest.raises(Refused, match="removed by a facilitator"):
        restore_message(moderator=moderator, message=again(message))
    listed, back = reverse("removed-topics", args=[community.slug]), at("message-restore", message)
    for person, offers in ((moderator, False), (facilitator, True)):
        for page in (said_by(person, listed), said_by(person, at("message-removal", message))):
            assert (WHY in page, back in page) == (True, offers)
            assert ("removed by a facilitator. Only someone of that role" in page) != offers
    restore_message(moderator=facilitator, message=again(message))
    assert again(message).source == "A tall man from Ulm."


def test_what_was_removed_costs_the_same_however_much_it_is(
    room: Room, author: Person, moderator: Person, community: Community
) -> None:
    client, path = signed_in(moderator), reverse("removed-topics", args=[community.slug])

    def remove_some(number: int) -> None:
        for _ in range(number):
            down(say(author, room, "A tall man."), make_member(community, role=Role.MODERATOR))

    remove_some(1)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    remove_some(5)
    with CaptureQueriesContext(connection) as many:
        assert client.get(path).content.decode().count("Bring it back") == 6
    assert len(many) == len(few)


def test_an_edit_that_began_before_overwrites_nothing(
    message: Message, moderator: Person, author: Person
) -> None:
    down(message, moderator)
    with pytest.raises(Refused, match="was removed"):
        edit_message(editor=author, message=again(message), body="Back.", revision=1)
    restore_message(moderator=moderator, message=again(message))
    with pytest.raises(Refused, match="changed in another window"):
        edit_message(editor=author, message=again(message), body="Back.", revision=1)


def test_a_reason_is_needed_and_nobody_decides_about_their_own_words(
    message: Message, moderator: Person, author: Person, community: Community
) -> None:
    with pytest.raises(Invalid, match="Say why"):
        take_down_message(moderator=moderator, message=again(message), reason="  ")
    with pytest.raises(Invalid, match="at most 500"):
        take_down_message(moderator=moderator, message=again(message), reason="so " * 200)
    with pytest.raises(Refused, match="Only moderators"):
        down(message, make_member(community))
    with pytest.raises(Refused, match="Only its author can take"):
        remove_message(remover=moderator, message=again(message))
    with pytest.raises(Refused, match="Nobody has removed"):
        restore_message(moderator=moderator, message=again(message))
    Membership.objects.filter(person=author).update(role=Role.MODERATOR)
    author = Person.objects.get(pk=author.pk)
    with pytest.raises(Refused, match="This is your own"):
        down(message, author)
    down(message, moderator)
    with pytest.raises(Refused, match="This is your own"):
        restore_message(moderator=author, message=again(message))
    with pytest.raises(Refused, match="Only moderators"):
        restore_message(moderator=make_member(community), message=again(message))


def test_what_its_author_took_back_is_kept_nowhere(
    message: Message, moderator: Person, author: Person
) -> None:
    remove_message(remover=author, message=again(message))
    assert not MessageRemoval.objects.exists()
    with pytest.raises(Refused, match="author has taken it back"):
        restore_message(moderator=moderator, message=again(message))
    assert signed_in(moderator).get(at("message-removal", message)).status_code == 404


def test_a_socket_takes_back_ones_own_and_nothing_that_needs_a_reason(
    message: Message, moderator: Person, author: Person
) -> None:
    asked = Act(id=1, room=message.room_id, cid=uuid4(), op="remove", target=message.pk)
    refused = acts.act(moderator.pk, asked)
    assert isinstance(refused, acts.Failed) and "with a reason" in refused.say
    assert again(message).removed_at is None
    assert isinstance(acts.act(author.pk, asked), acts.Done)
    assert again(message).removed_at is not None


def test_between_two_nobody_removes_what_the_other_said(author: Person, community: Community) -> None:
    other = make_member(community)
    message = say(author, open_direct_room(person=author, other=other), "Between us.")
    for person in (other, make_steward(), make_member(community, role=Role.FACILITATOR)):
        with pytest.raises(Refused):
            down(message, person)


def test_files_go_with_the_words_and_come_back_with_them(
    room: Room, moderator: Person, author: Person, community: Community
) -> None:
    message, file = with_file(author, room)
    people = (make_member(community), moderator, author)
    assert [fetch(person, file) for person in people] == [200, 200, 200]
    down(message, moderator)
    assert [fetch(person, file) for person in people] == [404, 200, 200]
    restore_message(moderator=moderator, message=again(message))
    assert [fetch(person, file) for person in people] == [200, 200, 200]
    down(message, moderator)
    clear_removed_messages(timezone.now() + timedelta(days=KEPT_DAYS, minutes=1))
    assert not Attachment.objects.filter(pk=file.pk).exists()


def test_a_month_later_the_words_go_and_the_reason_stays(
    message: Message, moderator: Person, author: Person
) -> None:
    down(message, moderator)
    assert clear_removed_messages(timezone.now() + timedelta(days=KEPT_DAYS, minutes=-5)) == 0
    assert clear_removed_messages(timezone.now() + timedelta(days=KEPT_DAYS, minutes=5)) == 1
    row = MessageRemoval.objects.get()
    assert (row.source, row.html, row.reason) == ("", "", WHY)
    page = said_by(author, at("message-removal", message))
    assert (WHY in page, "gone for good" in page, "Bring it back" in page) == (True, True, False)
    with pytest.raises(Refused, match="gone for good"):
        restore_message(moderator=moderator, message=again(message))


def test_its_author_may_let_the_words_go_at_once(message: Message, moderator: Person, author: Person) -> None:
    down(message, moderator)
    with pytest.raises(Refused, match="Only its author"):
        forget_removed_message(author=moderator, message=again(message))
    client = signed_in(author)
    assert client.post(at("message-forget", message))["Location"] == reverse("own-removed")
    assert MessageRemoval.objects.get().source == ""
    assert client.post(at("message-forget", message)).status_code == 403


def test_who_leaves_leaves_no_removed_words_behind(
    message: Message, moderator: Person, author: Person
) -> None:
    down(message, moderator)
    let_go_of_talk(person_id=author.pk)
    assert (MessageRemoval.objects.get().source, MessageRemoval.objects.get().html) == ("", "")


def test_the_copy_of_ones_data_holds_what_was_removed(
    message: Message, moderator: Person, author: Person
) -> None:
    down(message, moderator)
    (row,) = removed(author)
    assert (row["reason"], row["source"], row["message"]) == (WHY, "A tall man from Ulm.", message.pk)


def test_its_author_is_told_why_by_mail_and_in_the_inbox(
    message: Message, moderator: Person, author: Person
) -> None:
    EmailAddress.objects.create(user=author, email=author.email, verified=True)
    down(message, moderator)
    (job,) = ProcrastinateJob.objects.filter(task_name="mail_why_message_removed")
    assert mail_why_message_removed(**job.args) is True
    (letter,) = mail.outbox
    assert letter.subject.endswith(f"What you wrote in {message.room.community} was removed")
    assert f"{moderator.display_name} removed a message of yours" in letter.body
    assert (WHY in letter.body, "tall man" in letter.body) == (True, False)
    address = at("message-removal", message)
    assert address in letter.body and address in said_by(author, reverse("own-removed"))
    assert told(author) == ["message-removed"]
    assert signed_in(author).get(reverse("notice", args=[Notice.objects.get().pk]))["Location"] == address
    restore_message(moderator=moderator, message=again(message))
    assert mail_why_message_removed(**job.args) is False
    assert address not in said_by(author, reverse("own-removed"))
    assert told(author) == ["message-restored"]
    down(message, moderator)
    restore_message(moderator=moderator, message=again(message))
    assert told(author) == ["message-restored", "message-restored"]


def test_who_may_know_of_the_place_no_longer_is_told_no_name(moderator: Person) -> None:
    hidden = make_community("Secret ward", visibility="hidden")
    author, looks_after = make_member(hidden), make_member(hidden, role=Role.MODERATOR)
    EmailAddress.objects.create(user=author, email=author.email, verified=True)
    message = say(author, Room.objects.select_related("community").get(community=hidden), "A tall man.")
    down(message, looks_after)
    expel(author, hidden)
    author = Person.objects.get(pk=author.pk)
    assert mail_why_message_removed(message_id=message.pk) is False
    for address in (at("message-removal", message), reverse("own-removed"), reverse("inbox")):
        page = said_by(author, address)
        assert ("Secret ward" in page, "emoved" in page) == (False, True)


def test_by_the_pages_it_is_removed_found_and_brought_back(
    message: Message, moderator: Person, community: Community
) -> None:
    client = signed_in(moderator)
    address = at("message-remove", message)
    assert "its author reads what it said" in client.get(address).content.decode()
    refused = client.post(address, {"reason": ""})
    assert (refused.status_code, "Say why" in refused.content.decode()) == (422, True)
    assert client.post(address, {"reason": WHY}).status_code == 302
    assert client.post(address, {"reason": WHY}).status_code == 404
    listed = client.get(reverse("removed-topics", args=[community.slug])).content.decode()
    back = at("message-restore", message)
    assert back in listed and WHY in listed
    answer = client.post(back)
    assert answer["Location"] == f"{message.room.get_absolute_url()}?at=1#message-{message.pk}"
    assert client.post(back)["Location"] == answer["Location"]
    assert back not in client.get(reverse("removed-topics", args=[community.slug])).content.decode()
