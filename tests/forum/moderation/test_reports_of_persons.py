"""Reports of people, and of what two say to each other: stewards alone are asked, and see what was reported alone."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from forum.chat.actions.direct import open_direct_room
from forum.chat.actions.messages import remove_message
from forum.chat.actions.sending import send_message
from forum.chat.actions.taking_down import clear_removed_messages, restore_message
from forum.chat.models import Message, MessageRemoval
from forum.communities.models import KEPT_DAYS, Change, Community, Role
from forum.core.verdicts import Invalid, Refused
from forum.moderation.actions.deciding import keep_reported, remove_reported
from forum.moderation.actions.letters import mail_profile_taken_down, mail_what_came
from forum.moderation.actions.reporting import report_message, report_person
from forum.moderation.models import Case, Report
from forum.moderation.selectors.cases import case_with, open_cases
from forum.moderation.selectors.own_reports import own_reports
from forum.people.actions.pictures import show_picture
from forum.people.actions.stewards import shut_out
from forum.people.models import Person
from forum.personal_data.actions.leaving import close_account
from forum.personal_data.selectors.reported import taken_of
from tests.factories import make_community, make_member, make_person, make_steward
from tests.forum.discussions.uploads import picture, upload
from tests.forum.moderation.reported import page, said_anew, the_case, told
from tests.forum.people_anew import again, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
State, Level, Took = Case.State, Case.Level, Case.Took
SAID, WHY, WORDS = "You will regret this.", "Nobody is threatened here.", "It frightens me."


@pytest.fixture
def community() -> Community:
    return make_community(visibility="private")


@pytest.fixture
def steward() -> Person:
    return make_steward()


@pytest.fixture
def reporter(community: Community) -> Person:
    return confirmed(make_member(community))


@pytest.fixture
def author(community: Community) -> Person:
    return confirmed(make_member(community, make_person("Cy", bio="I sell courses.", interests="money")))


@pytest.fixture
def message(author: Person, reporter: Person) -> Message:
    room = open_direct_room(person=author, other=reporter)
    send_message(author=reporter, room=room, client_id=uuid4(), body="My own secret words.")
    sent = send_message(author=author, room=room, client_id=uuid4(), body=SAID)
    return said_anew(sent)


def confirmed(person: Person) -> Person:
    EmailAddress.objects.create(user=person, email=person.email, verified=True)
    return person


def reported(message: Message, reporter: Person) -> Case:
    report_message(reporter=reporter, message=message, reason="harassing", words=WORDS)
    return the_case()


def reported_person(author: Person, reporter: Person) -> Case:
    report_person(reporter=reporter, person=author, reason="commercial", words=WORDS)
    return the_case()


def test_what_somebody_said_to_one_alone_is_reported_to_stewards_who_see_it_and_nothing_else(
    message: Message, reporter: Person, author: Person, steward: Person, community: Community
) -> None:
    case = reported(message, reporter)
    facilitator = make_member(community, role=Role.FACILITATOR)
    assert (case.level, case.state) == (Level.STEWARDS, State.OPEN)
    addresses = (
        case.get_absolute_url(),
        reverse("queue"),
        reverse("queue-thing", args=["reported", case.pk]),
    )
    for address in addresses:
        shown = page(steward, address)
        assert (SAID in shown, WORDS in shown, "secret words" in shown) == (True, True, False)
        assert SAID not in page(facilitator, address)
        assert SAID not in page(reporter, address)
    assert f'href="{message.room.get_absolute_url()}"' not in page(steward, case.get_absolute_url())
    assert signed_in(steward).get(message.room.get_absolute_url()).status_code == 404
    assert told(steward) == ["case-waits"]
    assert told(facilitator) == told(author) == []
    assert "1 report waits for stewards" in page(steward, reverse("stewards"))


def test_who_it_was_said_to_is_told_first_what_stewards_will_see(message: Message, reporter: Person) -> None:
    address = reverse("message-report", args=[message.room_id, message.pk])
    assert address in page(reporter, reverse("message-acts", args=[message.room_id, message.pk]))
    shown = page(reporter, address)
    assert "They see this one message" in shown and "nothing else of your conversation" in shown
    assert ("harasses" in shown, "off topic" in shown) == (True, False)
    sent = signed_in(reporter).post(address, {"reason": "harassing", "words": WORDS}, follow=True)
    assert "Stewards of the network see it" in sent.content.decode()
    assert signed_in(reporter).post(address, {"reason": "off-topic"}).status_code == 422
    assert signed_in(reporter).post(address, {"reason": "harassing"}).status_code == 403
    assert Report.objects.count() == 1


def test_two_who_talk_alone_read_when_stewards_see_something_of_it(
    message: Message, reporter: Person, author: Person, steward: Person
) -> None:
    promise = "nobody else reads this, unless one of you reports a message; stewards then see that one."
    for person in (author, reporter):
        assert promise in page(person, message.room.get_absolute_url())
    shown = page(steward, reported(message, reporter).get_absolute_url())
    assert "to one other person; of their conversation, nothing else is shown" in shown
    assert (SAID in shown, "secret words" in shown) == (True, False)


def test_nobody_else_reports_it_and_not_its_author(message: Message, author: Person, steward: Person) -> None:
    with pytest.raises(Refused, match="your own"):
        report_message(reporter=author, message=message, reason="unkind")
    with pytest.raises(Refused, match="no such room"):
        report_message(reporter=steward, message=message, reason="unkind")
    assert not Case.objects.exists()


def test_a_steward_decides_about_nothing_that_was_said_to_them_or_by_them(
    community: Community, steward: Person
) -> None:
    one, other = make_member(community, make_steward()), make_member(community)
    room = open_direct_room(person=one, other=other)
    by_other = said_anew(send_message(author=other, room=room, client_id=uuid4(), body=SAID))
    case = reported(by_other, one)
    assert signed_in(one).get(case.get_absolute_url()).status_code == 404
    assert list(open_cases(one)) == []
    with pytest.raises(Refused):
        remove_reported(moderator=again(one), case=case, reason=WHY)
    assert [row.pk for row in open_cases(steward)] == [case.pk]
    remove_reported(moderator=steward, case=case, reason=WHY)
    with pytest.raises(Refused, match="Only moderators"):
        restore_message(moderator=again(one), message=said_anew(by_other))


def test_stewards_remove_it_with_a_reason_and_can_bring_it_back(
    message: Message, reporter: Person, author: Person, steward: Person
) -> None:
    remove_reported(moderator=steward, case=reported(message, reporter), reason=WHY)
    assert (said_anew(message).source, the_case().state) == ("", State.REMOVED)
    address = reverse("message-removal", args=[message.room_id, message.pk])
    for person in (author, steward):
        assert (WHY in page(person, address), SAID in page(person, address)) == (True, True)
    assert signed_in(reporter).get(address).status_code == 404
    room = page(reporter, message.room.get_absolute_url())
    assert ("was removed by a steward" in room, SAID in room) == (True, False)
    assert (told(author), told(reporter)) == (["message-removed"], ["report-decided"])
    line = Change.objects.get(verb="message-removed")
    assert (line.community, line.about, line.person, line.reason) == (None, "", author, WHY)
    assert "removed a message that" in page(steward, reverse("network-log"))
    restore_message(moderator=steward, message=said_anew(message))
    assert SAID in page(reporter, message.room.get_absolute_url())
    assert MessageRemoval.objects.count() == 0


def test_by_its_page_it_is_removed_and_its_words_go_after_a_month(
    message: Message, reporter: Person, steward: Person
) -> None:
    case = reported(message, reporter)
    client = signed_in(steward)
    assert client.post(reverse("case-remove", args=[case.pk]), {"reason": ""}).status_code == 422
    answer = client.post(reverse("case-remove", args=[case.pk]), {"reason": WHY})
    assert answer["Location"] == case.get_absolute_url() or answer["Location"] == reverse("queue")
    clear_removed_messages(timezone.now() + timedelta(days=KEPT_DAYS, minutes=5))
    assert MessageRemoval.objects.get().source == ""


def test_what_is_gone_needs_no_decision(message: Message, reporter: Person, author: Person) -> None:
    reported(message, reporter)
    remove_message(remover=author, message=message)
    assert the_case().state == State.GONE


def test_a_person_is_reported_and_never_learns_by_whom(
    author: Person, reporter: Person, steward: Person, community: Community
) -> None:
    address = reverse("person-report", args=[author.handle])
    assert address in page(reporter, author.get_absolute_url())
    assert address not in page(author, author.get_absolute_url())
    assert "I sell courses." in page(reporter, address)
    client = signed_in(reporter)
    assert client.post(address, {"reason": "other", "words": ""}).status_code == 422
    assert client.post(address, {"reason": "unsafe"}).status_code == 422
    assert (
        client.post(address, {"reason": "commercial", "words": WORDS})["Location"]
        == author.get_absolute_url()
    )
    assert client.post(address, {"reason": "commercial"}).status_code == 403
    report_person(reporter=make_person(), person=author, reason="unkind")
    case = the_case()
    assert (case.level, case.reports.count()) == (Level.STEWARDS, 2)
    for place in (case.get_absolute_url(), reverse("queue")):
        shown = page(steward, place)
        assert ("I sell courses." in shown, WORDS in shown) == (True, True)
    assert (
        signed_in(make_member(community, role=Role.FACILITATOR)).get(case.get_absolute_url()).status_code
        == 404
    )
    assert signed_in(author).get(case.get_absolute_url()).status_code == 404
    remove_reported(moderator=steward, case=case, reason=WHY, took="words")
    for place in (reverse("own-standing"), reverse("inbox"), author.get_absolute_url()):
        shown = page(author, place)
        assert (reporter.display_name in shown, WORDS in shown) == (False, False)
    (own,) = own_reports(reporter)
    assert (own.report.case.state, own.topic) == (State.REMOVED, None)
    assert "The page of Cy" in page(reporter, reverse("own-reports"))


def test_nobody_reports_themselves_or_who_signs_in_no_more(author: Person, reporter: Person) -> None:
    with pytest.raises(Refused, match="This is you"):
        report_person(reporter=author, person=author, reason="unkind")
    assert signed_in(author).get(reverse("person-report", args=[author.handle])).status_code == 403
    placeholder = make_person("Old", kind="placeholder", email=None)
    assert signed_in(reporter).get(reverse("person-report", args=[placeholder.handle])).status_code == 404
    shut_out(steward=make_steward(), person=author, reason=WHY)
    assert signed_in(reporter).get(reverse("person-report", args=[author.handle])).status_code == 404
    with pytest.raises(Refused, match="Nobody signs in"):
        report_person(reporter=reporter, person=author, reason="unkind")
    assert not Case.objects.exists()


def test_stewards_take_words_or_picture_down_and_the_person_reads_why(
    author: Person, reporter: Person, steward: Person
) -> None:
    show_picture(actor=author, person=author, upload=upload("me.png", picture()))
    case = reported_person(author, reporter)
    with pytest.raises(Invalid, match="Say what is to be removed"):
        remove_reported(moderator=steward, case=case, reason=WHY)
    remove_reported(moderator=steward, case=case, reason=WHY, took=Took.WORDS)
    now = again(author)
    assert (now.bio, now.interests, bool(now.avatar.name), now.display_name) == ("", "", True, "Cy")
    assert told(author) == ["profile-taken"]
    (job,) = ProcrastinateJob.objects.filter(task_name="mail_profile_taken_down")
    assert mail_profile_taken_down(**job.args) is True
    (answer,) = ProcrastinateJob.objects.filter(task_name="mail_what_came")
    assert mail_what_came(**answer.args) is True
    letter, came = (each.body for each in mail.outbox)
    assert (WHY in letter, WORDS in letter, reporter.display_name in letter) == (True, False, False)
    assert ("removed it" in came, author.display_name in came) == (True, False)
    standing = page(author, reverse("own-standing"))
    assert ("What you said about yourself" in standing, WHY in standing) == (True, True)
    assert [row["took"] for row in taken_of(author)] == ["words"]
    line = Change.objects.get(verb="reported-removed")
    assert (line.community, line.person, line.details["of"]) == (None, author, "person")
    report_person(reporter=reporter, person=again(author), reason="unkind")
    second = case_with(Case.objects.get(state=State.OPEN).pk)
    assert second is not None
    with pytest.raises(Invalid, match="holds nothing of that"):
        remove_reported(moderator=steward, case=second, reason=WHY, took=Took.WORDS)
    remove_reported(moderator=steward, case=second, reason=WHY, took=Took.BOTH)
    assert not again(author).avatar.name


def test_by_its_page_a_steward_chooses_what_goes(author: Person, reporter: Person, steward: Person) -> None:
    case, client = reported_person(author, reporter), signed_in(steward)
    address = reverse("case-remove", args=[case.pk])
    shown = page(steward, case.get_absolute_url())
    assert reverse("steward-person", args=[author.pk]) in shown and "Their picture" in shown
    refused = client.post(address, {"reason": WHY})
    assert (refused.status_code, "Say what is to be" in refused.content.decode()) == (422, True)
    row = page(steward, reverse("queue"))
    assert f'href="{case.get_absolute_url()}#answer"' in row and 'id="answer"' in shown
    assert ('name="act" value="no"' in row, 'name="act" value="yes"' in row) == (False, True)
    in_list = client.post(reverse("queue-thing", args=["reported", case.pk]), {"act": "no", "reason": WHY})
    assert (in_list.status_code, "the page of this report asks" in in_list.content.decode()) == (422, True)
    assert client.post(address, {"reason": WHY, "took": "words"})["Location"] == reverse("queue")
    assert "Removed:" in page(steward, case.get_absolute_url())
    assert again(author).bio == ""


def test_it_may_stay_and_who_reported_it_reads_why(author: Person, reporter: Person, steward: Person) -> None:
    case = reported_person(author, reporter)
    keep_reported(moderator=steward, case=case, reason="Courses may be named.")
    assert again(author).bio == "I sell courses."
    assert "Courses may be named." in page(reporter, reverse("own-reports"))
    assert (told(author), told(reporter)) == ([], ["report-decided"])
    assert "let stand the page of" in page(steward, reverse("network-log"))


def test_who_leaves_is_decided_about_no_more_and_no_word_about_them_stays(
    author: Person, reporter: Person, steward: Person
) -> None:
    remove_reported(moderator=steward, case=reported_person(author, reporter), reason=WHY, took="words")
    report_person(reporter=reporter, person=again(author), reason="unkind", words=WORDS)
    author.set_password("a word of theirs")
    author.save()
    close_account(person=author, wish="keep", handle=author.handle, password="a word of theirs")
    assert sorted(Case.objects.values_list("state", "reason")) == [("gone", ""), ("removed", "")]
    assert set(Report.objects.values_list("words", flat=True)) == {""}
