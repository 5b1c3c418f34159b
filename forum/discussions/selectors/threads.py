"""Posts as a page of a thread shows them, in tree or in time order. Every page is one range of one index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from operator import attrgetter

from django.db.models import Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from forum.core.known_queries import KnownQuery, among
from forum.discussions.models import Post, Topic
from forum.discussions.models.paths import AFTER_EVERY_PATH, FOLD_DEPTH, path_numbers

PAGE_LENGTH = 20
PAGE_WEIGHT = (
    28_000  # characters of HTML: where posts are long, fewer make a page, though hardly less than half of it
)
FULL_ENOUGH, MOST_WEIGHT = 10, 4 * PAGE_WEIGHT
CONTEXT_LENGTH, CONTEXT_WEIGHT = 3, 5_000
COUNTED_BELOW_FOLD = 100
TREE, TIME = "tree", "time"


@dataclass(frozen=True, slots=True)
class Window:
    """Which posts to show: an order, and where the page lies.

    `anchor` is a post's number. The page begins there (`side` "from"), ends just above it ("before"), or shows it below
    a little of what comes before ("around"). With an anchor of 0 or 1 it begins at the top, whatever the side.
    `branch` is the number of a post whose branch alone is shown (0: the whole thread), `via` the id of a board through
    which alone posts are shown, in time order (0: whichever they came through).
    """

    order: str = TREE
    anchor: int = 0
    side: str = "from"
    branch: int = 0
    via: int = 0


@dataclass(frozen=True, slots=True)
class PostPage:
    """Posts in reading order, each with its parent; numbers to ask the neighbouring pages for, 0 where there is none:
    the page that lies before `earlier`, and the one from `later`."""

    posts: list[Post]
    earlier: int = 0
    later: int = 0


def posts_in(topic: Topic, window: Window) -> PostPage:
    """The page of `topic` that `window` asks for, in one query. For those who may read the topic."""
    side = window.side if window.anchor > 1 else "top"
    rows_of = _rows_of(window.order, side, window.branch > 1, window.via > 0)
    found = rows_of(topic.pk, window.anchor, window.via or window.branch)
    found.sort(key=attrgetter(_sorted_by(window.order)))
    for post in found:
        post.topic = topic
    if side == "before":
        return _page_before(found, window.anchor)
    return _page_from(found, has_context=side == "around")


@cache
def _rows_of(order: str, side: str, in_branch: bool, is_via: bool) -> KnownQuery[Post]:
    """What a page of this kind asks of a topic's key, the anchor's number, and the branch's or the key of a board."""
    return KnownQuery(partial(_page_rows, order, side, in_branch, is_via))


def _page_rows(
    order: str, side: str, in_branch: bool, is_via: bool, topic_id: int, anchor: int, branch: int
) -> QuerySet[Post]:
    key = _sorted_by(order)
    rows = with_parents(Post.objects.filter(_SHOWN, topic=topic_id))
    if is_via:
        rows = rows.filter(via_board=branch)
    elif order != TIME:
        rows = _in_branch(rows, topic_id, branch) if in_branch else rows.filter(depth__lte=FOLD_DEPTH)
    below, above = (
        rows.annotate(side=Value(1)).order_by(key),
        rows.annotate(side=Value(0)).order_by(f"-{key}"),
    )
    if side == "top":
        return below[: PAGE_LENGTH + 1]
    edge = anchor if order == TIME else _path_at(topic_id, anchor)
    if side == "before":
        return above.filter(**{f"{key}__lt": edge})[: PAGE_LENGTH + 1]
    context = CONTEXT_LENGTH if side == "around" else 0
    before = above.filter(**{f"{key}__lt": edge})[: context + 1]
    return before.union(below.filter(**{f"{key}__gte": edge})[: PAGE_LENGTH + 1], all=True)


def _sorted_by(order: str) -> str:
    return "number" if order == TIME else "path"


def folded_below(topic: Topic, posts: Sequence[Post]) -> dict[int, int]:
    """How many posts the tree folds away below each of `posts`, by number; counted up to 100. One query at most."""
    roots = [post for post in posts if post.depth == FOLD_DEPTH and post.reply_count]
    if not roots:
        return {}
    below = [
        topic.posts.filter(_SHOWN, path__gt=root.path, path__lt=root.path + AFTER_EVERY_PATH)
        .annotate(root=Value(root.number))
        .values_list("root", flat=True)
        .order_by()[:COUNTED_BELOW_FOLD]
        for root in roots
    ]
    return dict(Counter(below[0].union(*below[1:], all=True) if below[1:] else below[0]))


# Posts that have a place on the page: removed ones only where an answer hangs on them.
_SHOWN = Q(removed_at=None) | Q(reply_count__gt=0)


