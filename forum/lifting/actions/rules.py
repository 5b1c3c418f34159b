"""The rule of a community for what is said in its rooms."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from forum.communities.actions.log import note_change
from forum.communities.events import CommunityDescribed
from forum.communities.models import Community, Verb
from forum.communities.policies.communities import may_shape_community
from forum.communities.selectors.locks import lock_standing, locked_community
from forum.core.events import publish
from forum.core.limits import SETTING, spend
from forum.core.verdicts import Invalid, require
from forum.people.models import Person


@transaction.atomic
def set_taking(
    *, facilitator: Person, community: Community, taking: str, now: datetime | None = None
) -> Community:
    """Say whether words of rooms may be taken to boards without asking. What was said before keeps what held then.

    Raises Refused, Invalid or TooMany.
    """
    locked = locked_community(community.pk)
    lock_standing(facilitator, [locked.pk])
    require(may_shape_community(facilitator, locked))
    spend(SETTING, facilitator.pk)
    if taking not in Community.Taking.values:
        raise Invalid(_("Choose one of those that are offered here."), field="taking")
    if taking == locked.taking:
        return locked
    details = {"taking": {"before": locked.taking, "after": taking}}
    locked.taking = Community.Taking(taking)
    locked.save(update_fields=["taking"])
    note_change(
        Verb.TAKING_CHANGED, by=facilitator, community=locked, about=locked.name, details=details, now=now
    )
    publish(CommunityDescribed(community_id=locked.pk))
    return locked
