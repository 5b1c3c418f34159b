"""A page of a thread, put together once for all who may do the same there, with holes for what is a reader's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum.core.conditional import entity_tag
from forum.core.kept import kept
from forum.core.markup import safe
from forum.core.pieces import filled, rendered_piece
from forum.discussions.models import Post, Reaction, Topic
from forum.discussions.selectors.marks import OwnMarks
from forum.discussions.selectors.posts import (
    Landmark,
    Window,
    landmarks_of,
    posts_in,
)
from forum.discussions.views.hanging import Hang, hangs

KEPT_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Powers:
    """What a reader may do with every post of a topic; part of the key under which a page is kept."""

    signed_in: bool = False
    reply: bool = False
    react: bool = False
    moderate: bool = False
    accept: bool = False
    edit_own: bool = False


@dataclass(frozen=True, slots=True)
class PostPiece:
    """One post as HTML: holes for "unread line", "unread" and "new", and one for its foot."""

    facts: dict[str, Any]
    parts: tuple[str, ...]
    foot: str


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """What is kept of a page: its posts, the timeline's marks, the accepted answer and its neighbours."""

    posts: list[PostPiece]
    marks: list[dict[str, Any]]
    answer: str
    earlier: int
    later: int

    @property
    def ids(self) -> list[int]:
        """The ids of its posts."""
        return [piece.facts["pk"] for piece in self.posts]

    @property
    def numbers(self) -> list[int]:
        """The numbers of its posts."""
        return [piece.facts["number"] for piece in self.posts]


def thread_key(topic: Topic, window: Window, powers: Powers) -> str:
    """Under which a page is kept: everything that its HTML depends on."""
    asked = f"{window.order}{window.anchor}{window.side}{window.branch}"
    may = "".join(f"{getattr(powers, power):d}" for power in Powers.__slots__)
    return f"thread:{settings.BUILD}:{topic.pk}:{topic.version}:{asked}:{may}:{get_language()}"


def thread_page(topic: Topic, window: Window, powers: Powers) -> ThreadPage:
    """The page of the topic that `window` asks for, from the cache where it is known."""
    key = thread_key(topic, window, powers)
    return kept(key, KEPT_SECONDS, lambda: _put_together(topic, window, powers))


def thread_html(
    page: ThreadPage,
    topic: Topic,
    powers: Powers,
    *,
    reader_id: int = 0,
    unread: Collection[int] = (),
    marks: OwnMarks | None = None,
) -> str:
    """The posts of the page as this reader sees them; `unread` are the post numbers they have not seen."""
    marks = marks or OwnMarks()
    line = render_to_string("components/unread_line.html") if unread else ""
    new = _("new") + ", "
    html = []
    for piece in page.posts:
        is_unread = piece.facts["number"] in unread
        own = piece.facts["author_id"] == reader_id or marks.touches(piece.facts["pk"])
        foot = post_foot(piece.facts, topic, powers, reader_id, marks) if own else piece.foot
        above, line = (line, "") if is_unread else ("", line)
        html.append(
            filled(piece.parts, above, " is-unread" if is_unread else "", new if is_unread else "", foot)
        )
    html.insert(1, page.answer)
    return safe("".join(html))


def post_foot(facts: dict[str, Any], topic: Topic, powers: Powers, reader_id: int, marks: OwnMarks) -> str:
    """The buttons under a post: what the reader may do, and what they have done."""
    if facts["is_removed"]:
        return ""
    is_own = facts["author_id"] == reader_id
    mine = marks.reactions.get(facts["pk"], set())
    can = {
        "reply": powers.reply,
        "react": powers.react,
        "bookmark": powers.signed_in,
        "edit": powers.moderate or (is_own and powers.edit_own),
        "remove": powers.moderate or is_own,
        "accept": powers.accept and facts["number"] > 1,
    }
    reactions = [
        {"key": kind, "label": label, "count": facts["reaction_counts"].get(kind, 0), "is_mine": kind in mine}
        for kind, label in Reaction.Kind.choices
    ]
    is_accepted = topic.accepted_post_id == facts["pk"]
    is_bookmarked = facts["pk"] in marks.bookmarked
    post = facts | {"reactions": reactions, "is_bookmarked": is_bookmarked, "is_accepted": is_accepted}
    return render_to_string("components/post_foot.html", {"post": post, "can": can})


