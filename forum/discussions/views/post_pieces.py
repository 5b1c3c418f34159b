"""Posts of a thread as HTML, kept, with holes for what is a reader's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum.core.conditional import entity_tag
from forum.core.kept import PREFIX
from forum.core.markup import LIFTED_MARK, safe
from forum.core.pieces import Marks, Piece, piece
from forum.discussions.models import Post, Topic
from forum.discussions.views.feet import Powers, foot_html
from forum.discussions.views.hanging import Hang
from forum.discussions.views.sights import Sight
from forum.people.models import Person

KEPT_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class PostPiece:
    """One post as HTML, with holes for what is a reader's own: `above`, `unread`, `news`, `origin`, `foot` and `notes`.

    `lang` is one too: that the words are not in the page's language is known where they are read. `quotes_talk` is True
    where words stand below its own that were said in a room.
    """

    pk: int
    number: int
    reaction_counts: dict[str, int]
    html: Piece
    foot: str
    quotes_talk: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What a post is seen in: its topic, what its readers may do there, and what they see of it."""

    topic: Topic
    powers: Powers
    sight: Sight


def post_pieces(posts: Sequence[Post], around: Around, hang: Mapping[int, Hang]) -> list[PostPiece]:
    """The posts as HTML; a new reply changes the page, and leaves all but one or two of its posts as they were."""
    keys = [_piece_key(post, around, hang[post.number]) for post in posts]
    known: dict[str, PostPiece] = cache.get_many(keys)
    fresh = {
        key: _post_piece(post, around, hang[post.number])
        for key, post in zip(keys, posts, strict=True)
        if key not in known
    }
    if fresh:
        cache.set_many(fresh, KEPT_SECONDS)
    known |= fresh
    return [known[key] for key in keys]


def _piece_key(post: Post, around: Around, hang: Hang) -> str:
    topic, sight = around.topic, around.sight
    author, parent = post.author, post.parent if hang.says_parent else None
    tag = entity_tag(
        (post.pk, post.html, post.created_at, post.edited_at, _editor_name(post), post.removed_at, post.removed_by_id),
        (author.pk, author.handle, author.display_name, author.affiliation, author.kind, author.avatar.name),
        (parent.number, parent.author.display_name) if parent else None,
        sorted(post.reaction_counts.items()), topic.accepted_post_id == post.pk,
        (topic.pk, topic.slug), around.powers, hang,
        str(sight.sentence(post)), sight.is_hidden(post), sight.way_of(post), get_language(),
    )  # fmt: skip
    return f"{PREFIX}post:{tag}"


def _post_piece(post: Post, around: Around, hang: Hang) -> PostPiece:
    topic, sight = around.topic, around.sight
    shown = {
        "number": post.number,
        "url": reverse("post", args=[topic.pk, topic.slug, post.number]),
        "history_url": reverse("post-history", args=[post.pk]),
        "more": hang.folded,
        "html": safe(post.html),
        "indent": hang.indent,
        "created_at": post.created_at,
        "edited_at": post.edited_at,
        "editor_name": _editor_name(post),
        "author": post.author,
        "is_imported": post.author.kind == Person.Kind.PLACEHOLDER,
        "is_accepted": topic.accepted_post_id == post.pk,
        "removed_sentence": _absent_sentence(post, sight),
        "hidden_sentence": sight.sentence(post),
        "way": sight.way_of(post),
        "parent_number": post.parent.number if hang.says_parent and post.parent else 0,
        "parent_name": post.parent.author.display_name if hang.says_parent and post.parent else "",
    }

    def write(mark: Marks) -> dict[str, Any]:
        return {"post": shown, "topic": topic, "holes": mark}

    is_there = not shown["removed_sentence"]
    foot = foot_html(post.pk, post.number, post.reaction_counts, around.powers) if is_there else ""
    return PostPiece(
        post.pk, post.number, post.reaction_counts if is_there else {}, piece("components/post.html", write), foot,
        is_there and LIFTED_MARK in post.html,
    )  # fmt: skip


def _editor_name(post: Post) -> str:
    return post.edited_by.display_name if post.edited_by and post.edited_by_id != post.author_id else ""


def _absent_sentence(post: Post, sight: Sight) -> str:
    if post.removed_at is None:
        return str(sight.sentence(post)) if sight.is_hidden(post) else ""
    return (
        _("Taken back by its author.")
        if post.removed_by_id == post.author_id
        else _("Removed by a moderator.")
    )
