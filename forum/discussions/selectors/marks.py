"""What a person has put on posts, and what was said to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from forum.core.known_queries import prepared_cursor
from forum.discussions.models import Bookmark, Mention
from forum.discussions.selectors.posts import posts_visible_to
from forum.people.models import Person

BOOKMARKED = "bookmarked"
BOOKMARKS_ON_A_PAGE = 30
_OWN_MARKS = """
    SELECT post_id, kind FROM forum_reaction WHERE person_id = %s AND post_id = ANY(%s)
    UNION ALL SELECT post_id, %s FROM forum_bookmark WHERE person_id = %s AND post_id = ANY(%s)
"""


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
    marks = OwnMarks()
    with prepared_cursor() as cursor:
        cursor.execute(_OWN_MARKS, [person.pk, ids, BOOKMARKED, person.pk, ids])
        for post_id, mark in cursor.fetchall():
            if mark == BOOKMARKED:
                marks.bookmarked.add(post_id)
            else:
                marks.reactions.setdefault(post_id, set()).add(mark)
    return marks


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
