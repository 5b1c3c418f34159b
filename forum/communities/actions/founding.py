"""Opening communities."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from forum.communities.actions.log import note_change
from forum.communities.events import CommunityFounded
from forum.communities.models import Community, Membership, Role, Verb
from forum.communities.policies.communities import may_found_community
from forum.communities.selectors.standing import forget_memberships
from forum.core.events import publish
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
    note_change(Verb.FOUNDED, by=founder, community=community, about=community.name, now=now)
    publish(CommunityFounded(community_id=community.pk))
    return community
