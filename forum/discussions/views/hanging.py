"""How each post of a page hangs in the conversation, so that a page from the middle of a tree reads like the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.discussions.models import Post, Topic
from forum.discussions.models.paths import path_numbers
from forum.discussions.selectors.threads import TIME, Window, folded_below

DEEPEST_INDENT = 4


@dataclass(frozen=True, slots=True)
class Hang:
    """Steps to the right; whether to say which post it answers; how many posts are folded away below it."""

    indent: int
    says_parent: bool
    folded: int = 0


def hangs(topic: Topic, window: Window, posts: Sequence[Post]) -> dict[int, Hang]:
    """How the posts of the page hang, by number.

    A post says which one it answers where the eye cannot: in time order, beyond the deepest indent, and where the
    other one stands on an earlier page. Answers to the opening post never say so.
    """
    if window.order == TIME:
        return {post.number: Hang(0, _answers_another(post)) for post in posts}
    base = path_numbers(posts[0].path).index(window.branch) if window.branch and posts else 1
    folded = {} if window.branch else folded_below(topic, posts)
    here: set[int] = set()
    found = {}
    for post in posts:
        steps = post.depth - base
        is_out_of_sight = steps > DEEPEST_INDENT or (
            post.parent is not None and post.parent.number not in here
        )
        indent = min(max(steps, 0), DEEPEST_INDENT)
        found[post.number] = Hang(
            indent, _answers_another(post) and is_out_of_sight, folded.get(post.number, 0)
        )
        here.add(post.number)
    return found


def _answers_another(post: Post) -> bool:
    return post.parent is not None and post.parent.number != 1
