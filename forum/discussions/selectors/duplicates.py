"""Topics that repeat others."""

from __future__ import annotations

from django.db.models import Q

from forum.discussions.models import Topic


def entangled(*topic_ids: int) -> set[int]:
    """These topics, those that repeat one of them, and those that they repeat: what a mark between them may change."""
    rows = Topic.objects.filter(Q(pk__in=topic_ids) | Q(duplicate_of__in=topic_ids))
    found: set[int] = set(topic_ids)
    for key, repeats in rows.order_by().values_list("pk", "duplicate_of"):
        found |= {key} if repeats is None else {key, repeats}
    return found