def with_parents(posts: QuerySet[Post]) -> QuerySet[Post]:
    """The posts with their authors and what "in reply to" says of their parents; no sources."""
    return posts.select_related("author", "edited_by", "parent__author").defer(
        "source", "parent__source", "parent__html"
    )


def _path_at(topic_id: int, number: int) -> Subquery:
    """The path of the post numbered `number`, or of the last one below it."""
    at_or_below = Post.objects.filter(topic_id=topic_id, number__lte=number).order_by("-number")
    return Subquery(at_or_below.values("path")[:1])


def _in_branch(rows: QuerySet[Post], topic_id: int, branch: int) -> QuerySet[Post]:
    root = Post.objects.filter(topic_id=topic_id, number=branch).values("path")[:1]
    return rows.filter(path__gte=Subquery(root), path__lt=Concat(Subquery(root), Value(AFTER_EVERY_PATH)))


def _page_before(found: Sequence[Post], anchor: int) -> PostPage:
    """The page that ends above the anchor."""
    shown = _that_fit(found[::-1], PAGE_LENGTH, PAGE_WEIGHT)[::-1]
    return PostPage(shown, earlier=shown[0].number if len(shown) < len(found) else 0, later=anchor)


def _page_from(found: Sequence[Post], *, has_context: bool) -> PostPage:
    """The page that begins with the anchor, with a little of what lies above it where `has_context`."""
    above = [post for post in found if not post.side]  # type: ignore[attr-defined]  # annotated by _page_rows
    below = found[len(above) :]
    near = _that_fit(above[::-1], CONTEXT_LENGTH, CONTEXT_WEIGHT)[::-1] if has_context else []
    first = _that_fit(below, PAGE_LENGTH - len(near), PAGE_WEIGHT - _weight(near))
    shown = [*near, *first]
    return PostPage(
        shown,
        earlier=shown[0].number if shown and len(above) > len(near) else 0,
        later=below[len(first)].number if len(first) < len(below) else 0,
    )


def _that_fit(posts: Sequence[Post], most: int, weight: int) -> list[Post]:
    """The first of `posts` that fit on a page: one at least, however long it is.

    `FULL_ENOUGH` short of being too heavy for anyone: much of a mail is quotation, folded away.
    """
    fitting: list[Post] = []
    total = 0
    for post in posts[:most]:
        total += len(post.html)
        room = weight if len(fitting) >= FULL_ENOUGH else MOST_WEIGHT
        if fitting and total > room:
            break
        fitting.append(post)
    return fitting


def _weight(posts: Sequence[Post]) -> int:
    return sum(len(post.html) for post in posts)


@dataclass(frozen=True, slots=True)
class Landmark:
    """A post to jump to on the way through a long topic."""

    number: int
    created_at: datetime


def landmarks_of(topic: Topic, *, count: int = 12) -> tuple[list[Landmark], Post | None]:
    """Up to `count` posts evenly spread over a thread longer than a page, and the accepted answer with its author.

    One query at most. The first landmark is the opening post, as old as its topic.
    """
    last, accepted = topic.last_number, topic.accepted_post_id
    is_long = last > PAGE_LENGTH
    wanted = {1 + step * (last - 1) // (count - 1) for step in range(1, count)} - {1} if is_long else set()
    if accepted is None:
        moments = _moments_of(topic.pk, sorted(wanted)) if wanted else []
        marks, answer = [Landmark(*moment) for moment in moments], None
    else:
        rows = _marks_and_answer(topic.pk, sorted(wanted), accepted)
        marks = [Landmark(post.number, post.created_at) for post in rows if post.number in wanted]
        answer = next((post for post in rows if post.pk == accepted), None)
    return [Landmark(1, topic.created_at), *marks] if is_long else [], answer


def _numbered(topic_id: int, numbers: list[int]) -> QuerySet[Post, tuple[int, datetime]]:
    rows = Post.objects.filter(among("number", numbers), topic=topic_id).order_by("number")
    return rows.values_list("number", "created_at")


_moments_of = KnownQuery(_numbered)
_marks_and_answer = KnownQuery(
    lambda topic_id, numbers, answer_id: with_parents(
        Post.objects.filter(Q(among("number", numbers)) | Q(pk=answer_id), topic=topic_id)
    ).order_by("number")
)


def folding_branch(topic: Topic, number: int) -> int:
    """The post below which the tree view folds the post numbered `number` away; 0 where it does not."""
    post = topic.posts.filter(number=number).only("path", "depth").first()
    if post is None or post.depth <= FOLD_DEPTH:
        return 0
    return path_numbers(post.path)[FOLD_DEPTH]
