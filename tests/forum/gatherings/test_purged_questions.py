"""Questions of live sessions that are deleted everywhere, standing or removed, with what was said of them."""

from __future__ import annotations

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from forum.chat.models import RoomEvent
from forum.communities.models import Change, Community, Role, Verb, WhyPurged
from forum.core.verdicts import Refused
from forum.gatherings.actions.answering import decline_question, merge_question
from forum.gatherings.actions.namelessness import take_nameless_questions
from forum.gatherings.actions.taking_down import restore_question, take_question_down
from forum.gatherings.actions.telling_questions import say_question_anew
from forum.gatherings.models import Gathering, Question, QuestionRemoval
from forum.moderation.actions.appealing import appeal_removed_question
from forum.moderation.actions.purging_questions import purge_question
from forum.moderation.actions.reporting import report_question
from forum.moderation.models import Appeal, Case, Report
from forum.people.models import Person
from forum.recaps.actions.carrying import let_question_go_on
from tests.factories import make_board, make_member, make_person
from tests.forum.gatherings.going_on import said
from tests.forum.gatherings.meeting import again as anew
from tests.forum.moderation.reported import page, told
from tests.forum.people_anew import again, signed_in
from tests.forum.recaps.over import asked, ended

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
SAID = "Why did Ada Byrne of Harbour Street, whom we saw in May, fall out of bed nine?"
WHY, LAW = "It names a patient.", WhyPurged.LAW


@pytest.fixture
def community(community: Community) -> Community:
    Community.objects.filter(pk=community.pk).update(guard="off")
    community.refresh_from_db()
    return community


@pytest.fixture
def moderator(community: Community) -> Person:
    return make_member(community, make_person("Mo Lindt"), role=Role.MODERATOR)


@pytest.fixture
def asker(community: Community) -> Person:
    return make_member(community, make_person("Cem Arslan"))


def fresh(question: Question) -> Question:
    return Question.objects.select_related("gathering__community", "asker").get(pk=question.pk)


def address(name: str, question: Question) -> str:
    return reverse(name, args=[question.gathering_id, question.pk])


def purged(by: Person, question: Question) -> bool:
    return purge_question(purger=again(by), question=fresh(question), why=LAW)


def removed(by: Person, question: Question) -> Question:
    take_question_down(moderator=again(by), question=fresh(question), reason=WHY)
    return fresh(question)


def test_a_standing_question_goes_everywhere_with_what_repeats_it(
    host: Person, member: Person, asker: Person, gathering: Gathering
) -> None:
    question, same = asked(asker, gathering, SAID), asked(member, gathering, f"The same! {SAID}")
    together, declined = asked(member, gathering, "Did she fall?"), asked(member, gathering, "Why?")
    merge_question(host=host, question=together, into_id=question.pk)
    decline_question(host=host, question=declined, seen="open", reason=SAID)
    message = said(member, gathering, SAID)
    report_question(reporter=member, question=fresh(question), reason="patient", words=SAID)
    assert purged(host, question) is True
    assert (fresh(question).state, fresh(question).words) == ("gone", "")
    for kept in (same, declined):
        assert "Harbour" not in fresh(kept).words + fresh(kept).reason
    assert fresh(same).words.startswith("The same! [removed")
    assert (fresh(together).state, fresh(together).words) == ("open", "Did she fall?")
    message.refresh_from_db()
    assert "Harbour" not in message.source
    assert "Harbour" not in str(list(RoomEvent.objects.values_list("data", flat=True)))
    assert Report.objects.get().words == "" and Case.objects.get().state == Case.State.REMOVED
    removal = QuestionRemoval.objects.get(question=question)
    assert (removal.source, removal.html, removal.reason) == ("", "", str(LAW.label))
    line = Change.objects.get(verb=Verb.PURGED)
    assert (line.person, line.about, line.details["question"]) == (asker, gathering.title, question.pk)
    assert "question-removed" in told(asker)
    why = page(asker, address("question-removal", question))
    assert str(LAW.label) in why and "gone for good" in why and "Harbour" not in why
    assert ProcrastinateJob.objects.filter(task_name="mail_author_of_purged").count() == 1
    assert purged(host, question) is False


