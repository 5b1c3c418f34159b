"""Who is told in their inbox of warnings, mutes, and of what somebody looks at again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.communities.actions.measures import lift_measure, mute_person, warn_person
from forum.communities.models import Community, Measure, Role
from forum.discussions.actions.taking_down import take_down_post
from forum.moderation.actions.appealing import (
    appeal_measure,
    appeal_removal,
    overturn_decision,
    uphold_decision,
)
from forum.moderation.models import Appeal
from forum.notifications.kinds import KINDS
from forum.notifications.models import Notice
from forum.notifications.selectors.inbox import notices_of, unread_notices
from forum.people.models import Person
from tests.factories import (
    expel,
    make_board,
    make_community,
    make_member,
    make_reply,
    make_steward,
    make_topic,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


@pytest.fixture
def community() -> Community:
    return make_community("Night teaching", visibility="hidden")


@pytest.fixture
def member(community: Community) -> Person:
    return make_member(community)


@pytest.fixture
def moderator(community: Community) -> Person:
    return make_member(community, role=Role.MODERATOR)


@pytest.fixture
def warning(community: Community, member: Person, moderator: Person) -> Measure:
    Notice.objects.all().delete()
    return warn_person(moderator=moderator, person=member, community=community, reason="Be kind.")


def told(person: Person) -> list[tuple[str, str]]:
    page = notices_of(Person.objects.get(pk=person.pk))
    return [(each.kind, KINDS[each.kind].says(each, page.titles)) for each in page.notices]


def appealed(warning: Measure, member: Person) -> Appeal:
    return appeal_measure(person=member, measure=warning, words="I was kind.")


def test_whoever_is_warned_is_told_and_nobody_else(
    warning: Measure, member: Person, moderator: Person
) -> None:
    assert told(member) == [("measure-given", "You were warned in Night teaching; read why")]
    assert told(moderator) == []
    expel(member, warning.community)  # type: ignore[arg-type]  # it is of a community
    assert told(member) == [("measure-given", "You were warned in a community of the network; read why")]


def test_whoever_is_muted_is_told_when_that_is_lifted(
    community: Community, member: Person, moderator: Person
) -> None:
    Notice.objects.all().delete()
    muted = mute_person(
        moderator=moderator, person=member, community=community, reason="Be kind.",
        ends_at=timezone.now() + timedelta(days=3),
    )  # fmt: skip
    lift_measure(moderator=moderator, measure=muted, why="We talked.")
    assert [kind for kind, _said in told(member)] == ["measure-lifted", "measure-given"]


def test_those_who_may_look_again_are_told_and_no_more_once_it_is_decided(
    warning: Measure, community: Community, member: Person, moderator: Person
) -> None:
    facilitator, other = make_member(community, role=Role.FACILITATOR), make_member(community)
    Notice.objects.all().delete()
    appeal = appealed(warning, member)
    assert told(facilitator) == [
        ("appeal-waits", f"{member.display_name} asks to look again at what was decided")
    ]
    assert [told(person) for person in (moderator, member, other)] == [[], [], []]
    uphold_decision(decider=facilitator, appeal=appeal, reason="It was so.")
    assert unread_notices(Person.objects.get(pk=facilitator.pk)) == 0
    assert told(member) == [
        ("appeal-answered", "A decision that you asked to look at again stays as it was; read why")
    ]
    assert told(moderator) == [
        ("own-decision-looked-at", "Somebody looked at a decision of yours again, and it stays; read why")
    ]


def test_whoever_moderates_no_more_is_not_shown_that_an_appeal_waits(
    warning: Measure, community: Community, member: Person
) -> None:
    other = make_member(community, role=Role.MODERATOR)
    Notice.objects.all().delete()
    appealed(warning, member)
    assert [kind for kind, _said in told(other)] == ["appeal-waits"]
    expel(other, community)
    assert told(other) == []


def test_where_nobody_else_is_there_stewards_are_told(community: Community, member: Person) -> None:
    steward, facilitator = (
        make_steward(),
        Person.objects.get(memberships__community=community, memberships__role=40),
    )
    warning = warn_person(moderator=facilitator, person=member, community=community, reason="Be kind.")
    Notice.objects.all().delete()
    appealed(warning, member)
    assert [kind for kind, _said in told(steward)] == ["appeal-waits"]
    assert told(facilitator) == []


def test_where_there_is_nobody_else_at_all_whoever_decided_first_is_told(
    community: Community, member: Person
) -> None:
    Person.objects.update(is_steward=False)
    facilitator = Person.objects.get(memberships__community=community, memberships__role=40)
    warning = warn_person(moderator=facilitator, person=member, community=community, reason="Be kind.")
    Notice.objects.all().delete()
    appealed(warning, member)
    assert [kind for kind, _said in told(facilitator)] == ["appeal-waits"]


def test_what_is_undone_is_told_to_both_sides(
    community: Community, member: Person, moderator: Person
) -> None:
    other = make_member(community, role=Role.MODERATOR)
    post = make_reply(make_topic(make_board(community)), author=member)
    take_down_post(moderator=moderator, post=post, reason="Not here.")
    post.refresh_from_db()
    Notice.objects.all().delete()
    appeal = appeal_removal(person=member, post=post, words="It was.")
    overturn_decision(decider=other, appeal=appeal, reason="It was a mistake.")
    assert sorted(kind for kind, _said in told(member)) == ["appeal-answered", "post-restored"]
    assert [kind for kind, _said in told(moderator)] == ["own-decision-looked-at"]
