"""Joining, leaving, and the roles that people are given."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from forum.communities.actions.counting_in import count_in
from forum.communities.actions.log import note_change
from forum.communities.actions.roles import set_role
from forum.communities.events import MemberJoined, MemberLeft, RoleGiven
from forum.communities.models import Community, Membership, Role, Verb
from forum.communities.policies.measures import may_be_let_in, may_come_back
from forum.communities.policies.members import may_join, may_leave
from forum.communities.policies.shaping import may_give_role, may_take_in
from forum.communities.selectors.locks import lock_standing, locked_community
from forum.communities.selectors.standing import forget_memberships, memberships_of
from forum.core.events import publish
from forum.core.limits import JOINING, TENDING, spend
from forum.core.verdicts import require
from forum.people.models import Person


@transaction.atomic
def join_community(*, person: Person, community: Community, now: datetime | None = None) -> Membership:
    """Make the person a member where joining is open. Joining twice is the same as once. Raises Refused."""
    spend(JOINING, person.pk)
    forget_memberships(person)
    existing = memberships_of(person).get(community.pk)
    if existing is not None:
        return existing
    community = locked_community(community.pk)
    require(may_join(person, community))
    require(may_come_back(person, community, now=now))
    membership, is_new = Membership.objects.get_or_create(
        person=person, community=community, defaults={"joined_at": now or timezone.now()}
    )
    if is_new:
        count_in(person, community)
        publish(MemberJoined(community_id=community.pk, person_id=person.pk))
    forget_memberships(person)
    return membership


@transaction.atomic
def leave_community(*, person: Person, community: Community) -> None:
    """End the person's membership. Raises Refused for the last facilitator and the suspended, or TooMany."""
    spend(JOINING, person.pk)
    locked_community(community.pk)
    forget_memberships(person)
    require(may_leave(person, community))
    Membership.objects.filter(person=person, community=community).delete()
    Community.objects.filter(pk=community.pk).update(member_count=F("member_count") - 1)
    forget_memberships(person)
    publish(MemberLeft(community_id=community.pk, person_id=person.pk))


@transaction.atomic
def give_role(
    *, giver: Person, person: Person, community: Community, role: int, now: datetime | None = None
) -> Membership:
    """Make the person `role` in the community, a member of it first if need be. Raises Refused or TooMany."""
    community = locked_community(community.pk)
    lock_standing(giver, [community.pk])
    membership = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(person=person, community=community)
        .first()
    )
    if membership is None:
        return _taken_in(giver, person, community, role, now or timezone.now())
    require(may_give_role(giver, community, membership, role))
    spend(TENDING, giver.pk, at=now)
    set_role(membership, role, by=giver, community=community, now=now)
    forget_memberships(person)
    if giver.pk == person.pk:
        forget_memberships(giver)
    return membership


def _taken_in(giver: Person, person: Person, community: Community, role: int, now: datetime) -> Membership:
    require(may_take_in(giver, community))
    require(may_be_let_in(person, community, now=now))
    spend(TENDING, giver.pk, at=now)
    membership = Membership.objects.create(person=person, community=community, role=role, joined_at=now)
    count_in(person, community, by=giver, now=now)
    forget_memberships(person)
    about = Role(role).name.lower()
    note_change(Verb.ROLE_GIVEN, by=giver, community=community, person=person, about=about, now=now)
    publish(RoleGiven(community_id=community.pk, person_id=person.pk, role=role))
    return membership
