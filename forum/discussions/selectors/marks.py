"""What a person has put on posts, and what was said to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from forum.core.known_queries import KnownQuery, among
from forum.discussions.models import Bookmark, Mention, Post, Reaction
from forum.discussions.selectors.posts import posts_visible_to
from forum.people.models import Person

BOOKMARKS_ON_A_PAGE = 30


def own_reactions(person: Person, post_ids: Iterable[int]) -> dict[int, set[str]]:
    """The kinds of reaction that the person has put on these posts, by post id; one query."""
    found: dict[int, set[str]] = {}
    for reaction in _reactions(person.pk, list(post_ids)):
        found.setdefault(reaction.post_id, set()).add(reaction.kind)
    return found


_reactions = KnownQuery(
    lambda person_id, post_ids: Reaction.objects.filter(among("post_id", post_ids), person=person_id)
)


def has_bookmarked(person: Person, post: Post) -> bool:
    """True where the person keeps the post for later."""
    return Bookmark.objects.filter(person=person, post=post).exists()


@dataclass(frozen=True, slots=True)
class BookmarkPage:
    """A page of a person's bookmarks, and the id behind which the next one begins (0 on the last)."""

    bookmarks: list[Bookmark]
    older: int


def bookmark_page(person: Person, *, after: int = 0) -> BookmarkPage:
    """A page of `bookmarks_of`, the latest first, from behind the bookmark `after` on."""
    rows = bookmarks_of(person).order_by("-pk")
    found = list((rows.filter(pk__lt=after) if after else rows)[: BOOKMARKS_ON_A_PAGE + 1])
    shown = found[:BOOKMARKS_ON_A_PAGE]
    return BookmarkPage(shown, shown[-1].pk if len(found) > BOOKMARKS_ON_A_PAGE else 0)


def bookmarks_of(person: Person) -> QuerySet[Bookmark]:
    """The person's bookmarks on posts that they may still read, newest first."""
    rows = Bookmark.objects.filter(person=person, post__in=posts_visible_to(person))
    return rows.select_related("post__topic", "post__author").order_by("-created_at")


def mentions_of(person: Person, *, limit: int = 10) -> list[Mention]:
    """Where the person was named lately, in posts that they may still read."""
    rows = Mention.objects.filter(person=person, post__in=posts_visible_to(person))
    return list(rows.select_related("post__topic", "post__author").order_by("-created_at")[:limit])
