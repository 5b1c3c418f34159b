"""Relocating posts from one topic into another: their numbers, their places in the tree, and what goes along with them.

Within actions that have locked both topics.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q

from forum.discussions.actions.marks import HELPFUL
from forum.discussions.models import Following, Placement, Post, Reaction, Relocation, Topic
from forum.discussions.models.paths import child_path, path_word
from forum.discussions.models.topics import MOST_PARTICIPANTS

BATCH = 500
MOST_POSTS = 2000  # that change their topic at a time: their paths are computed one by one


def relocate_posts(posts: Sequence[Post], into: Topic, *, shift: int, under: Post | None) -> None:
    """Let these posts, in the order of their numbers, stand in `into` under their numbers plus `shift`. The first one
    goes below `under`, or is the opening post; others whose parent is not among them go below the same, or below it.
    """
    places: dict[int, Post] = {}
    for post in posts:
        parent = places.get(post.parent_id or 0) or under
        post.number, post.topic, post.parent = post.number + shift, into, parent
        if parent is None:
            post.path, post.depth = path_word(post.number), 0
        else:
            post.path, post.depth = child_path(parent.path, parent.depth, post.number)
        places[post.pk] = post
        under = under or post
    Post.objects.bulk_update(posts, ["number", "topic", "parent", "path", "depth"], batch_size=BATCH)


def count_topic_anew(topic: Topic) -> None:
    """Let a topic know anew what its posts say of it, and its placements what they are sorted by."""
    posts = Post.objects.filter(topic=topic)
    last = posts.order_by("-created_at", "-number").only("created_at", "author_id").first()
    writers = dict.fromkeys(
        posts.filter(removed_at=None).order_by("number").values_list("author_id", flat=True)
    )
    ids = list(dict.fromkeys([topic.author_id, *writers]))[:MOST_PARTICIPANTS]
    facts = posts.aggregate(standing=Count("pk", filter=Q(removed_at=None)))
    helpful = Reaction.objects.filter(post__topic=topic, kind__in=HELPFUL).count()
    assert last is not None
    top = posts.order_by("-number").values_list("number", flat=True)[0]
    topic.post_count, topic.last_number, topic.helpful_count = facts["standing"], top, helpful
    topic.participant_ids, topic.last_post_at, topic.last_post_by_id = ids, last.created_at, last.author_id
    topic.save(
        update_fields=[
            "post_count", "last_number", "helpful_count", "participant_ids", "last_post_at", "last_post_by",
            "accepted_post",
        ]
    )  # fmt: skip
    Topic.objects.filter(pk=topic.pk).update(version=F("version") + 1)
    Placement.objects.filter(topic=topic).update(
        last_post_at=topic.last_post_at, helpful_count=helpful, is_answered=topic.is_answered
    )


def note_where_posts_went(topic: Topic, into: Topic, kind: str, shift: int) -> None:
    """Let old addresses lead there."""
    Relocation.objects.create(topic=topic, into=into, kind=kind, shift=shift)


def follow_along(topic: Topic, into: Topic) -> None:
    """Whoever follows the one follows the other."""
    rows = Following.objects.filter(topic=topic)
    Following.objects.bulk_create(
        [Following(topic=into, person_id=row.person_id, since=row.since) for row in rows],
        ignore_conflicts=True,
    )


def read_along(topic: Topic, into: Topic, *, shift: int, numbers: Sequence[int]) -> None:
    """What was read of these numbers of `topic` is read under the new ones in `into`."""
    facts: dict[str, Any] = {"topic": topic.pk, "into": into.pk, "shift": shift, "numbers": list(numbers)}
    with connection.cursor() as cursor:
        cursor.execute(_READ_ALONG, facts)


_READ_ALONG = """
INSERT INTO forum_readposition AS position (person_id, topic_id, seen, seen_count, up_to, read_at)
SELECT before.person_id, %(into)s, fresh.seen, figures.seen_count, figures.up_to, before.read_at
FROM forum_readposition AS before,
LATERAL (
    SELECT range_agg(int4range(number + %(shift)s, number + %(shift)s + 1)) AS seen
    FROM unnest(%(numbers)s::int[]) AS number WHERE before.seen @> number
) AS fresh,
LATERAL (
    SELECT sum(upper(span) - lower(span)) AS seen_count,
        coalesce(max(upper(span)) FILTER (WHERE lower(span) = 1), 1) - 1 AS up_to
    FROM unnest(fresh.seen) AS span
) AS figures
WHERE before.topic_id = %(topic)s AND fresh.seen IS NOT NULL
ON CONFLICT (person_id, topic_id) DO UPDATE SET
    seen = position.seen + excluded.seen,
    seen_count = (SELECT sum(upper(span) - lower(span)) FROM unnest(position.seen + excluded.seen) AS span),
    up_to = (
        SELECT coalesce(max(upper(span)) FILTER (WHERE lower(span) = 1), 1) - 1
        FROM unnest(position.seen + excluded.seen) AS span
    ),
    read_at = greatest(position.read_at, excluded.read_at)
"""
