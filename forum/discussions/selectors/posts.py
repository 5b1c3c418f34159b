"""Posts one by one, and those of one person."""

from __future__ import annotations

from django.db.models import QuerySet

from forum.communities.selectors.reach import Reader, reach_of
from forum.discussions.models import Post, PostRevision, Topic
from forum.discussions.models.paths import AFTER_EVERY_PATH
from forum.discussions.selectors.hidden import shown_to
from forum.discussions.selectors.topics import topics_visible_to
from forum.people.actors import Actor


def posts_visible_to(reader: Reader) -> QuerySet[Post]:
    """Every post that one may read, removed ones left out. The policy is `may_read_post`."""
    shown = shown_to(reader, reach_of(reader).person_id)
    return Post.objects.filter(shown, topic__in=topics_visible_to(reader), removed_at=None)


def post_with_author(post_id: int) -> Post | None:
    """The post with its author, its last editor and its board, removed or not, for policies to decide on."""
    return Post.objects.filter(pk=post_id).select_related("author", "edited_by", "via_board").first()


def post_numbered(topic: Topic, number: int) -> Post | None:
    """The topic's post of that number with its author, removed or not. For those who may read the topic."""
    post = Post.objects.filter(topic=topic, number=number).select_related("author").first()
    if post is not None:
        post.topic = topic
    return post


def revisions_of(post: Post) -> QuerySet[PostRevision]:
    """What the post said before, the latest first, with who wrote it. For those who may read its history."""
    return post.revisions.select_related("written_by").order_by("-number")


def by_author(actor: Actor, author_id: int, *, limit: int = 20) -> list[Post]:
    """The newest posts of one person that this actor may read, with topic and board."""
    rows = posts_visible_to(actor).filter(author_id=author_id)
    return list(rows.select_related("topic__home_board__community").order_by("-created_at")[:limit])


def posts_after(post: Post, *, limit: int) -> list[Post]:
    """The next posts of its topic that do not answer it, by number, with their authors. For those who read it."""
    rows = Post.objects.filter(topic=post.topic_id, number__gt=post.number, removed_at=None)
    others = rows.exclude(path__gte=post.path, path__lt=post.path + AFTER_EVERY_PATH)
    return list(others.select_related("author").order_by("number")[:limit])


def branch_length(post: Post) -> int:
    """How many posts stand in the branch that begins with this one, itself counted. For those who read its topic."""
    below = Post.objects.filter(
        topic=post.topic_id, path__gte=post.path, path__lt=post.path + AFTER_EVERY_PATH
    )
    return below.filter(removed_at=None).count()
