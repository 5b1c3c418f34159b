"""What was asked together is asked apart again, and the votes stand where they were given."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.chat.models import RoomEvent
from forum.communities.models import Community
from forum.core.verdicts import Refused
from forum.gatherings.actions.answering import merge_question, take_question_up
from forum.gatherings.actions.counting import count_votes
from forum.gatherings.actions.leading import end_gathering
from forum.gatherings.actions.questions import take_question_away
from forum.gatherings.actions.taking_apart import take_merge_back
from forum.gatherings.actions.voting import take_vote_back, vote_for_question
from forum.gatherings.models import Gathering, Question, Stage
from forum.people.models import Person
from tests.factories import make_member
from tests.forum.gatherings.meeting import again
from tests.forum.recaps.over import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


@pytest.fixture
def people(community: Community) -> list[Person]:
    """Two who ask, then four who vote."""
    return [make_member(community) for _number in range(7)]


def fresh(question: Question) -> Question:
    return Question.objects.select_related("gathering").get(pk=question.pk)


def together(host: Person, one: Question, other: Question) -> None:
    merge_question(host=host, question=fresh(one), into_id=other.pk)


def apart(host: Person, one: Question) -> Question:
    return take_merge_back(host=host, question=fresh(one))


def want(question: Question) -> set[int]:
    """Who wants an answer to it; the sum that is told says how many."""
    Stage.objects.update(counted_at=None)
    count_votes()
    found = set(question.cast.filter(is_on=True).values_list("person", flat=True))
    assert fresh(question).votes == len(found)
    return found


def test_each_has_the_votes_again_that_it_had(
    host: Person, people: list[Person], gathering: Gathering
) -> None:
    one_asks, other_asks, only_one, both, only_other, later = people[:6]
    one = asked(one_asks, gathering, "How long?", only_one, both, other_asks)
    other = asked(other_asks, gathering, "How many minutes?", both, only_other)
    together(host, one, other)
    assert want(other) == {each.pk for each in (one_asks, only_one, both, only_other)}
    vote_for_question(person=later, question=fresh(other))
    for _twice in range(2):
        assert apart(host, one).state == Question.State.OPEN
    assert want(one) == {each.pk for each in (only_one, both, other_asks)}
    assert want(other) == {each.pk for each in (both, only_other, later)}
    last = RoomEvent.objects.filter(kind="question", data__id=one.pk).latest("seq").data
    assert (last["state"], last["into"]) == ("open", None)
    take_question_up(host=host, question=fresh(one), seen="open")
    together(host, one, other)  # and together again
    assert want(other) == {each.pk for each in (one_asks, only_one, both, only_other, later)}


def test_who_wants_neither_any_more_or_votes_anew_is_heard(
    host: Person, people: list[Person], gathering: Gathering
) -> None:
    asks, leaves, anew = people[:3]
    one = asked(asks, gathering, "How long?", leaves, anew)
    other = asked(people[3], gathering, "How many minutes?")
    together(host, one, other)
    for person in (leaves, anew):
        take_vote_back(person=person, question=fresh(other))
    vote_for_question(person=anew, question=fresh(other))
    apart(host, one)
    assert want(one) == {anew.pk}
    assert want(other) == {anew.pk}


def test_who_wanted_both_and_takes_it_back_while_they_are_together_wants_neither(
    host: Person, people: list[Person], gathering: Gathering
) -> None:
    one_asks, other_asks, leaves, stays = people[:4]
    one = asked(one_asks, gathering, "How long?", leaves, stays, other_asks)
    other = asked(other_asks, gathering, "How many minutes?", leaves, stays)
    together(host, one, other)
    take_vote_back(person=leaves, question=fresh(other))
    apart(host, one)
    assert want(one) == {stays.pk, other_asks.pk}  # their own they do not vote for, nor take that back
    assert want(other) == {stays.pk}


def test_what_was_taken_back_before_both_were_merged_into_a_third_does_not_come_back(
    host: Person, people: list[Person], gathering: Gathering
) -> None:
    leaves, stays, wants_the_third = people[3:6]
    first = asked(people[0], gathering, "How long?", leaves, stays, wants_the_third, people[1], people[2])
    second = asked(people[1], gathering, "How many minutes?")
    third = asked(people[2], gathering, "Until when?", wants_the_third)
    together(host, first, second)
    for person in (leaves, wants_the_third, people[2]):
        take_vote_back(person=person, question=fresh(second))
    together(host, second, third)
    assert want(third) == {people[0].pk, people[1].pk, stays.pk, wants_the_third.pk}
    apart(host, first)
    assert want(first) == {stays.pk, people[1].pk}
    assert want(third) == {people[1].pk, wants_the_third.pk}  # who asked the second wants the third still


def test_what_was_merged_before_stays_and_its_votes_with_it(
    host: Person, people: list[Person], gathering: Gathering
) -> None:
    voter, second_voter = people[3], people[4]
    first = asked(people[0], gathering, "How long?", voter)
    second = asked(people[1], gathering, "How many minutes?", second_voter)
    third = asked(people[2], gathering, "Until when?")
    together(host, first, second)
    together(host, second, third)
    assert want(third) == {each.pk for each in (people[0], people[1], voter, second_voter)}
    apart(host, second)
    assert want(second) == {second_voter.pk}
    assert want(third) == {people[0].pk, voter.pk}
    assert fresh(first).merged_into_id == third.pk
    apart(host, first)
    assert (want(first), want(third)) == ({voter.pk}, set())


def test_only_those_who_lead_do_it_and_while_it_can_be_added_to(
    host: Person, people: list[Person], gathering: Gathering
) -> None:
    one, other = (asked(person, gathering, "How long?") for person in people[:2])
    gone = asked(people[2], gathering, "How much?")
    for each in (one, gone):
        together(host, each, other)
    with pytest.raises(Refused, match="host this session"):
        apart(people[0], one)
    take_question_away(person=people[2], question=fresh(gone))
    with pytest.raises(Refused, match="removed or taken back"):
        apart(host, gone)
    end_gathering(host=host, gathering=again(gathering))
    past = timezone.now() - timedelta(days=3)
    Stage.objects.update(started_at=past, closed_at=past)
    with pytest.raises(Refused, match="over"):
        apart(host, one)
    Stage.objects.update(closed_at=timezone.now())
    assert apart(host, one).merged_into_id is None


def test_hosts_find_it_beside_the_question_that_stands_for_both(
    client: Client, host: Person, people: list[Person], gathering: Gathering
) -> None:
    one, other = (
        asked(person, gathering, words) for person, words in zip(people, ("How?", "Why?"), strict=False)
    )
    together(host, one, other)
    address, page = reverse("question-take-apart", args=[gathering.pk, one.pk]), gathering.get_absolute_url()
    client.force_login(people[2])
    assert address not in client.get(page).content.decode()
    assert client.post(address).status_code == 403
    client.force_login(host)
    shown = client.get(page).content.decode()
    assert address in shown and f'id="question-{one.pk}"' not in shown
    assert client.post(address)["Location"].endswith(f"#question-{one.pk}")
    shown = client.get(page).content.decode()
    assert address not in shown and f'id="question-{one.pk}"' in shown
