"""Addresses under which calendar programs fetch sessions: made, made anew and taken back by their owner."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from forum.communities.models import Community
from forum.communities.policies.communities import may_read_community
from forum.core.limits import SETTING, spend
from forum.core.verdicts import require
from forum.gatherings.models import CalendarKey
from forum.people.models import Person


@transaction.atomic
def open_calendar(*, person: Person, community: Community | None) -> CalendarKey:
    """A new address of the person's sessions, or of one community's; an older one ends. Raises Refused or TooMany."""
    if community is not None:
        require(may_read_community(person, community))
    spend(SETTING, person.pk)
    row, _is_new = CalendarKey.objects.update_or_create(
        person=person,
        community=community,
        defaults={"nonce": secrets.token_hex(16), "created_at": timezone.now()},
    )
    return row


@transaction.atomic
def close_calendar(*, person: Person, key_id: int) -> None:
    """Let an address lead nowhere. One that is closed already stays so. Raises TooMany."""
    spend(SETTING, person.pk)
    CalendarKey.objects.filter(person=person, pk=key_id).delete()
