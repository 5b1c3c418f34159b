"""What has to be told anew on boards when someone is called otherwise."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q

from forum.discussions.actions.counters import listings_changed
from forum.discussions.models import Placement, Post, Topic
from forum.discussions.selectors.locks import lock_topics


@transaction.atomic
def renew_name(*, person_id: int) -> None:
    """Let every page that holds the person's name be put together anew.

    Part of an action that has asked who may do so.
    """
    written = Q(author_id=person_id) | Q(edited_by_id=person_id)
    posts = Post.objects.filter(written).values("topic_id")
    brought = Placement.objects.filter(proposed_by=person_id, state=Placement.State.LIVE).values("topic_id")
    topic_ids = lock_topics(posts.union(brought))
    Topic.objects.filter(pk__in=topic_ids).update(version=F("version") + 1)
    listings_changed(topic_ids)
