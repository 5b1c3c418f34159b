"""What pages of carried topics show of the topics themselves, and what came of carrying them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum
from django.db.models.fields import IntegerField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from forum.communities.selectors.reach import Reader
from forum.core.known_queries import among
from forum.crossposting.models import HomeChange
from forum.discussions.models import HiddenPost, Placement, Post, Reaction
from forum.discussions.selectors.topics import topics_visible_to


def topics_read_by(reader: Reader, placements: Iterable[Placement | HomeChange]) -> frozenset[int]:
    """Ids of those of their topics that the reader may read. One query."""
    ids = {row.topic_id for row in placements}
    if not ids:
        return frozenset()
    return frozenset(topics_visible_to(reader).filter(pk__in=ids).values_list("pk", flat=True))


def openings_of(topic_ids: Iterable[int]) -> dict[int, Post]:
    """The first post of each topic with its author, by topic id. For those who may see it. One query."""
    rows = Post.objects.filter(topic__in=set(topic_ids), number=1, removed_at=None)
    return {post.topic_id: post for post in rows.select_related("author")}


@dataclass(frozen=True, slots=True)
class Fruit:
    """What came through a board to a topic: replies, how often somebody has tried what they say, the answer."""

    replies: int = 0
    tried: int = 0
    has_answer: bool = False


def fruit_of(placements: Iterable[Placement]) -> dict[tuple[int, int], Fruit]:
    """What came to these topics through these boards, by topic and board id. One query."""
    rows = list(placements)
    if not rows:
        return {}
    tried = Cast(KT(f"reaction_counts__{Reaction.Kind.TRIED_HERE}"), IntegerField())
    posts = Post.objects.filter(
        among("topic_id", [row.topic_id for row in rows]),
        among("via_board_id", [row.board_id for row in rows]),
        removed_at=None,
        number__gt=1,
    )
    counted = posts.order_by().values("topic_id", "via_board_id")
    found = counted.annotate(
        came=Count("pk"),
        tried=Sum(tried, default=0),
        answers=Count("pk", filter=Q(pk=F("topic__accepted_post"))),
    )
    return {
        (row["topic_id"], row["via_board_id"]): Fruit(row["came"], row["tried"], bool(row["answers"]))
        for row in found
    }


def hidden_on(placements: Iterable[Placement]) -> dict[int, list[HiddenPost]]:
    """The posts that these placements hide, by placement id, with their authors and who hid them. For those who may
    show them again. One query where one hides something.
    """
    hiding = [row.pk for row in placements if row.hidden_count]
    found: dict[int, list[HiddenPost]] = {}
    if hiding:
        rows = HiddenPost.objects.filter(placement__in=hiding).select_related("post__author", "hidden_by")
        for row in rows.order_by("post__number"):
            found.setdefault(row.placement_id, []).append(row)
    return found


def hides(placement: Placement, post: Post) -> bool:
    """Whether the placement hides this post. No query where it hides none."""
    return bool(placement.hidden_count) and placement.hidden_posts.filter(post=post).exists()
