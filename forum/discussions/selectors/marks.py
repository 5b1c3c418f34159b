"""What a person has put on posts, and what was said to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from forum.communities.selectors.reach import Reach, Reader, ReaderQuery, reach_of
from forum.core.known_queries import KnownQuery, among
from forum.core.paging import cut
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
    shown, has_more = cut(rows.filter(pk__lt=after) if after else rows, BOOKMARKS_ON_A_PAGE)
    return BookmarkPage(shown, shown[-1].pk if has_more else 0)


def bookmarks_of(reader: Reader) -> QuerySet[Bookmark]:
    """The reader's bookmarks on posts that they may still read, newest first."""
    reach = reach_of(reader)
    rows = Bookmark.objects.filter(person=reach.person_id, post__in=posts_visible_to(reach))
    return rows.select_related("post__topic", "post__author").order_by("-created_at")


def latest_bookmarks(person: Person) -> list[Bookmark]:
    """The three that the person set last, of `bookmarks_of`."""
    return _latest_bookmarks(person)


def latest_mentions(person: Person) -> list[Mention]:
    """The five places where the person was named last, in posts that they may still read."""
    return _latest_mentions(person)


def _mentions(reach: Reach) -> QuerySet[Mention]:
    rows = Mention.objects.filter(person=reach.person_id, post__in=posts_visible_to(reach))
    return rows.select_related("post__topic", "post__author").order_by("-created_at")


_latest_bookmarks = ReaderQuery(lambda reach: bookmarks_of(reach)[:3])
_latest_mentions = ReaderQuery(lambda reach: _mentions(reach)[:5])
