"""Locks on topics, in the order that is told in `communities.selectors.locks`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from forum.discussions.models import Topic


def lock_topics(topic_ids: Iterable[int] | QuerySet[Any, Any]) -> list[int]:
    """Lock these topics, in their order, until the transaction ends; the ids of those that are there."""
    rows = Topic.objects.select_for_update(no_key=True).filter(pk__in=topic_ids).order_by("pk")
    return list(rows.values_list("pk", flat=True))
