"""Two who shape a community at once, and whoever writes there while it is closed or archived."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import sleep
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError

from forum.communities.actions.describing import describe_community
from forum.communities.actions.founding import (
    accept_proposal,
    decline_proposal,
    found_community,
    propose_community,
)
from forum.communities.actions.members import give_role, join_community, leave_community
from forum.communities.actions.opening import archive_community
from forum.communities.actions.roles import hand_over_community, take_out_member
from forum.communities.models import Community, FoundingRequest, Membership, Role
from forum.communities.selectors.describing import edition_of_description
from forum.core.editions import ChangedMeanwhile
from forum.core.verdicts import Refused
from forum.discussions.actions.boards import open_board
from forum.discussions.actions.marks import react
from forum.discussions.actions.replies import post_reply
from forum.discussions.actions.starting import start_topic
from forum.discussions.actions.visibility import change_visibility_as_shown
from forum.discussions.models import Board, Placement, Post, Topic
from forum.discussions.selectors.visibility import effects_for
from forum.invariants.selectors import breaches
from forum.network.models import Network
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_community,
    make_member,
    make_person,
    make_steward,
    make_topic,
    place_topic,
)
from tests.factories.network import forget_ground
from tests.forum.communities.test_founding import WANTED
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]

HANDS = 8
ROUNDS = 10


def fresh(person: Person) -> Person:
    """The person as another request would read them, with nothing remembered."""
    return Person.objects.get(pk=person.pk)


def test_of_two_facilitators_who_demote_each_other_one_stays() -> None:
    for _round in range(ROUNDS * 2):
        first = make_person()
        community = make_community(facilitator=first)
        second = make_member(community, role=Role.FACILITATOR)
        acts = [
            partial(give_role, giver=fresh(giver), person=person, community=community, role=Role.MEMBER)
            for giver, person in ((first, second), (second, first))
        ]
        results = together(acts)
        assert sorted(isinstance(result, Refused) for result in results) == [False, True]
        assert sorted(community.memberships.values_list("role", flat=True)) == [Role.MEMBER, Role.FACILITATOR]
    assert breaches() == []


def test_somebody_always_facilitates_whatever_facilitators_do_at_once() -> None:
    for _round in range(ROUNDS):
        first = make_person()
        community = make_community(facilitator=first)
        second, third = make_member(community, role=Role.FACILITATOR), make_member(community)
        together([
            partial(leave_community, person=fresh(first), community=community),
            partial(give_role, giver=fresh(second), person=first, community=community, role=Role.GUEST),
            partial(give_role, giver=fresh(second), person=second, community=community, role=Role.MEMBER),
            partial(hand_over_community, giver=fresh(first), person=third, community=community),
            partial(hand_over_community, giver=fresh(second), person=first, community=community),
            partial(take_out_member, taker=fresh(first), person=second, community=community, reason="x"),
            partial(leave_community, person=fresh(second), community=community),
            partial(leave_community, person=fresh(third), community=community),
        ])  # fmt: skip
        assert community.memberships.filter(role=Role.FACILITATOR).exists()
        cache.clear()
    assert breaches() == []


def test_a_membership_that_ends_many_times_at_once_is_counted_once() -> None:
    for _round in range(ROUNDS // 2):
        facilitator = make_person()
        community = make_community(facilitator=facilitator)
        person = make_member(community)
        acts: list[Callable[[], Any]] = [
            *[
                partial(
                    take_out_member, taker=fresh(facilitator), person=person, community=community, reason="x"
                )
            ]
            * 5,
            *[partial(leave_community, person=fresh(person), community=community)] * 3,
        ]
        results = together(acts)
        assert sum(result is None for result in results) == 1
        assert {type(result) for result in results if result is not None} == {Refused}
        community.refresh_from_db()
        assert community.member_count == 1
        cache.clear()
    assert breaches() == []


def test_one_name_and_one_address_become_one_community() -> None:
    for number in range(ROUNDS // 2):
        steward = make_steward()
        spelled = (
            f"Name {number}",
            f"name {number}",
            f"NAME {number}",
            f"nAME {number}",
        )  # HANDS // 2 of them
        names = [(name, f"address-{number}-{hand}") for hand, name in enumerate(spelled)]
        names += [(f"Name {number} {hand}", f"address-{number}") for hand in range(HANDS // 2)]
        results = together([
            partial(found_community, founder=steward, facilitator=steward, **(WANTED | {"name": name, "slug": slug}))
            for name, slug in names
        ])  # fmt: skip
        assert sum(isinstance(result, Community) for result in results) == 2
        assert {type(result) for result in results if not isinstance(result, Community)} == {ValidationError}
        fields = {
            field
            for result in results
            if isinstance(result, ValidationError)
            for field in result.message_dict
        }
        assert fields == {"name", "slug"}
    assert breaches() == []


def test_of_boards_that_are_opened_at_one_address_one_opens_and_the_others_are_told_where() -> None:
    community = make_community()
    for number in range(ROUNDS // 2):
        steward, slug = make_steward(), f"board-{number}"
        results = together([
            partial(open_board, opener=fresh(steward), community=community, name=f"{number} {hand}", slug=slug)
            for hand in range(HANDS)
        ])  # fmt: skip
        assert sum(isinstance(result, Board) for result in results) == 1
        fields = [getattr(result, "field", None) for result in results if not isinstance(result, Board)]
        assert fields == ["slug"] * (HANDS - 1)


def test_a_proposal_is_answered_once() -> None:
    Network.objects.create(pk=1, founding=Network.Founding.MEMBERS)
    forget_ground()
    for number in range(ROUNDS):
        wanted = WANTED | {"name": f"Proposed {number}", "slug": f"proposed-{number}"}
        proposal = propose_community(proposer=make_person(), reason="x", **wanted)
        acts: list[Callable[[], Any]] = []
        for _hand in range(HANDS // 2):
            acts.append(partial(accept_proposal, steward=make_steward(), proposal=proposal))
            acts.append(partial(decline_proposal, steward=make_steward(), proposal=proposal, answer="No."))
        results = together(acts)
        answered = [result for result in results if isinstance(result, Community | FoundingRequest)]
        assert (len(answered), sum(isinstance(result, Refused) for result in results)) == (1, HANDS - 1)
        proposal.refresh_from_db()
        assert (proposal.state == "accepted") is isinstance(answered[0], Community)
    forget_ground()
    assert breaches() == []


def test_of_edits_at_once_one_is_stored_and_the_others_are_told() -> None:
    for _round in range(ROUNDS):
        facilitator = make_person()
        community = make_community(facilitator=facilitator)
        seen = edition_of_description(community)
        results = together([
            partial(
                describe_community, editor=fresh(facilitator), community=community, seen=seen, domain=f"Number {hand}."
            )
            for hand in range(HANDS)
        ])  # fmt: skip
        assert sum(isinstance(result, Community) for result in results) == 1
        assert {type(result) for result in results if not isinstance(result, Community)} == {ChangedMeanwhile}
        cache.clear()


def _writers(community: Community, topic: Topic, person: Person) -> list[Callable[[], Any]]:
    post = topic.posts.get(number=1)
    return [
        partial(post_reply, author=fresh(person), topic=topic, body="Words."),
        partial(start_topic, author=fresh(person), board=topic.home_board, title="New", body="Words."),
        partial(react, person=fresh(person), post=post, kind="thanks"),
        partial(join_community, person=make_person(), community=community),
        partial(post_reply, author=fresh(person), topic=topic, body="More words."),
    ]


def test_whoever_writes_while_a_community_is_archived_comes_before_it_or_is_refused() -> None:
    for number in range(ROUNDS * 2):
        facilitator = make_person()
        community = make_community(facilitator=facilitator, visibility="open")
        topic, person = make_topic(make_board(community)), make_member(community)
        stale = Topic.objects.get(pk=topic.pk)
        archive = partial(
            _after, number % 5 * 0.004, archive_community, archiver=facilitator, community=community
        )
        results = together([*_writers(community, stale, person), archive])
        assert isinstance(results[-1], Community)
        assert {type(result) for result in results} <= {Post, Topic, Membership, Community, Refused}
        archived_at = Community.objects.get(pk=community.pk).archived_at
        assert not Post.objects.filter(via_board__community=community, created_at__gt=archived_at).exists()
        assert not community.memberships.filter(joined_at__gt=archived_at).exists()
        cache.clear()
    assert breaches() == []


def _after(seconds: float, act: Callable[..., Any], **given: Any) -> Any:
    sleep(seconds)
    return act(**given)


def test_whoever_writes_while_a_community_closes_reads_it_then_or_is_refused() -> None:
    """Strangers react and members of a receiving community reply, while the home is closed: no one waits for ever."""
    for number in range(ROUNDS * 2):
        facilitator = make_person()
        home, guests = (
            make_community(facilitator=facilitator, visibility="open"),
            make_community(visibility="open"),
        )
        topic = make_topic(make_board(home))
        place_topic(topic, make_board(guests))
        stranger, guest, member = make_person(), make_member(guests), make_member(home)
        post = topic.posts.get(number=1)
        stale = Topic.objects.get(pk=topic.pk)
        results = together([
            partial(react, person=fresh(stranger), post=post, kind="thanks"),
            partial(post_reply, author=fresh(guest), topic=stale, body="From the guests."),
            partial(post_reply, author=fresh(member), topic=stale, body="From home."),
            partial(_after, number % 5 * 0.004, _close, person=facilitator, community=home),
        ])  # fmt: skip
        assert {type(result) for result in results} <= {Post, Community, Refused}
        assert isinstance(results[2], Post)
        assert isinstance(results[3], Community)
        assert topic.placements.get(board__community=guests).state == Placement.State.WITHDRAWN
        with pytest.raises(Refused):
            post_reply(author=fresh(guest), topic=Topic.objects.get(pk=topic.pk), body="Too late.")
        cache.clear()
    assert breaches() == []


def _close(*, person: Person, community: Community) -> Community:
    """Close it, looking again as often as something has changed in between."""
    while True:
        shown = effects_for(person, Community.objects.get(pk=community.pk), "private").edition
        try:
            return change_visibility_as_shown(
                changer=person, community=community, visibility="private", seen=shown
            )
        except Refused as refusal:
            if refusal.status != 409:
                raise
