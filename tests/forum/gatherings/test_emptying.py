"""A question that stood for several is emptied, and the others wait by themselves again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from forum.chat.models import RoomEvent
from forum.communities.models import Community, Role
from forum.core.verdicts import Refused
from forum.gatherings.actions.answering import answer_question, merge_question
from forum.gatherings.actions.asked_by import take_back_some_questions
from forum.gatherings.actions.counting import count_votes
from forum.gatherings.actions.leading import end_gathering
from forum.gatherings.actions.namelessness import take_nameless_questions
from forum.gatherings.actions.questions import take_question_away
from forum.gatherings.actions.taking_down import take_question_down
from forum.gatherings.actions.voting import take_vote_back, vote_for_question
from forum.gatherings.models import Gathering, Question, Stage
from forum.moderation.actions.deciding import remove_reported
from forum.moderation.actions.reporting import report_question
from forum.moderation.models import Case
from forum.people.models import Person
from tests.factories import make_member
from tests.forum.gatherings.meeting import again
from tests.forum.recaps.over import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
WHY = "It names a bed."


def fresh(question: Question) -> Question:
    return Question.objects.select_related("gathering", "asker").get(pk=question.pk)


def together(host: Person, other: Question, *ones: Question) -> None:
    for one in ones:
        merge_question(host=host, question=fresh(one), into_id=other.pk)


def want(question: Question) -> set[int]:
    """Who wants an answer to it; the sum that is told says how many."""
    Stage.objects.update(counted_at=None)
    count_votes()
    found = set(question.cast.filter(is_on=True).values_list("person", flat=True))
    assert fresh(question).votes == len(found)
    return found


def by_asker(question: Question) -> None:
    take_question_away(person=question.asker, question=fresh(question))


def by_host(question: Question) -> None:
    take_question_down(moderator=make_host(question), question=fresh(question), reason=WHY)


def by_moderator_who_was_asked(question: Question) -> None:
    report_question(
        reporter=make_member(question.gathering.community), question=fresh(question), reason="unkind"
    )
    moderator = make_member(question.gathering.community, role=Role.MODERATOR)
    remove_reported(moderator=moderator, case=Case.objects.get(), reason=WHY)


def by_closing_an_account(question: Question) -> None:
    assert [take_back_some_questions(person=question.asker) for _time in range(2)] == [1, 0]


def make_host(question: Question) -> Person:
    return make_member(question.gathering.community, role=Role.FACILITATOR)


@pytest.fixture
def people(community: Community) -> list[Person]:
    """Three who ask, then four who vote."""
    return [make_member(community) for _number in range(7)]


@pytest.mark.parametrize("emptied", [by_asker, by_host, by_moderator_who_was_asked, by_closing_an_account])
def test_whoever_empties_it_the_others_wait_with_their_own_votes(
    emptied: Callable[[Question], None],
    client: Client,
    host: Person,
    people: list[Person],
    gathering: Gathering,
) -> None:
    first_asks, second_asks, asks, voter, both, leaves, only_other = people
    first = asked(first_asks, gathering, "How long?", voter, both, leaves, asks)
    second = asked(second_asks, gathering, "How many minutes?", both, first_asks)
    other = asked(asks, gathering, "Until when?", only_other, leaves)
    together(host, second, first)
    together(host, other, second)
    take_vote_back(person=leaves, question=fresh(other))
    emptied(other)
    assert [fresh(each).state for each in (first, second, other)] == ["open", "open", "gone"]
    assert [fresh(each).merged_into_id for each in (first, second, other)] == [None, None, None]
    assert want(first) == {voter.pk, both.pk, asks.pk}
    assert want(second) == {both.pk, first_asks.pk}
    rows = RoomEvent.objects.filter(kind="question", data__id__in=[first.pk, second.pk, other.pk])
    last = [(each.data["id"], each.data["state"], each.data["into"]) for each in rows.order_by("seq")][-3:]
    assert last == [(other.pk, "gone", None), (first.pk, "open", None), (second.pk, "open", None)]
    client.force_login(voter)
    page = client.get(gathering.get_absolute_url()).content.decode()
    assert [f'id="question-{each.pk}"' in page for each in (first, second, other)] == [True, True, False]
    vote_for_question(person=only_other, question=fresh(second))
    assert want(second) == {both.pk, first_asks.pk, only_other.pk}


def test_who_closes_their_account_empties_all_of_their_own_and_nobody_elses(
    host: Person, people: list[Person], gathering: Gathering
) -> None:
    leaver, other_asks, voter = people[:3]
    own = asked(leaver, gathering, "How long?", voter)
    stands = asked(leaver, gathering, "Until when?")
    along = asked(other_asks, gathering, "How many minutes?", voter)
    later = asked(leaver, gathering, "And then?")
    together(host, stands, own, along, later)
    assert [take_back_some_questions(person=leaver) for _time in range(2)] == [3, 0]
    rows = [fresh(each) for each in (own, stands, along, later)]
    assert [(each.state, each.words) for each in rows] == [
        ("gone", ""), ("gone", ""), ("open", "How many minutes?"), ("gone", ""),
    ]  # fmt: skip
    assert want(along) == {voter.pk}
    assert "How long?" not in str(list(RoomEvent.objects.values_list("data", flat=True)))


def test_what_waits_again_does_not_tell_who_asked_without_a_name(
    host: Person, people: list[Person], gathering: Gathering
) -> None:
    take_nameless_questions(host=host, gathering=again(gathering))
    along = asked(people[0], gathering, "How long?")
    other = asked(people[1], gathering, "Until when?", nameless=True)
    together(host, other, along)
    by_asker(other)
    rows = RoomEvent.objects.filter(kind="question").order_by("seq").values_list("data__id", "by_id")
    assert list(rows)[-2:] == [(other.pk, None), (along.pk, None)]
    assert fresh(along).changed_by is None


def test_where_nobody_adds_to_it_any_more_they_are_shown_and_not_voted_for(
    client: Client, host: Person, people: list[Person], gathering: Gathering
) -> None:
    asks, other_asks, voter = people[:3]
    along = asked(asks, gathering, "How long?", voter)
    other = asked(other_asks, gathering, "Until when?")
    together(host, other, along)
    answer_question(host=host, question=fresh(other), seen="open")
    end_gathering(host=host, gathering=again(gathering))
    past = timezone.now() - timedelta(days=3)
    Stage.objects.update(started_at=past, closed_at=past)
    by_asker(other)
    assert (fresh(along).state, want(along)) == ("answered", {voter.pk})  # as the one that stood for both was
    with pytest.raises(Refused, match="over"):
        vote_for_question(person=people[3], question=fresh(along))
    client.force_login(voter)
    assert f'id="question-{along.pk}"' in client.get(gathering.get_absolute_url()).content.decode()
