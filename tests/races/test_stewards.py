"""Stewards who decide about each other, and about the network, at the same moment."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.cache import cache

from forum.communities.models import Change, Verb
from forum.core.editions import ChangedMeanwhile
from forum.core.verdicts import Refused
from forum.invariants.selectors import breaches
from forum.network.actions import change_network
from forum.network.models import Network
from forum.network.selectors import edition_of_network, network_row
from forum.people.actions.stewards import end_steward, shut_out
from forum.people.models import Person
from tests.factories import make_steward
from tests.factories.network import forget_ground
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]

HANDS = 8
ROUNDS = 20


@pytest.mark.parametrize("act", [end_steward, partial(shut_out, reason="Because.")])
def test_of_two_stewards_who_end_each_other_one_stays(act: partial[Person]) -> None:
    for _round in range(ROUNDS):
        Person.objects.update(is_steward=False)
        one, other = make_steward(), make_steward()
        acts = [partial(act, steward=one, person=other), partial(act, steward=other, person=one)]
        results = together(acts * (HANDS // 2))
        assert [type(result) for result in results].count(Person) == 1
        assert {type(result) for result in results} == {Person, Refused}
        assert Person.objects.filter(is_steward=True, is_active=True).count() == 1
        cache.clear()
    assert breaches() == []


def test_of_stewards_who_all_go_at_once_one_stays() -> None:
    for _round in range(ROUNDS):
        Person.objects.update(is_steward=False)
        stewards = [make_steward() for _hand in range(HANDS)]
        results = together([partial(end_steward, steward=each, person=each) for each in stewards])
        assert [type(result) for result in results].count(Refused) == 1
        assert Person.objects.filter(is_steward=True).count() == 1
    assert breaches() == []


def test_of_changes_of_the_network_from_one_edition_one_holds_and_the_others_are_told() -> None:
    stewards = [make_steward() for _hand in range(HANDS)]
    for number in range(ROUNDS):
        if number == ROUNDS // 2:
            Network.objects.all().delete()  # the first change of all once more
        seen = edition_of_network(network_row())
        names = [f"Looms {number} {hand}" for hand in range(HANDS)]
        changes = [
            partial(change_network, actor=steward, seen=seen, name=name)
            for steward, name in zip(stewards, names, strict=True)
        ]
        results = together(changes)
        stored = [result.name for result in results if isinstance(result, Network)]
        assert stored == [network_row().name]
        assert [type(result) for result in results].count(ChangedMeanwhile) == HANDS - 1
        assert Change.objects.filter(verb=Verb.NETWORK_CHANGED).count() == number + 1
        cache.clear()
    forget_ground()