def _put_together(topic: Topic, window: Window, powers: Powers) -> ThreadPage:
    page = posts_in(topic, window)
    landmarks, answer = landmarks_of(topic)
    hang = hangs(topic, window, page.posts)
    pieces = _post_pieces(page.posts, topic, powers, hang)
    is_near = topic.accepted_post_id in {post.pk for post in page.posts[:2]}
    shows_top = window.anchor <= 1 and not window.branch
    return ThreadPage(
        posts=pieces,
        marks=[_mark(post, topic) for post in landmarks] if topic.last_number > len(page.posts) else [],
        answer=_answer(answer, topic) if answer and shows_top and not is_near else "",
        earlier=page.earlier,
        later=page.later,
    )


def _post_pieces(
    posts: Sequence[Post], topic: Topic, powers: Powers, hang: Mapping[int, Hang]
) -> list[PostPiece]:
    """The posts as HTML; a new reply changes the page, and leaves all but one or two of its posts as they were."""
    keys = [_piece_key(post, topic, powers, hang[post.number]) for post in posts]
    known: dict[str, PostPiece] = cache.get_many(keys)
    fresh = {
        key: _post_piece(post, topic, powers, hang[post.number])
        for key, post in zip(keys, posts, strict=True)
        if key not in known
    }
    if fresh:
        cache.set_many(fresh, KEPT_SECONDS)
    known |= fresh
    return [known[key] for key in keys]


def _piece_key(post: Post, topic: Topic, powers: Powers, hang: Hang) -> str:
    author, parent = post.author, post.parent if hang.says_parent else None
    tag = entity_tag(
        (post.pk, post.html, post.created_at, post.edited_at, post.removed_at, post.removed_by_id),
        (author.pk, author.handle, author.display_name, author.affiliation),
        (parent.number, parent.author.display_name) if parent else None,
        sorted(post.reaction_counts.items()), topic.accepted_post_id == post.pk,
        (topic.pk, topic.slug, topic.locked_at, topic.author_id, topic.type), powers, hang, get_language(),
    )  # fmt: skip
    return f"post:{tag}"


def _post_piece(post: Post, topic: Topic, powers: Powers, hang: Hang) -> PostPiece:
    facts = {
        "pk": post.pk,
        "number": post.number,
        "author_id": post.author_id,
        "reaction_counts": post.reaction_counts,
        "is_removed": post.removed_at is not None,
        "url": reverse("post", args=[topic.pk, topic.slug, post.number]),
        "more": hang.folded,
    }
    shown = facts | {
        "html": safe(post.html),
        "indent": hang.indent,
        "created_at": post.created_at,
        "edited_at": post.edited_at,
        "author": post.author,
        "is_accepted": topic.accepted_post_id == post.pk,
        "removed_sentence": _removed_sentence(post),
        "parent_number": post.parent.number if hang.says_parent and post.parent else 0,
        "parent_name": post.parent.author.display_name if hang.says_parent and post.parent else "",
    }
    parts = rendered_piece("components/post.html", {"post": shown, "topic": topic}, holes=4)
    return PostPiece(facts, parts, post_foot(facts, topic, powers, 0, OwnMarks()))


def _removed_sentence(post: Post) -> str:
    if post.removed_at is None:
        return ""
    return (
        _("Taken back by its author.")
        if post.removed_by_id == post.author_id
        else _("Removed by a moderator.")
    )


def _mark(post: Landmark, topic: Topic) -> dict[str, Any]:
    return {
        "url": reverse("post", args=[topic.pk, topic.slug, post.number]) + f"#post-{post.number}",
        "moment": post.created_at,
        "number": post.number,
    }


def _answer(post: Post, topic: Topic) -> str:
    answer = {
        "number": post.number,
        "url": reverse("post", args=[topic.pk, topic.slug, post.number]) + f"#post-{post.number}",
        "html": safe(post.html),
        "author": post.author,
    }
    return render_to_string("components/accepted_answer.html", {"answer": answer})
