"""What a person has put on posts, and what was said to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast

from forum.discussions.models import Bookmark, Mention, Post, Reaction
from forum.discussions.selectors.posts import posts_visible_to
from forum.people.models import Person

BOOKMARKED = "bookmarked"


@dataclass(slots=True)
class OwnMarks:
    """A person's reactions by post id, and the posts they bookmarked."""

    reactions: dict[int, set[str]] = field(default_factory=dict)
    bookmarked: set[int] = field(default_factory=set)

    def touches(self, post_id: int) -> bool:
        """True where the person has left anything on the post."""
        return post_id in self.reactions or post_id in self.bookmarked


def own_marks(person: Person, post_ids: Iterable[int]) -> OwnMarks:
    """What the person has put on these posts, in one query."""
    ids = list(post_ids)
    kind = Cast(Value(BOOKMARKED), CharField())
    bookmarks = Bookmark.objects.filter(person=person, post_id__in=ids).values_list("post_id", kind)
    reacted = Reaction.objects.filter(person=person, post_id__in=ids)
    reactions = reacted.values_list("post_id", Cast("kind", CharField()))
    marks = OwnMarks()
    for post_id, mark in reactions.union(bookmarks, all=True):
        if mark == BOOKMARKED:
            marks.bookmarked.add(post_id)
        else:
            marks.reactions.setdefault(post_id, set()).add(mark)
    return marks


def bookmarks_of(person: Person) -> QuerySet[Bookmark]:
    """The person's bookmarks on posts that they may still read, newest first."""
    rows = Bookmark.objects.filter(person=person, post__in=posts_visible_to(person))
    return rows.select_related("post__topic", "post__author").order_by("-created_at")


def mentions_of(person: Person, *, limit: int = 10) -> list[Mention]:
    """Where the person was named lately, in posts that they may still read."""
    rows = Mention.objects.filter(person=person, post__in=posts_visible_to(person))
    return list(rows.select_related("post__topic", "post__author").order_by("-created_at")[:limit])


def reactors_of(post: Post) -> list[Reaction]:
    """Who reacted to the post, and how. For those who may read it."""
    return list(post.reactions.select_related("person").order_by("kind", "created_at")[:200])
