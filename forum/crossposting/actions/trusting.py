"""Saying whom a community trusts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.communities.actions.log import note_change
from forum.communities.models import Community, Verb
from forum.communities.policies.communities import may_shape_community
from forum.communities.selectors.locks import lock_standing, locked_community
from forum.core.events import publish
from forum.core.limits import SETTING, spend
from forum.core.verdicts import require
from forum.crossposting.events import TrustEnded, TrustGiven
from forum.crossposting.models import Trust
from forum.crossposting.policies.trusting import may_trust
from forum.people.models import Person


@transaction.atomic
def give_trust(
    *, giver: Person, community: Community, trusted: Community, now: datetime | None = None
) -> Trust:
    """Let topics of `trusted` come at once onto boards that trust; twice is once. Raises Refused or TooMany."""
    community = locked_community(community.pk)
    lock_standing(giver, [community.pk])
    trusted = Community.objects.get(pk=trusted.pk)
    require(may_trust(giver, community, trusted))
    spend(SETTING, giver.pk, at=now)
    trust, is_new = Trust.objects.get_or_create(
        community=community, trusted=trusted, defaults={"given_by": giver, "since": now or timezone.now()}
    )
    if is_new:
        details = {"partner": trusted.pk}
        note_change(
            Verb.TRUSTED, by=giver, community=community, about=community.name, details=details, now=now
        )
        publish(TrustGiven(community_id=community.pk, trusted_id=trusted.pk))
    return trust


@transaction.atomic
def end_trust(
    *, ender: Person, community: Community, trusted: Community, now: datetime | None = None
) -> None:
    """Let topics of `trusted` be asked about again; what stands, stands. Raises Refused or TooMany."""
    community = locked_community(community.pk)
    lock_standing(ender, [community.pk])
    require(may_shape_community(ender, community))
    spend(SETTING, ender.pk, at=now)
    ended, _rows = Trust.objects.filter(community=community, trusted=trusted).delete()
    if ended:
        details = {"partner": trusted.pk}
        note_change(
            Verb.TRUST_ENDED, by=ender, community=community, about=community.name, details=details, now=now
        )
        publish(TrustEnded(community_id=community.pk, trusted_id=trusted.pk))
