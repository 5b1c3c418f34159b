"""Topics that are tied to something: their pages ask what it is."""

from __future__ import annotations

from django.db.models import F

from forum.discussions.models import Topic


def tie_topics(*topic_ids: int) -> None:
    """Let pages of these topics ask for what they are tied to. Part of actions that tie them."""
    Topic.objects.filter(pk__in=topic_ids).update(is_tied=True, version=F("version") + 1)
