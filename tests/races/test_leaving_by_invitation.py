"""Closing an account while its person comes in somewhere, by an invitation to them or a yes to their request."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache

from forum.communities.actions.founding import accept_proposal, propose_community
from forum.communities.actions.invitations import (
    accept_invitation,
    invite_by_mail,
    mail_invitation_again,
    revoke_invitation,
)
from forum.communities.actions.joining import accept_request, ask_to_join, decline_request, withdraw_request
from forum.communities.models import Community, Invitation, JoiningRequest, Membership
from forum.core.verdicts import Refused
from forum.invariants.selectors import breaches
from forum.network.models import Network
from forum.people.models import Person
from forum.personal_data.actions.leaving import close_account
from forum.personal_data.models import Departure
from tests.factories import make_community, make_person, make_steward
from tests.factories.people import PASSWORD
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]

ROUNDS = 20


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def closing(person: Person) -> Any:
    return partial(close_account, person=fresh(person), wish="keep", handle=person.handle, password=PASSWORD)


def place(facilitator: Person) -> Community:
    return make_community(facilitator=facilitator, joining="request", visibility="network")


def someone() -> Person:
    """A person with a confirmed address, to which invitations can go."""
    person = make_person()
    EmailAddress.objects.create(user=person, email=f"p{person.pk}@weft.example", verified=True, primary=True)
    return person


def invited(person: Person, facilitator: Person) -> Invitation:
    return invite_by_mail(
        inviter=fresh(facilitator), community=place(facilitator), email=f"p{person.pk}@weft.example"
    )


def _check(results: list[Any], person: Person) -> None:
    """Who leaves has left, the others have done what they wished or been told, and nothing is left of who left."""
    assert isinstance(results[0], Departure), results
    done = {type(each) for each in results[1:]}
    assert done <= {Membership, Invitation, JoiningRequest, Refused}, results
    assert not Membership.objects.filter(person=person).exists()
    assert not JoiningRequest.objects.filter(person=person).exists()
    assert not Invitation.objects.filter(email__iexact=f"p{person.pk}@weft.example").exists()


def test_who_accepts_invitations_while_they_leave_comes_in_before_or_is_refused() -> None:
    facilitator, _steward = make_person(), make_steward()
    for _round in range(ROUNDS):
        person = someone()
        invitations = [invited(person, facilitator) for _number in range(4)]
        hands = [
            partial(accept_invitation, person=fresh(person), invitation=invitation)
            for invitation in reversed(invitations)
        ]
        _check(together([closing(person), *hands]), person)
        cache.clear()
    assert breaches() == []


def test_invitations_to_who_leaves_are_sent_again_and_taken_back_meanwhile() -> None:
    facilitator, _steward = make_person(), make_steward()
    for _round in range(ROUNDS):
        person = someone()
        again, back = (invited(person, facilitator) for _number in range(2))
        hands = [
            partial(mail_invitation_again, facilitator=fresh(facilitator), invitation=again),
            partial(revoke_invitation, facilitator=fresh(facilitator), invitation=back),
        ]
        _check(together([closing(person), *hands]), person)
        cache.clear()
    assert breaches() == []


@pytest.mark.parametrize("is_asked_first", [True, False])
def test_requests_of_who_leaves_are_answered_before_or_not_at_all(is_asked_first: bool) -> None:
    facilitator, _steward = make_person(), make_steward()
    for _round in range(ROUNDS):
        person = someone()
        asked = [ask_to_join(person=fresh(person), community=place(facilitator)) for _number in range(3)]
        by = {"facilitator": fresh(facilitator)}
        hands = [
            partial(accept_request, request=asked[0], **by),
            partial(decline_request, request=asked[1], reason="Not now.", **by),
            partial(withdraw_request, person=fresh(person), request=asked[2]),
            partial(ask_to_join, person=fresh(person), community=place(facilitator)),
        ]
        _check(together([closing(person), *(hands if is_asked_first else reversed(hands))]), person)
        cache.clear()
    assert breaches() == []


def test_a_steward_who_leaves_answers_and_takes_back_before_or_is_refused() -> None:
    facilitator, _steward = make_person(), make_steward()
    for _round in range(ROUNDS):
        person, leaver = someone(), make_steward()
        invitation = invite_by_mail(
            inviter=fresh(leaver), community=place(facilitator), email=f"p{person.pk}@weft.example"
        )
        asked = ask_to_join(person=fresh(person), community=place(facilitator))
        hands = [
            partial(revoke_invitation, facilitator=fresh(leaver), invitation=invitation),
            partial(accept_request, facilitator=fresh(leaver), request=asked),
        ]
        results = together([closing(leaver), *hands])
        assert isinstance(results[0], Departure), results
        assert {type(each) for each in results[1:]} <= {Invitation, JoiningRequest, Refused}, results
        assert not Invitation.objects.filter(invited_by=leaver, state=Invitation.State.OPEN).exists()
        cache.clear()
    assert breaches() == []


def test_a_proposal_is_answered_while_who_made_it_leaves() -> None:
    Network.objects.create(pk=1, founding=Network.Founding.MEMBERS)
    _steward, answering = make_steward(), make_steward()
    for number in range(ROUNDS):
        person = someone()
        proposal = propose_community(
            proposer=fresh(person),
            reason="We weave.",
            name=f"Looms {number}",
            slug=f"looms-{number}",
            domain="Weaving.",
            kind="cross-institution",
            time_zone="UTC",
            hue=145,
            visibility="network",
            joining="open",
        )
        results = together(
            [closing(person), partial(accept_proposal, steward=fresh(answering), proposal=proposal)]
        )
        first, second = results
        assert isinstance(second, Community | Refused), results
        assert isinstance(first, Refused if isinstance(second, Community) else Departure), results
        cache.clear()
    assert breaches() == []