def test_what_is_kept_of_a_removed_one_goes_and_who_asked_is_not_answered(
    host: Person, moderator: Person, member: Person, asker: Person, gathering: Gathering
) -> None:
    question = asked(asker, gathering, SAID)
    decline_question(host=host, question=question, seen="open", reason="Next time.")
    removed(moderator, question)
    appeal_removed_question(person=again(asker), question=fresh(question), words=f"I only asked: {SAID}")
    other = removed(moderator, asked(member, gathering, SAID))
    assert purged(host, question) is True
    removal = QuestionRemoval.objects.get(question=question)
    assert (removal.source, removal.html, removal.declined_why) == ("", "", "")
    assert WHY not in removal.reason
    appeal = Appeal.objects.get()
    assert (appeal.state, appeal.words) == (Appeal.State.GONE, "")
    assert not Change.objects.filter(
        verb="question-taken", details__question=question.pk, reason=WHY
    ).exists()
    assert Change.objects.filter(verb="question-taken", details__question=other.pk, reason=WHY).exists()
    assert "Harbour" not in QuestionRemoval.objects.get(question=other).source
    with pytest.raises(Refused):
        restore_question(moderator=again(host), question=fresh(question))


def test_of_one_that_was_gone_before_removals_were_kept_the_reason_goes(
    host: Person, asker: Person, gathering: Gathering
) -> None:
    question = asked(asker, gathering, SAID)
    said_before = Question.objects.filter(pk=question.pk)
    said_before.update(state="gone", words="", reason=f"We do not say: {SAID}")
    say_question_anew(fresh(question))
    assert purged(host, question) is True
    assert said_before.values_list("state", "words", "reason").get() == ("gone", "", "")
    assert not QuestionRemoval.objects.filter(question=question).exists()
    latest = RoomEvent.objects.latest("pk").data
    assert (latest["id"], latest["state"], latest["words"]) == (question.pk, "gone", "")
    assert "Harbour" not in str(list(RoomEvent.objects.values_list("data", flat=True)))
    assert purged(host, question) is False


def test_no_log_names_who_asked_without_a_name(
    host: Person, moderator: Person, asker: Person, gathering: Gathering
) -> None:
    take_nameless_questions(host=host, gathering=anew(gathering))
    question = asked(asker, gathering, SAID, nameless=True)
    shown = page(host, address("question-purge", question))
    assert "Asked by Cem Arslan." in shown and "Asked without a name: members do not see it" in shown
    assert "Harbour" not in shown and "Written by" not in shown
    assert purged(host, question)
    assert Change.objects.get(verb=Verb.PURGED).person is None
    log = page(moderator, reverse("community-log", args=[gathering.community.slug]))
    (line,) = [part for part in log.split("<li") if "deleted everywhere" in part]
    assert "what somebody asked in “" in line and "Cem" not in line and "Harbour" not in log


def test_facilitators_of_its_community_are_led_there_and_nobody_else(
    host: Person, moderator: Person, member: Person, asker: Person, gathering: Gathering
) -> None:
    question = asked(asker, gathering, SAID)
    there, away = address("question-purge", question), address("question-take-away", question)
    assert [there in page(each, away) for each in (host, moderator)] == [True, False]
    for person, status in ((moderator, 403), (member, 403), (asker, 403), (make_person(), 404)):
        assert signed_in(person).get(there).status_code == status
        assert signed_in(person).post(there, {"why": "law"}).status_code == status
    assert fresh(question).words == SAID
    removed(moderator, question)
    why = address("question-removal", question)
    assert [there in page(each, why) for each in (host, moderator, asker)] == [True, False, False]
    client = signed_in(host)
    refused = client.post(there, {"why": "because"})
    assert refused.status_code == 422 and QuestionRemoval.objects.get().source == SAID
    done = client.post(there, {"why": "law"}, follow=True)
    assert done.status_code == 200 and "deleted everywhere" in done.content.decode()
    assert QuestionRemoval.objects.get().source == ""
    assert [signed_in(each).get(there).status_code for each in (member, asker)] == [404, 403]


def test_before_it_is_removed_one_reads_in_which_topic_it_goes_on(
    host: Person, asker: Person, gathering: Gathering
) -> None:
    question = asked(asker, gathering, SAID)
    away = address("question-take-away", question)
    assert "goes on in a topic" not in page(host, away)
    board = make_board(gathering.community)
    ended(gathering, host)
    topic = let_question_go_on(host=again(host), question=fresh(question), board=board)
    for there in (away, address("question-purge", question)):
        shown = page(host, there)
        assert "goes on in a topic" in shown and topic.get_absolute_url() in shown
