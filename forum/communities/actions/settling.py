"""Putting one's first steps in a community away, and taking them out again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.communities.events import FirstStepsTakenOut, SettledIn
from forum.communities.models import Community, Membership
from forum.communities.policies.participation import may_take_first_steps
from forum.communities.selectors.locks import lock_standing
from forum.communities.selectors.standing import forget_memberships
from forum.core.events import publish
from forum.core.limits import SETTING, spend
from forum.core.verdicts import require
from forum.people.models import Person


@transaction.atomic
def settle_in(*, person: Person, community: Community, now: datetime | None = None) -> None:
    """Show the person their first steps here no longer. Twice is the same as once. Raises Refused or TooMany."""
    if _settle(person, community, now or timezone.now()):
        publish(SettledIn(community_id=community.pk, person_id=person.pk))


@transaction.atomic
def take_first_steps_out(*, person: Person, community: Community) -> None:
    """Show them again, until they are done. Twice is the same as once. Raises Refused or TooMany."""
    if _settle(person, community, None):
        publish(FirstStepsTakenOut(community_id=community.pk, person_id=person.pk))


def _settle(person: Person, community: Community, settled_at: datetime | None) -> bool:
    """Write it down; True where it was otherwise before."""
    spend(SETTING, person.pk)
    lock_standing(person, [community.pk])
    require(may_take_first_steps(person, community))
    own = Membership.objects.filter(
        person=person, community=community, settled_at__isnull=settled_at is not None
    )
    changed = own.update(settled_at=settled_at)
    forget_memberships(person)
    return bool(changed)
