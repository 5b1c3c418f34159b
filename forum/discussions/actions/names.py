"""What has to be told anew on boards when someone is called otherwise."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q

from forum.discussions.actions.counters import listings_changed
from forum.discussions.models import Post, Topic


@transaction.atomic
def renew_name(*, person_id: int) -> None:
    """Let every page that holds the person's name be put together anew.

    Part of an action that has asked who may do so.
    """
    written = Q(author_id=person_id) | Q(edited_by_id=person_id)
    written_in = Post.objects.filter(written).values("topic_id")
    locked = Topic.objects.select_for_update(no_key=True).filter(pk__in=written_in).order_by("pk")
    topic_ids = list(locked.values_list("pk", flat=True))
    Topic.objects.filter(pk__in=topic_ids).update(version=F("version") + 1)
    listings_changed(topic_ids)
