"""Measures, appeals and what they keep from, at the same moment."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.core.cache import cache
from django.utils import timezone

from forum.communities.actions.measures import lift_measure, mute_person, suspend_person
from forum.communities.actions.members import join_community, leave_community
from forum.communities.models import Change, Measure, Membership, Role, Verb
from forum.core.verdicts import Refused
from forum.discussions.actions.replies import post_reply
from forum.discussions.models import Post, Topic
from forum.invariants.selectors import breaches
from forum.moderation.actions.appealing import appeal_measure, overturn_decision, uphold_decision
from forum.moderation.models import Appeal
from forum.moderation.selectors.appeals import appeal_with
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_topic
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]

HANDS = 6
ROUNDS = 6
WEEK = timedelta(weeks=1)


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_of_measures_given_at_once_one_runs_and_the_others_gave_it_their_place() -> None:
    community = make_community()
    moderators = [make_member(community, role=Role.MODERATOR) for _hand in range(HANDS)]
    for _round in range(ROUNDS):
        member = make_member(community)
        ends = [timezone.now() + WEEK * number for number in range(1, HANDS + 1)]
        given = together(
            [
                partial(
                    mute_person, moderator=again(each), person=again(member), community=community,
                    reason="Be kind.", ends_at=end,
                )
                for each, end in zip(moderators, ends, strict=True)
            ]
        )  # fmt: skip
        assert [type(each) for each in given] == [Measure] * HANDS
        (running,) = Measure.objects.filter(person=member, replaced_by=None)
        assert Membership.objects.get(person=member).muted_until == running.ends_at
        cache.clear()
    assert breaches() == []


def test_whoever_is_muted_while_they_post_has_posted_before_or_not_at_all() -> None:
    topic = make_topic(make_board())
    community = topic.home_board.community
    moderator = make_member(community, role=Role.MODERATOR)
    for _round in range(ROUNDS):
        member = make_member(community)
        there = Topic.objects.get(pk=topic.pk)
        posted, given = together(
            [
                partial(post_reply, author=again(member), topic=there, body="A word."),
                partial(
                    mute_person, moderator=again(moderator), person=again(member), community=community,
                    reason="Be kind.", ends_at=timezone.now() + WEEK,
                ),
            ]
        )  # fmt: skip
        assert type(given) is Measure
        assert (type(posted), Post.objects.filter(author=member).count()) in [(Post, 1), (Refused, 0)]
        with pytest.raises(Refused):
            post_reply(author=again(member), topic=Topic.objects.get(pk=topic.pk), body="Another one.")
        cache.clear()
    assert breaches() == []


def test_whoever_comes_back_while_they_are_suspended_is_suspended_or_stays_out() -> None:
    community = make_community()
    moderator = make_member(community, role=Role.MODERATOR)
    for _round in range(ROUNDS):
        member = make_member(community)
        leave_community(person=member, community=community)
        joined, given = together(
            [
                partial(join_community, person=again(member), community=community),
                partial(
                    suspend_person, moderator=again(moderator), person=again(member), community=community,
                    reason="Be kind.", ends_at=timezone.now() + WEEK,
                ),
            ]
        )  # fmt: skip
        assert type(given) is Measure
        row = Membership.objects.filter(person=member).first()
        if type(joined) is Membership:
            assert row is not None and row.suspended_until == given.ends_at
        else:
            assert (type(joined), row) == (Refused, None)
        cache.clear()
    assert breaches() == []


def test_an_appeal_is_decided_once_however_many_decide_and_lift() -> None:
    community = make_community()
    first = make_member(community, role=Role.MODERATOR)
    others = [make_member(community, role=Role.MODERATOR) for _hand in range(3)]
    for number in range(ROUNDS):
        member = make_member(community)
        measure = mute_person(
            moderator=again(first), person=again(member), community=community, reason="Be kind.",
            ends_at=timezone.now() + WEEK,
        )  # fmt: skip
        appeal = appeal_with(appeal_measure(person=again(member), measure=measure, words="A joke.").pk)
        results = together(
            [
                partial(
                    overturn_decision, decider=again(others[0]), appeal=appeal, reason="It was too much."
                ),
                partial(uphold_decision, decider=again(others[1]), appeal=appeal, reason="It was in order."),
                partial(lift_measure, moderator=again(others[2]), measure=measure, why="We talked."),
            ]
        )
        assert {type(each) for each in results} <= {Appeal, Measure, Refused}
        verbs = [Verb.APPEAL_OVERTURNED, Verb.APPEAL_UPHELD]
        decided = Change.objects.filter(verb__in=verbs, person=member).count()
        state = Appeal.objects.get(measure=measure).state
        assert (decided, state == Appeal.State.GONE) in [(1, False), (0, True)], number
        cache.clear()
    assert breaches() == []


def test_who_asks_twice_at_once_has_asked_once() -> None:
    community = make_community()
    moderator = make_member(community, role=Role.MODERATOR)
    member = make_member(community)
    measure = mute_person(
        moderator=moderator,
        person=member,
        community=community,
        reason="Be kind.",
        ends_at=timezone.now() + WEEK,
    )
    acts = [partial(appeal_measure, person=again(member), measure=measure, words="A joke.")] * 4
    results = together(acts)
    assert sorted(type(each).__name__ for each in results) == ["Appeal", "Refused", "Refused", "Refused"]
    assert breaches() == []
