"""Making an account on the way in by an invitation: as many as it lets in, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from forum.communities.events import SignedUpByInvitation
from forum.communities.models import Invitation
from forum.communities.policies.invitations import may_sign_up_by
from forum.communities.selectors.invitations import invitation_kept
from forum.core.events import publish


@transaction.atomic
def sign_up_by_invitation(*, session: Mapping[str, Any], now: datetime | None = None) -> bool:
    """Count an account that is made by the invitation which a session holds; False where there is none that allows it.

    Whoever made one still accepts the invitation afterwards, or leaves it: what is counted here is who came in to the
    network.
    """
    moment = now or timezone.now()
    found = invitation_kept(session, moment)
    if found is None:
        return False
    rows = Invitation.objects.select_for_update(no_key=True, of=("self",)).select_related("community")
    locked = rows.get(pk=found.pk)
    if not may_sign_up_by(locked, moment):
        return False
    locked.sign_ups += 1
    locked.save(update_fields=["sign_ups"])
    publish(SignedUpByInvitation(community_id=locked.community_id, invitation_id=locked.pk))
    return True
