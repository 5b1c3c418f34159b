"""Closing an account while its person writes, joins, is given roles, and while others close theirs."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.core.cache import cache

from forum.communities.actions.members import join_community
from forum.communities.models import Role
from forum.core.verdicts import Refused
from forum.discussions.actions.edits import edit_post
from forum.discussions.actions.replies import post_reply
from forum.discussions.actions.starting import start_topic
from forum.discussions.models import Post
from forum.invariants.selectors import breaches
from forum.people.models import Person
from forum.personal_data.actions.leaving import close_account
from forum.personal_data.actions.seeing_off import see_off
from forum.personal_data.models import Departure
from tests.factories import (
    make_board,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
)
from tests.factories.people import PASSWORD
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]
HANDS, ROUNDS = 8, 8


def closing(person: Person, wish: str = "blank") -> Any:
    return partial(close_account, person=person, wish=wish, handle=person.handle, password=PASSWORD)


@pytest.mark.parametrize("is_steward", [False, True])
def test_who_writes_while_they_leave_is_heard_before_or_refused(is_steward: bool) -> None:
    make_steward()
    for _round in range(ROUNDS):
        board = make_board(make_community(visibility="open"))
        topic, author = make_topic(board), make_person(is_steward=is_steward)
        if not is_steward:
            make_member(board.community, author)
        earlier = make_reply(topic, author=author)
        hands = [Person.objects.get(pk=author.pk) for _hand in range(HANDS)]
        results = together(
            [
                *[partial(post_reply, author=hand, topic=topic, body="Words.") for hand in hands[:4]],
                partial(start_topic, author=hands[4], board=board, title="New", body="Words."),
                partial(edit_post, editor=hands[5], post=earlier, body="Others.", revision=1),
                partial(join_community, person=hands[6], community=make_community()),
                closing(hands[7]),
            ]
        )
        departure = results[-1]
        assert isinstance(departure, Departure), results
        assert {type(result) for result in results[:-1]} <= {type(topic), Post, Refused, _membership()}
        written = Post.objects.filter(author=author)
        assert {post.created_at <= departure.closed_at or _counted(departure, post) for post in written} == {
            True
        }
        see_off(departure_id=departure.pk, attempt=1)
        assert not written.filter(removed_at=None).exists()
        assert breaches() == []
        cache.clear()


def _counted(departure: Departure, post: Post) -> bool:
    """A post that began before the account was closed had committed by then: it was counted."""
    return Post.objects.filter(author=post.author_id).count() <= departure.total


def _membership() -> type:
    from forum.communities.models import Membership

    return Membership


def test_of_two_facilitators_who_close_their_accounts_at_once_one_stays() -> None:
    make_steward()
    for _round in range(ROUNDS):
        first = make_person()
        community = make_community(facilitator=first)
        second = make_member(community, role=Role.FACILITATOR)
        results = together([closing(first, "keep"), closing(second, "keep")])
        assert sorted(isinstance(result, Refused) for result in results) == [False, True]
        assert community.memberships.filter(role=Role.FACILITATOR).count() == 1
    assert breaches() == []


def test_of_two_stewards_who_close_their_accounts_at_once_one_stays() -> None:
    for _round in range(ROUNDS):
        Person.objects.filter(is_steward=True).update(is_steward=False)
        stewards = [make_steward() for _hand in range(4)]
        results = together([closing(steward, "keep") for steward in stewards])
        assert sum(isinstance(result, Refused) for result in results) == 1
        assert Person.objects.filter(is_steward=True, is_active=True).count() == 1


def test_an_account_is_closed_once() -> None:
    make_steward()
    for _round in range(ROUNDS):
        person = make_person()
        results = together([closing(Person.objects.get(pk=person.pk), "keep") for _hand in range(4)])
        assert sum(isinstance(result, Departure) for result in results) == 1
        assert {type(result) for result in results} == {Departure, Refused}
    assert breaches() == []
