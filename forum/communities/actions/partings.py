"""Keeping count of who leaves, without keeping who it was."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from forum.communities.models import Parting


def count_parting(*, community_id: int, now: datetime | None = None) -> None:
    """Note that somebody left. Part of the action that ended the membership, whoever ended it."""
    Parting.objects.create(community_id=community_id, left_at=now or timezone.now())
