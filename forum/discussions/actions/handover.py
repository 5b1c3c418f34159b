"""What one name wrote comes to stand under another, wherever names are kept."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Func, Q, Value

from forum.discussions.actions.counters import listings_changed
from forum.discussions.models import Attachment, Post, PostRevision, Topic
from forum.discussions.selectors.locks import lock_topics


@transaction.atomic
def hand_over_posts(*, from_id: int, to_id: int) -> None:
    """Let everything that person `from_id` wrote be by `to_id`.

    Part of an action that has asked who may do so.
    """
    posts = Post.objects.filter(author_id=from_id)
    own = Q(pk__in=posts.values("topic_id")) | Q(author_id=from_id) | Q(participant_ids__contains=[from_id])
    topic_ids = lock_topics(Topic.objects.filter(own).values("pk"))
    topics = Topic.objects.filter(pk__in=topic_ids)
    posts.update(author_id=to_id)
    PostRevision.objects.filter(written_by_id=from_id).update(written_by_id=to_id)
    Attachment.objects.filter(owner_id=from_id).update(owner_id=to_id)
    topics.filter(author_id=from_id).update(author_id=to_id)
    topics.filter(last_post_by_id=from_id).update(last_post_by_id=to_id)
    topics.filter(participant_ids__contains=[from_id, to_id]).update(participant_ids=_without(from_id))
    topics.update(participant_ids=_replaced(from_id, to_id), version=F("version") + 1)
    listings_changed(topic_ids)


def _without(person_id: int) -> Func:
    return Func(F("participant_ids"), Value(person_id), function="array_remove")


def _replaced(from_id: int, to_id: int) -> Func:
    return Func(F("participant_ids"), Value(from_id), Value(to_id), function="array_replace")
