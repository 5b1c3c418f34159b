"""What can be done with communities and memberships."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from forum.communities.events import CommunityFounded, MemberJoined, MemberLeft, RoleGiven
from forum.communities.models import Community, Membership, Role
from forum.communities.policies import may_found_community, may_join, may_leave, may_shape_community
from forum.communities.selectors.standing import forget_memberships, memberships_of
from forum.core.events import publish
from forum.core.limits import JOINING, spend
from forum.core.verdicts import require
from forum.people.models import Person


@transaction.atomic
def found_community(
    *, founder: Person, facilitator: Person, now: datetime | None = None, **fields: Any
) -> Community:
    """Open a community with `facilitator` in the chair. `fields` are columns of Community. Raises Refused."""
    require(may_found_community(founder))
    now = now or timezone.now()
    community = Community(created_at=now, member_count=1, **fields)
    community.full_clean()
    community.save()
    Membership.objects.create(community=community, person=facilitator, role=Role.FACILITATOR, joined_at=now)
    forget_memberships(facilitator)
    publish(CommunityFounded(community_id=community.pk))
    return community


@transaction.atomic
def join_community(*, person: Person, community: Community, now: datetime | None = None) -> Membership:
    """Make the person a member where joining is open. Joining twice is the same as once. Raises Refused."""
    spend(JOINING, person.pk)
    forget_memberships(person)
    existing = memberships_of(person).get(community.pk)
    if existing is not None:
        return existing
    require(may_join(person, community))
    membership, is_new = Membership.objects.get_or_create(
        person=person, community=community, defaults={"joined_at": now or timezone.now()}
    )
    if is_new:
        Community.objects.filter(pk=community.pk).update(member_count=F("member_count") + 1)
        publish(MemberJoined(community_id=community.pk, person_id=person.pk))
    forget_memberships(person)
    return membership


@transaction.atomic
def leave_community(*, person: Person, community: Community) -> None:
    """End the person's membership. Raises Refused for the last facilitator and the suspended, or TooMany."""
    spend(JOINING, person.pk)
    Community.objects.select_for_update().get(pk=community.pk)
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
    """Make the person `role` in the community, a member of it first if need be. Raises Refused."""
    Community.objects.select_for_update().get(pk=community.pk)
    require(may_shape_community(giver, community))
    membership, is_new = Membership.objects.update_or_create(
        person=person,
        community=community,
        defaults={"role": role},
        create_defaults={"role": role, "joined_at": now or timezone.now()},
    )
    if is_new:
        Community.objects.filter(pk=community.pk).update(member_count=F("member_count") + 1)
    forget_memberships(person)
    publish(RoleGiven(community_id=community.pk, person_id=person.pk, role=role))
    return membership
