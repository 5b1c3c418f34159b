"""In a live session many act at the same moment: no vote is lost or counted twice, and two hosts do not collide."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache

from forum.chat.models import RoomEvent
from forum.communities.models import Role
from forum.core.verdicts import Refused
from forum.gatherings.actions.answering import answer_question, decline_question, merge_question
from forum.gatherings.actions.asked_by import take_back_some_questions
from forum.gatherings.actions.counting import count_votes
from forum.gatherings.actions.hands import call_hand, raise_hand
from forum.gatherings.actions.leading import end_gathering, set_phase, start_gathering
from forum.gatherings.actions.leaving import let_go_of_sessions
from forum.gatherings.actions.polls import answer_poll, close_poll, open_poll, prepare_poll
from forum.gatherings.actions.questions import ask_question, take_question_away
from forum.gatherings.actions.taking_apart import take_merge_back
from forum.gatherings.actions.taking_down import take_question_down
from forum.gatherings.actions.voting import take_vote_back, vote_for_question
from forum.gatherings.actions.windows import set_window
from forum.gatherings.models import Gathering, Hand, Poll, Question, Stage
from forum.gatherings.selectors.hands import hands_up
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import make_community, make_member
from tests.forum.gatherings.going_on import begun, near, said
from tests.forum.gatherings.meeting import again
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]
HANDS, ROUNDS = 6, 10


def led() -> tuple[list[Person], Gathering]:
    community = make_community(visibility="private")
    hosts = [make_member(community, role=Role.FACILITATOR) for _number in range(2)]
    return hosts, begun(hosts[0], community)


def asked(person: Person, gathering: Gathering) -> Question:
    return ask_question(asker=person, gathering=again(gathering), words="How long?", client_id=uuid4())


def count_until_done() -> None:
    Stage.objects.update(counted_at=None)
    count_votes()


def failures(found: list[Any]) -> list[Any]:
    return [each for each in found if isinstance(each, Exception) and not isinstance(each, Refused)]


def test_votes_that_meet_the_tick_are_all_counted_once() -> None:
    hosts, gathering = led()
    voters = [make_member(gathering.community) for _number in range(HANDS)]
    for _round in range(ROUNDS):
        cache.clear()
        question = asked(hosts[0], gathering)
        acts = [partial(vote_for_question, person=each, question=question) for each in voters]
        back = [partial(take_vote_back, person=each, question=question) for each in voters[:2]]
        Stage.objects.update(counted_at=None)
        found = together([*acts, *back, count_votes, partial(said, hosts[1], gathering)])
        assert failures(found) == []
        count_until_done()
        question.refresh_from_db()
        assert question.votes == question.cast.filter(is_on=True).count() >= HANDS - 2
        last = RoomEvent.objects.filter(kind="sums", data__questions__has_key=str(question.pk)).latest("seq")
        assert last.data["questions"][str(question.pk)] == question.votes
    assert breaches() == []


def test_votes_that_meet_a_merge_are_with_one_of_the_two_and_none_is_lost() -> None:
    hosts, gathering = led()
    voters = [make_member(gathering.community) for _number in range(HANDS)]
    for _round in range(ROUNDS):
        cache.clear()
        one, other = asked(hosts[0], gathering), asked(hosts[1], gathering)
        acts = [partial(vote_for_question, person=each, question=one) for each in voters]
        merging = [partial(merge_question, host=each, question=one, into_id=other.pk) for each in hosts]
        Stage.objects.update(counted_at=None)
        found = together([*acts, *merging, count_votes])
        assert failures(found) == []
        stored = sum(each is None for each in found[:HANDS])
        count_until_done()
        other.refresh_from_db()
        assert other.votes == stored + 1  # and who asked the same
    assert breaches() == []


def test_votes_that_meet_a_merge_that_is_taken_back_stand_where_they_were_given() -> None:
    hosts, gathering = led()
    voters = [make_member(gathering.community) for _number in range(HANDS)]
    for _round in range(ROUNDS):
        cache.clear()
        one, other = asked(hosts[0], gathering), asked(hosts[1], gathering)
        for each in voters[:2]:
            vote_for_question(person=each, question=one)
        merge_question(host=hosts[0], question=one, into_id=other.pk)
        acts = [partial(vote_for_question, person=each, question=other) for each in voters[2:]]
        acts += [partial(take_vote_back, person=voters[0], question=other)]
        backs = [partial(take_merge_back, host=each, question=one) for each in hosts]
        Stage.objects.update(counted_at=None)
        found = together([*acts, *backs, count_votes])
        assert failures(found) == []
        count_until_done()
        one.refresh_from_db()
        other.refresh_from_db()
        assert (one.merged_into_id, other.votes) == (None, HANDS - 2)
        assert one.votes in {1, 2}  # who took it back before was heard
    assert breaches() == []


def test_answers_that_meet_the_close_of_a_poll_are_counted_or_refused() -> None:
    hosts, gathering = led()
    voters = [make_member(gathering.community) for _number in range(HANDS)]
    for _round in range(ROUNDS):
        cache.clear()
        poll = prepare_poll(
            host=hosts[0], gathering=again(gathering), kind="single", words="How?", options=["a", "b"],
            client_id=uuid4(),
        )  # fmt: skip
        open_poll(host=hosts[0], poll=poll)
        acts = [partial(answer_poll, person=each, poll=poll, choices=[0]) for each in voters]
        Stage.objects.update(counted_at=None)
        found = together([*acts, partial(close_poll, host=hosts[1], poll=poll), count_votes])
        assert failures(found) == []
        count_until_done()
        poll.refresh_from_db()
        assert (poll.state, poll.voters) == (Poll.State.CLOSED, sum(each is None for each in found[:HANDS]))
    assert breaches() == []


def test_votes_that_meet_hosts_who_take_none_any_more_are_counted_or_refused() -> None:
    hosts, gathering = led()
    voters = [make_member(gathering.community) for _number in range(HANDS)]
    question = asked(hosts[0], gathering)
    poll = prepare_poll(
        host=hosts[0], gathering=again(gathering), kind="single", words="How?", options=["a", "b"],
        client_id=uuid4(),
    )  # fmt: skip
    open_poll(host=hosts[0], poll=poll)
    end_gathering(host=hosts[0], gathering=again(gathering))
    for _round in range(ROUNDS):
        cache.clear()
        Gathering.objects.update(window=Gathering.Window.TWO_DAYS)
        question.cast.all().delete()
        poll.cast.all().delete()
        seen = again(gathering).stage.revision
        votes = [partial(vote_for_question, person=each, question=question) for each in voters]
        answers = [partial(answer_poll, person=each, poll=poll, choices=[0]) for each in voters]
        closing = [
            partial(set_window, host=each, gathering=again(gathering), hours=0, seen=seen) for each in hosts
        ]
        asking = partial(asked, voters[0], gathering)
        found = together([*votes[:3], *answers[:3], *closing, asking, *votes[3:], *answers[3:], count_votes])
        assert failures(found) == []
        stored = [sum(each is None for each in found[at : at + 3]) for at in (0, 3, 9, 12)]
        assert question.cast.count() == stored[0] + stored[2]
        assert poll.cast.count() == stored[1] + stored[3]
        for act in (*votes, *answers):
            with pytest.raises(Refused, match="over"):
                act()
        assert again(gathering).stage.revision == seen + 1  # the second of two hosts has done nothing
        Question.objects.exclude(pk=question.pk).delete()
    count_until_done()
    assert breaches() == []


def test_votes_that_meet_the_end_of_a_session_to_which_nobody_adds_after_it_are_there_before_or_refused() -> (
    None
):
    community = make_community(visibility="private")
    hosts = [make_member(community, role=Role.FACILITATOR) for _number in range(2)]
    voters = [make_member(community) for _number in range(HANDS)]
    for _round in range(ROUNDS):
        cache.clear()
        gathering = begun(hosts[0], community, window=Gathering.Window.NONE)
        question = asked(hosts[0], gathering)
        poll = prepare_poll(
            host=hosts[0], gathering=again(gathering), kind="single", words="How?", options=["a", "b"],
            client_id=uuid4(),
        )  # fmt: skip
        open_poll(host=hosts[0], poll=poll)
        votes = [partial(vote_for_question, person=each, question=question) for each in voters]
        answers = [partial(answer_poll, person=each, poll=poll, choices=[0]) for each in voters]
        ends = [partial(ended_with, each, gathering, question, poll) for each in hosts]
        found = together([*votes[:3], *answers[:3], *ends, *votes[3:], *answers[3:], count_votes])
        assert failures(found) == []
        stands = (question.cast.count(), poll.cast.count())
        stored = [sum(each is None for each in found[at : at + 3]) for at in (0, 3, 8, 11)]
        assert (stored[0] + stored[2], stored[1] + stored[3]) == stands
        assert found[6:8] == [stands, stands]  # nothing came after the end
        for act in (*votes, *answers):
            with pytest.raises(Refused, match="over"):
                act()
    count_until_done()
    assert breaches() == []


def ended_with(host: Person, gathering: Gathering, question: Question, poll: Poll) -> tuple[int, int]:
    """The session is over; how many had voted and answered by then."""
    end_gathering(host=host, gathering=again(gathering))
    return question.cast.count(), poll.cast.count()


def test_what_is_asked_together_with_a_question_that_is_emptied_meanwhile_waits_by_itself() -> None:
    hosts, gathering = led()
    voters = [make_member(gathering.community) for _number in range(HANDS)]
    leaver, asker = make_member(gathering.community), make_member(gathering.community)
    for number in range(ROUNDS):
        cache.clear()
        along, stands, own = asked(asker, gathering), asked(leaver, gathering), asked(leaver, gathering)
        for each in voters:
            vote_for_question(person=each, question=along)
        for each in (along, own):
            merge_question(host=hosts[0], question=each, into_id=stands.pk)
        more = asked(asker, gathering)
        acts = [
            partial(take_question_away, person=leaver, question=stands),
            partial(take_some_back, leaver),
            partial(take_question_down, moderator=hosts[1], question=stands, reason="It names a bed."),
            partial(merge_question, host=hosts[1], question=more, into_id=stands.pk),
            *[partial(take_merge_back, host=hosts[0], question=along)][: number % 2],
        ]
        backs = [partial(take_vote_back, person=each, question=stands) for each in voters[:3]]
        Stage.objects.update(counted_at=None)
        found = together([*acts, *backs, count_votes, partial(said, hosts[1], gathering)])
        assert failures(found) == []
        count_until_done()
        for row in (along, stands, own, more):
            row.refresh_from_db()
        assert [row.state for row in (along, stands, own, more)] == ["open", "gone", "gone", "open"]
        assert (along.merged_into_id, more.merged_into_id) == (None, None)
        least = HANDS - sum(each is None for each in found[len(acts) : len(acts) + 3])
        if len(acts) == 4:
            assert along.votes == least
        else:
            assert least <= along.votes <= HANDS  # who took it back once they were apart wants this one still
    assert breaches() == []


def take_some_back(person: Person) -> None:
    """As who closes their account."""
    while take_back_some_questions(person=person):
        pass


def test_who_leaves_while_votes_are_summed_and_questions_merged_hinders_nobody() -> None:
    hosts, gathering = led()
    for _round in range(ROUNDS):
        cache.clear()
        one, other = asked(hosts[0], gathering), asked(hosts[1], gathering)
        poll = prepare_poll(
            host=hosts[0], gathering=again(gathering), kind="single", words="How?", options=["a", "b"],
            client_id=uuid4(),
        )  # fmt: skip
        open_poll(host=hosts[0], poll=poll)
        leavers = [make_member(gathering.community) for _number in range(3)]
        for each in leavers:
            for question in (one, other):
                vote_for_question(person=each, question=question)
            answer_poll(person=each, poll=poll, choices=[0])
            raise_hand(person=each, gathering=again(gathering))
        Stage.objects.update(counted_at=None)
        found = together([
            *(partial(let_go_of_sessions, person_id=each.pk) for each in leavers),
            partial(merge_question, host=hosts[0], question=one, into_id=other.pk),
            partial(said, hosts[1], gathering),
            count_votes,
        ])  # fmt: skip
        assert failures(found) == []
        count_until_done()
        for row in (other, poll):
            row.refresh_from_db()
        assert (other.votes, poll.voters, hands_up(gathering)) == (1, 0, [])  # who asked the same
    assert breaches() == []


def test_two_hosts_do_not_collide() -> None:
    community = make_community(visibility="private")
    hosts = [make_member(community, role=Role.FACILITATOR) for _number in range(4)]
    for _round in range(ROUNDS):
        cache.clear()
        gathering = near(hosts[0], community, agenda=[{"minutes": 5, "words": each} for each in "abcd"])
        found = together([partial(start_gathering, host=each, gathering=gathering) for each in hosts])
        assert {each.changed_by_id for each in found} == {found[0].changed_by_id}
        question = asked(make_member(community), gathering)
        fresh = again(gathering)
        moves = together([
            partial(set_phase, host=each, gathering=fresh, phase=number, minutes=5, seen=1)
            for number, each in enumerate(hosts)
        ])  # fmt: skip
        assert sum(isinstance(each, Stage) for each in moves) == 1
        decided = together([
            partial(answer_question, host=hosts[0], question=question, seen="open"),
            partial(decline_question, host=hosts[1], question=question, seen="open", reason="No time."),
        ])  # fmt: skip
        assert sum(isinstance(each, Question) for each in decided) == 1
        ended = together([partial(end_gathering, host=each, gathering=fresh) for each in hosts])
        assert failures(ended) == []
        states = RoomEvent.objects.filter(room=gathering.room_id, kind="session").order_by("seq")
        assert [row.data["state"] for row in states] == ["live", "live", "closed"]
    assert breaches() == []


def test_one_is_called_at_a_time() -> None:
    hosts, gathering = led()
    people = [make_member(gathering.community) for _number in range(4)]
    for _round in range(ROUNDS):
        cache.clear()
        up = together([partial(raise_hand, person=each, gathering=gathering) for each in [*people, *people]])
        assert failures(up) == [] and len({each.pk for each in up}) == 4
        line = hands_up(gathering)
        calls = [partial(call_hand, host=hosts[at % 2], hand=hand) for at, hand in enumerate(line)]
        assert failures(together(calls)) == []
        assert Hand.objects.filter(gathering=gathering, state="called").count() == 1
        Hand.objects.all().delete()
        RoomEvent.objects.filter(kind="hands").update(data={})
    assert breaches() == []
