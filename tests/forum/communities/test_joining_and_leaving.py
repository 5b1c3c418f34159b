"""The ways in and out of a community, and the sentences where one is closed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from forum.communities.actions.members import join_community, leave_community
from forum.communities.models import Community, Membership, Role
from forum.communities.policies.members import may_join, may_leave
from forum.core.limits import JOINING
from forum.core.verdicts import Refused, TooMany
from tests.factories import make_community, make_member, make_person, make_steward, suspend

pytestmark = pytest.mark.django_db


def refusal(community: Community) -> str:
    with pytest.raises(Refused) as caught:
        join_community(person=make_person(), community=community)
    return str(caught.value.sentence)


def test_joining_makes_a_member_once() -> None:
    community, person = make_community(), make_person()
    first, second = (join_community(person=person, community=community) for _ in range(2))
    community.refresh_from_db()
    assert (first, first.role, community.member_count) == (second, Role.MEMBER, 2)


def test_closed_ways_in_say_what_to_do() -> None:
    archived = make_community()
    archived.archived_at = timezone.now()
    archived.save(update_fields=["archived_at"])
    assert [
        refusal(make_community(joining="request")),
        refusal(make_community(joining="invitation")),
        refusal(archived),
        str(may_join(AnonymousUser(), make_community()).reason),
    ] == [
        "People ask to join this community, and one of its facilitators answers.",
        "People join this community by invitation from one of its facilitators.",
        "This community is archived; nobody can join it any more.",
        "Sign in to join this community.",
    ]


def test_a_hidden_community_cannot_be_joined_by_its_action_either() -> None:
    hidden = make_community(visibility="hidden")
    assert refusal(hidden) == "There is no such community, or it is not open to you."
    assert may_join(make_steward(), hidden)


def test_joining_is_limited() -> None:
    person, community = make_person(), make_community()
    with time_machine.travel(datetime.now(UTC), tick=False), pytest.raises(TooMany):
        for _ in range(JOINING.times + 1):
            join_community(person=person, community=community)


def test_a_member_leaves_and_their_place_with_them() -> None:
    community = make_community()
    person = make_member(community)
    leave_community(person=person, community=community)
    community.refresh_from_db()
    assert (community.member_count, Membership.objects.filter(person=person).exists()) == (1, False)


def test_the_last_facilitator_stays_until_another_has_taken_over() -> None:
    first = make_person()
    community = make_community(facilitator=first)
    with pytest.raises(Refused) as caught:
        leave_community(person=first, community=community)
    assert (
        str(caught.value.sentence)
        == "You are the last facilitator here. Let someone take over before you leave."
    )
    make_member(community, role=Role.FACILITATOR)
    leave_community(person=first, community=community)
    assert not Membership.objects.filter(person=first).exists()


def test_the_suspended_cannot_leave_their_suspension_behind() -> None:
    community = make_community()
    person = make_member(community)
    suspend(person, community)
    assert not may_leave(person, community)
    with pytest.raises(Refused, match="is suspended until"):
        leave_community(person=person, community=community)


def test_a_stranger_has_nothing_to_leave() -> None:
    with pytest.raises(Refused, match="You do not belong to this community"):
        leave_community(person=make_person(), community=make_community())


# By the buttons ------------------------------------------------------------------------------------------


def test_the_button_joins_and_leads_to_the_community(client: Client) -> None:
    community, person = make_community("Simulation"), make_person()
    client.force_login(person)
    response = client.post(f"/c/{community.slug}/join/", follow=True)
    assert response.redirect_chain == [(f"/c/{community.slug}/", 302)]
    assert "You belong to Simulation now." in response.content.decode()
    assert Membership.objects.filter(person=person, community=community).exists()


def test_a_refused_joining_is_a_page_with_the_sentence(client: Client) -> None:
    community = make_community(joining="invitation")
    client.force_login(make_person())
    response = client.post(f"/c/{community.slug}/join/")
    assert response.status_code == 403
    assert "by invitation from one of its facilitators" in response.content.decode()


def test_a_visitor_is_sent_to_sign_in_and_back(client: Client) -> None:
    community = make_community(visibility="open")
    response = client.post(f"/c/{community.slug}/join/")
    assert response["Location"] == f"/accounts/login/?next=/c/{community.slug}/"


def test_a_hidden_community_cannot_be_joined_by_who_may_not_know_of_it(client: Client) -> None:
    community, person = make_community(visibility="hidden"), make_person()
    client.force_login(person)
    answers = [client.post(f"/c/{slug}/join/").status_code for slug in (community.slug, "no-such-community")]
    assert (answers, Membership.objects.filter(person=person).exists()) == ([404, 404], False)


def test_leaving_a_hidden_community_leads_where_one_may_still_be(client: Client) -> None:
    hidden, listed = make_community(visibility="hidden"), make_community(visibility="private")
    person = make_member(listed, make_member(hidden))
    client.force_login(person)
    assert client.post(f"/c/{hidden.slug}/leave/")["Location"] == "/communities/"
    assert client.post(f"/c/{listed.slug}/leave/")["Location"] == f"/c/{listed.slug}/"
