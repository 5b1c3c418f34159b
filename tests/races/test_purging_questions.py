"""Questions that are deleted everywhere while others bring them back, decide about them, or remove them."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest
from django.core.cache import cache

from forum.chat.models import Message, RoomEvent
from forum.communities.actions.members import leave_community
from forum.communities.models import Change, Community, Role, WhyPurged
from forum.gatherings.actions.answering import merge_question
from forum.gatherings.actions.asked_by import take_back_some_questions
from forum.gatherings.actions.polls import answer_poll, open_poll, prepare_poll
from forum.gatherings.actions.taking_down import restore_question, take_question_down
from forum.gatherings.models import PollVote, QuestionRemoval, QuestionVote
from forum.invariants.selectors import breaches
from forum.moderation.actions.appealing import appeal_removed_question, overturn_decision
from forum.moderation.actions.deciding import keep_reported
from forum.moderation.actions.purging import purge_message
from forum.moderation.actions.purging_questions import purge_question
from forum.moderation.actions.reporting import report_practice_note
from forum.moderation.models import Appeal, Case
from forum.moderation.selectors.appeals import appeal_with
from forum.moderation.selectors.cases import case_with
from forum.people.models import Person
from forum.personal_data.actions.leaving import close_account
from forum.personal_data.models import Departure
from forum.repertoire.models import PracticeNote
from tests.factories import make_community, make_member, make_steward
from tests.forum.chat.test_sending import say
from tests.forum.gatherings.going_on import begun
from tests.forum.gatherings.meeting import again as again_session
from tests.forum.leaving import PASSWORD
from tests.forum.lifting.lifted import room_of
from tests.forum.people_anew import again
from tests.forum.recaps.over import asked
from tests.forum.repertoire.noted import drafted, highlighted, published
from tests.races.test_sessions import count_until_done, failures
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]
ROUNDS = 8
SAID = "Why did Ada Byrne of Harbour Street fall out of bed nine in May?"
LAW = WhyPurged.LAW


def test_deleted_everywhere_it_is_nowhere_whoever_brings_it_back_or_removes_it() -> None:
    community = make_community(visibility="private", guard="off")
    host = make_member(community, role=Role.FACILITATOR)
    others = [make_member(community, role=Role.FACILITATOR) for _number in range(3)]
    gathering = begun(host, community)
    for number in range(ROUNDS):
        cache.clear()
        asker, same = make_member(community), make_member(community)
        question, stands = asked(asker, gathering, SAID), asked(same, gathering, SAID)
        take_question_down(moderator=again(host), question=question, reason="It names a bed.")
        appeal = appeal_with(appeal_removed_question(person=again(asker), question=question, words="Why?").pk)
        back = partial(restore_question, moderator=again(others[0]), question=question)
        overturn = partial(
            overturn_decision, decider=again(others[1]), appeal=appeal, reason="It may stand here."
        )
        found = together([
            partial(purge_question, purger=again(host), question=question, why=LAW),
            partial(purge_question, purger=again(others[2]), question=question, why=LAW),
            partial(take_question_down, moderator=again(others[0]), question=stands, reason="It names a bed."),
            overturn if number % 2 else back,
            count_until_done,
        ])  # fmt: skip
        assert failures(found) == []
        assert sorted(found[:2]) == [False, True]
        for each in (question, stands):
            each.refresh_from_db()
            assert "Harbour" not in each.words
        assert (question.state, Appeal.objects.get(person=asker).state == "open") == ("gone", False)
        kept = QuestionRemoval.objects.values_list("source", "html")
        assert "Harbour" not in str(list(kept)) + str(list(RoomEvent.objects.values_list("data", flat=True)))
        assert Change.objects.filter(verb="purged", details__question=question.pk).count() == 1
    assert breaches() == []


def test_votes_and_answers_that_come_meanwhile_are_summed_and_nobody_waits_for_ever() -> None:
    community = make_community(visibility="private", guard="off")
    hosts = [make_member(community, role=Role.FACILITATOR) for _number in range(2)]
    gathering = begun(hosts[0], community)
    for number in range(ROUNDS):
        cache.clear()
        asker, same, voter = make_member(community), make_member(community), who_can_leave(community)
        # The one of the lower id was asked together with the one that is purged, and has votes of its own.
        lower, question = asked(same, gathering, "How long?", voter), asked(asker, gathering, SAID, voter)
        stands = asked(same, gathering, SAID, asker)
        poll = prepare_poll(
            host=hosts[0], gathering=again_session(gathering), kind="single", words=SAID, options=["a", "b"],
            client_id=uuid4(),
        )  # fmt: skip
        open_poll(host=hosts[0], poll=poll)
        for each in (voter, asker):
            answer_poll(person=each, poll=poll, choices=[0])
        merge_question(host=hosts[0], question=lower, into_id=question.pk)
        leave_community(person=again(voter), community=community)
        QuestionVote.objects.update(is_counted=False)
        PollVote.objects.update(is_counted=False)
        leaving = [
            partial(take_back_some_questions, person=again(same)),
            partial(close, voter),
        ]
        found = together([
            partial(purge_question, purger=again(hosts[0]), question=question, why=LAW),
            count_until_done,
            *(leaving if number % 2 else leaving[:1]),
            partial(take_question_down, moderator=again(hosts[1]), question=stands, reason="It names a bed."),
        ])  # fmt: skip
        assert failures(found) == []
        assert found[0] is True
        for row in (question, stands, poll, lower):
            row.refresh_from_db()
            assert "Harbour" not in row.words
        assert (question.state, lower.state) == ("gone", "gone")
        count_until_done()
        poll.refresh_from_db()
        assert poll.voters == (1 if number % 2 else 2)
    assert breaches() == []


def test_who_asked_is_no_member_any_more_and_closes_their_account_meanwhile() -> None:
    community = make_community(visibility="private", guard="off")
    hosts = [make_member(community, role=Role.FACILITATOR) for _number in range(2)]
    gathering = begun(hosts[0], community)
    for number in range(ROUNDS):
        cache.clear()
        asker = who_can_leave(community)
        question = asked(asker, gathering, SAID)
        if number % 2:
            take_question_down(moderator=again(hosts[1]), question=question, reason="It names a bed.")
        leave_community(person=again(asker), community=community)
        found = together([
            partial(purge_question, purger=again(hosts[0]), question=question, why=LAW), partial(close, asker),
        ])  # fmt: skip
        assert failures(found) == []
        assert found[0] is True
        assert (again(asker).kind, QuestionRemoval.objects.get(question=question).source) == ("former", "")
    assert breaches() == []


def who_can_leave(community: Community) -> Person:
    member = make_member(community)
    member.set_password(PASSWORD)
    member.save()
    return member


def close(person: Person) -> Departure:
    return close_account(person=again(person), wish="keep", handle=person.handle, password=PASSWORD)


def test_a_purge_meets_who_decides_about_a_practice_note_that_repeats_the_words() -> None:
    steward, elsewhere = make_steward(), make_community(guard="off")
    speaker, room = make_member(elsewhere), room_of(elsewhere)
    for _round in range(ROUNDS):
        cache.clear()
        community = make_community(visibility="private", guard="off")
        hosts = [make_member(community, role=Role.FACILITATOR) for _number in range(2)]
        said = Message.objects.select_related("room__community", "author").get(pk=say(speaker, room, SAID).pk)
        note = _note_of(hosts[0], community)
        report_practice_note(reporter=make_member(community), note=note, reason="patient")
        Case.objects.filter(practice_note=note).update(handed_up_why=SAID)
        case = case_with(Case.objects.get(practice_note=note).pk)
        found = together([
            partial(purge_message, purger=again(steward), message=said, why=LAW),
            partial(keep_reported, moderator=again(hosts[1]), case=case, reason="It may stand here."),
        ])  # fmt: skip
        assert failures(found) == []
        assert "Harbour" not in PracticeNote.objects.get(pk=note.pk).source
        assert "Harbour" not in Case.objects.get(practice_note=note).handed_up_why
    assert breaches() == []


def _note_of(host: Person, community: Community) -> PracticeNote:
    gathering = begun(host, community)
    message = highlighted(host, make_member(community), gathering, "Ten slow breaths.")
    return published(host, drafted(host, gathering, message), source=SAID)
