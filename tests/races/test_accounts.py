"""Deciding about one newcomer, and proving one ORCID iD, at the same moment."""

from __future__ import annotations

from functools import partial

import pytest
from allauth.socialaccount.models import SocialAccount

from forum.communities.models import Change
from forum.core.verdicts import Refused
from forum.invariants.selectors import breaches
from forum.people.actions.applications import admit_person, apply_to_join, turn_away_person
from forum.people.actions.orcid import prove_orcid
from forum.people.models import Person
from tests.factories import make_person, make_steward
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]

HANDS = 8
ROUNDS = 10
CARBERRY = "0000-0002-1825-0097"


def test_what_several_stewards_decide_at_once_is_decided_once_and_logged_as_it_was() -> None:
    for _round in range(ROUNDS):
        person = make_person(is_active=False)
        application = apply_to_join(person=person, reason="I teach.")
        stewards = [make_steward() for _hand in range(HANDS)]
        together([partial(admit_person, steward=steward, application=application) for steward in stewards])
        application.refresh_from_db()
        lines = Change.objects.filter(person=person).values_list("verb", "actor")
        assert list(lines) == [("admitted", application.decided_by_id)]
        assert Person.objects.get(pk=person.pk).is_active is True
    assert breaches() == []


def test_a_yes_and_a_no_at_once_end_in_one_of_them() -> None:
    for _round in range(ROUNDS):
        person = make_person(is_active=False)
        application = apply_to_join(person=person, reason="I teach.")
        steward, other = make_steward(), make_steward()
        results = together(
            [
                partial(admit_person, steward=steward, application=application),
                partial(turn_away_person, steward=other, application=application),
            ]
        )
        application.refresh_from_db()
        assert [isinstance(result, Refused) or not isinstance(result, Exception) for result in results] == [
            True
        ] * 2
        # A no that came first is overruled by the yes; after a yes there is no no.
        assert (application.state, Person.objects.get(pk=person.pk).is_active) == ("accepted", True)
    assert breaches() == []


def test_an_id_that_several_people_prove_at_once_stands_on_one_page() -> None:
    for _round in range(ROUNDS):
        people = [make_person() for _hand in range(HANDS)]
        results = together([partial(prove_orcid, person=person, orcid=CARBERRY) for person in people])
        assert [type(result) for result in results if isinstance(result, Exception)] == [Refused] * (
            HANDS - 1
        )
        holder = Person.objects.get(orcid=CARBERRY)
        SocialAccount.objects.create(user=holder, provider="orcid", uid=CARBERRY)
        assert breaches() == []
        SocialAccount.objects.all().delete()
        Person.objects.update(orcid=None)
