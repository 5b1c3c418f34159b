"""One invitation used at once, one request answered at once, one asked at once; and all of it against an archiving."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from forum.communities.actions.invitations import accept_invitation, invite_by_link, invite_by_mail
from forum.communities.actions.joining import accept_request, ask_to_join, decline_request
from forum.communities.actions.members import give_role, join_community
from forum.communities.models import Community, Invitation, JoiningRequest, Membership, Role
from forum.communities.selectors.locks import locked_community_alone
from forum.core.verdicts import Invalid, Refused
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person, make_steward
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]

HANDS = 8
ROUNDS = 20


def place(facilitator: Person, **fields: object) -> Community:
    wanted: dict[str, object] = {"joining": "request", "visibility": "private"} | fields
    return make_community(facilitator=facilitator, **wanted)  # type: ignore[arg-type]


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def accept(person: Person, invitation: Invitation) -> Membership:
    return accept_invitation(person=fresh(person), invitation=invitation)


def ask(person: Person, community: Community) -> JoiningRequest:
    return ask_to_join(person=fresh(person), community=community)


def test_an_invitation_for_one_lets_in_one_of_eight() -> None:
    people = [make_person() for _hand in range(HANDS)]
    facilitator = make_person()
    for _round in range(ROUNDS):
        community = place(facilitator)
        invitation = invite_by_link(inviter=facilitator, community=community, most_uses=1)
        results = together([partial(accept, person, invitation) for person in people])
        assert sorted(type(each).__name__ for each in results) == ["Membership"] + ["Refused"] * (HANDS - 1)
        community.refresh_from_db()
        assert (community.member_count, invitation.used_by.count()) == (2, 1)
        cache.clear()
    assert breaches() == []


def test_one_person_using_an_invitation_eight_times_uses_it_once() -> None:
    person, facilitator = make_person(), make_person()
    for _round in range(ROUNDS):
        community = place(facilitator)
        invitation = invite_by_link(inviter=facilitator, community=community, most_uses=5)
        results = together([partial(accept, person, invitation)] * HANDS)
        assert sorted(type(each).__name__ for each in results) == ["Membership"] + ["Refused"] * (HANDS - 1)
        invitation.refresh_from_db()
        assert invitation.uses == 1
        cache.clear()
    assert breaches() == []


def test_asking_eight_times_at_once_is_asking_once() -> None:
    person, facilitator = make_person(), make_person()
    for _round in range(ROUNDS):
        community = place(facilitator)
        results = together([partial(ask, person, community)] * HANDS)
        assert len({each.pk for each in results}) == 1
        assert JoiningRequest.objects.filter(community=community).count() == 1
        cache.clear()
    assert breaches() == []


def test_of_facilitators_who_answer_at_once_one_does_and_the_others_are_told() -> None:
    facilitators = [make_person() for _hand in range(HANDS)]
    for _round in range(ROUNDS):
        community = place(facilitators[0])
        for each in facilitators[1:]:
            make_member(community, each, role=Role.FACILITATOR)
        request = ask(make_person(), community)
        acts = [
            partial(accept_request, facilitator=fresh(each), request=request)
            if number % 2
            else partial(decline_request, facilitator=fresh(each), request=request, reason="No.")
            for number, each in enumerate(facilitators)
        ]
        results = together(acts)
        refused = [str(each.sentence) for each in results if isinstance(each, Refused)]
        assert len(refused) == HANDS - 1
        assert {"has answered this request already" in sentence for sentence in refused} == {True}
        request.refresh_from_db()
        is_in = Membership.objects.filter(community=community, person=request.person).exists()
        assert is_in is (request.state == "accepted")
        cache.clear()
    assert breaches() == []


def test_all_ways_in_at_once_lead_in_once_and_nobody_waits_inside() -> None:
    facilitator, steward = make_person(), make_steward()
    for _round in range(ROUNDS):
        community = place(facilitator)
        person = make_person()
        links = [invite_by_link(inviter=facilitator, community=community, most_uses=5) for _link in range(2)]
        waiting = ask(person, community)
        Community.objects.filter(pk=community.pk).update(joining="open")
        acts = [
            partial(accept, person, links[0]),
            partial(accept, person, links[1]),
            partial(accept_request, facilitator=fresh(facilitator), request=waiting),
            partial(join_community, person=fresh(person), community=community),
            partial(join_community, person=fresh(person), community=community),
            partial(give_role, giver=steward, person=fresh(person), community=community, role=Role.MEMBER),
            partial(ask, person, community),
            partial(ask, person, community),
        ]
        results = together(acts)
        assert {type(each) for each in results} <= {Membership, JoiningRequest, Refused}
        community.refresh_from_db()
        assert community.member_count == 2
        cache.clear()
    assert breaches() == []


def test_asking_while_being_made_a_member_leaves_nobody_waiting_inside() -> None:
    facilitator, steward = make_person(), make_steward()
    for _round in range(ROUNDS):
        community, person = place(facilitator), make_person()
        asking = [partial(ask, person, community)] * 4
        giving = [
            partial(give_role, giver=steward, person=fresh(person), community=community, role=Role.GUEST)
        ] * 4
        results = together([*asking, *giving])
        assert {type(each) for each in results} <= {Membership, JoiningRequest, Refused}
        cache.clear()
    assert breaches() == []


@transaction.atomic
def archive(community: Community) -> None:
    locked_community_alone(community.pk)
    Community.objects.filter(pk=community.pk).update(archived_at=timezone.now())


def test_whoever_comes_while_a_community_is_archived_came_before_or_is_told() -> None:
    facilitator = make_person()
    came = []
    for _round in range(ROUNDS):
        community = place(facilitator)
        people = [make_person() for _hand in range(HANDS - 1)]
        invitation = invite_by_link(inviter=facilitator, community=community, most_uses=HANDS)
        acts = [partial(accept, person, invitation) for person in people]
        results = together([*acts[:3], partial(archive, community), *acts[3:]])
        community.refresh_from_db()
        assert community.archived_at is not None
        inside = Membership.objects.filter(community=community, person__in=people)
        assert all(row.joined_at <= community.archived_at for row in inside) or inside.count() < HANDS
        assert sum(isinstance(each, Membership) for each in results) == inside.count()
        refused = {str(each.sentence) for each in results if isinstance(each, Refused)}
        assert refused <= {"This community is archived; nobody can join it any more."}
        came.append(inside.count())
        cache.clear()
    assert set(came) - {HANDS - 1}, "in no round did the archiving come before anybody"
    assert breaches() == []


def test_an_address_invited_eight_times_at_once_is_invited_once() -> None:
    facilitators = [make_person() for _hand in range(HANDS)]
    for _round in range(ROUNDS):
        community = place(facilitators[0])
        for each in facilitators[1:]:
            make_member(community, each, role=Role.FACILITATOR)
        acts = [
            partial(invite_by_mail, inviter=fresh(each), community=community, email="ada@example.org")
            for each in facilitators
        ]
        results = together(acts)
        assert sorted(type(each).__name__ for each in results) == ["Invalid"] * (HANDS - 1) + ["Invitation"]
        assert {str(each.sentence)[:31] for each in results if isinstance(each, Invalid)} == {
            "This address is invited already"
        }
        cache.clear()
    assert breaches() == []
