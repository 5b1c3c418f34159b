"""Taking and leaving places at a live session at the same moment, while it is changed, cancelled, or shared."""

from __future__ import annotations

from functools import partial
from threading import Event
from time import sleep

import pytest
from django.db import transaction

from forum.communities.actions.members import leave_community
from forum.communities.models import Role
from forum.core.verdicts import Refused
from forum.gatherings.actions.coming import answer_whether_one_comes
from forum.gatherings.actions.joint import agree_to_take_part, decline_to_take_part, end_part
from forum.gatherings.actions.scheduling import cancel_gathering
from forum.gatherings.models import Coming, Gathering, Joint
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import make_community, make_member, suspend
from tests.forum.gatherings.meeting import again, meeting
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]

ROUNDS = 6
PLACES = 3
State = Coming.State


def make_session(places: int | None = PLACES) -> tuple[Gathering, Person]:
    community = make_community(visibility="open")
    host = make_member(community, role=Role.FACILITATOR)
    made = meeting(host, community)
    Gathering.objects.filter(pk=made.pk).update(capacity=places)
    return again(made), host


def comes(person: Person, gathering: Gathering, answer: State = State.COMING) -> partial[Coming]:
    return partial(answer_whether_one_comes, person=person, gathering=again(gathering), comes=answer)


def numbers(gathering: Gathering) -> tuple[int, int]:
    rows = Coming.objects.filter(gathering=gathering)
    return rows.filter(state=State.COMING).count(), rows.filter(state=State.WAITING).count()


def test_as_many_come_as_there_are_places_and_the_others_wait() -> None:
    gathering, _host = make_session()
    people = [make_member(gathering.community) for _ in range(8)]
    results = together([comes(person, gathering) for person in people])
    assert all(isinstance(result, Coming) for result in results), results
    assert numbers(gathering) == (PLACES, 5)
    assert breaches() == []


def test_a_place_that_is_left_goes_to_one_who_waits() -> None:
    gathering, _host = make_session()
    people = [make_member(gathering.community) for _ in range(6)]
    for _round in range(ROUNDS):
        together([comes(person, gathering) for person in people])
        leaving = list(
            Coming.objects.filter(gathering=gathering, state=State.COMING).select_related("person")
        )
        together(
            [
                *[comes(row.person, gathering, State.NOT_COMING) for row in leaving[:2]],
                partial(leave_community, person=leaving[2].person, community=gathering.community),
                *[comes(make_member(gathering.community), gathering) for _ in range(2)],
            ]
        )
        assert numbers(gathering)[0] == PLACES
        assert breaches() == []
        Coming.objects.filter(gathering=gathering).delete()
        make_member(gathering.community, leaving[2].person)


def test_whoever_is_suspended_meanwhile_does_not_come() -> None:
    gathering, _host = make_session(None)
    for _round in range(ROUNDS):
        person = make_member(gathering.community)
        came, _suspended = together([comes(person, gathering), partial(suspend, person, gathering.community)])
        assert isinstance(came, (Coming, Refused))
        assert Coming.objects.filter(person=person, state=State.COMING).exists() == isinstance(came, Coming)
    assert breaches() == []


def test_a_session_is_cancelled_once_while_people_come() -> None:
    for _round in range(ROUNDS):
        gathering, host = make_session()
        cancelling = partial(cancel_gathering, host=host, gathering=again(gathering), why="The room is gone.")
        results = together(
            [cancelling, cancelling, *[comes(make_member(gathering.community), gathering) for _ in range(3)]]
        )
        assert all(isinstance(result, (Coming, Gathering, Refused)) for result in results), results
        now = again(gathering)
        assert (now.state, now.revision) == (Gathering.State.CANCELLED, gathering.revision + 1)
    assert breaches() == []


def test_of_two_answers_for_a_community_one_counts_and_nobody_comes_through_it_afterwards() -> None:
    for _round in range(ROUNDS):
        gathering, host = make_session()
        other = make_community(visibility="open")
        first, second = (make_member(other, role=Role.FACILITATOR) for _ in range(2))
        part = Joint.objects.create(gathering=gathering, community=other, note="Come.")
        answers = together(
            [
                partial(agree_to_take_part, facilitator=first, joint=part),
                partial(decline_to_take_part, facilitator=second, joint=part, reason="Not now."),
            ]
        )
        assert sum(isinstance(answer, Refused) for answer in answers) == 1, answers
        Joint.objects.filter(pk=part.pk).update(state=Joint.State.AGREED)
        together(
            [
                *[comes(make_member(other), gathering) for _ in range(3)],
                partial(end_part, person=host, joint=Joint.objects.get(pk=part.pk)),
            ]
        )
        assert not Coming.objects.filter(gathering=gathering, through=other).exists()
        assert breaches() == []


def test_whoever_leaves_while_they_are_given_a_place_hands_it_on() -> None:
    gathering, _host = make_session(1)
    comer, leaver, last = (make_member(gathering.community) for _ in range(3))
    for person in (comer, leaver, last):
        comes(person, gathering)()
    given = Event()

    def make_room_slowly() -> None:
        with transaction.atomic():
            comes(comer, gathering, State.NOT_COMING)()
            given.set()
            sleep(0.5)  # the other one has come as far as it can meanwhile

    def leave() -> None:
        given.wait(timeout=30)
        leave_community(person=leaver, community=gathering.community)

    assert together([make_room_slowly, leave]) == [None, None]
    rows = Coming.objects.filter(gathering=gathering).order_by("pk")
    assert list(rows.values_list("person", "state")) == [(comer.pk, "not"), (last.pk, "coming")]
    assert breaches() == []
