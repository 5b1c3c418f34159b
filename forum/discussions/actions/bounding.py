"""What keeps a flood off the boards: bounds for newcomers, and no words that are posted over and over."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from forum.core.markup import render_markdown
from forum.core.verdicts import Refused, require
from forum.discussions.models import Board, Post
from forum.discussions.policies.boards import moderates
from forum.discussions.policies.newcomers import may_say_as_newcomer, may_write_so_soon
from forum.discussions.repeating import LEAST_LENGTH, are_nearly_the_same, runs_of
from forum.discussions.selectors.newcomers import posts_written_elsewhere
from forum.people.models import Person

WITHIN = timedelta(days=1)


class Repeated(Refused):
    """Nearly the same words stand in another topic already, as `post`. Nothing was stored."""

    def __init__(self, post: Post) -> None:
        super().__init__(
            _(
                "You posted nearly the same words in another topic today. A topic can be carried to more boards; or "
                "say here what is different."
            )
        )
        self.post = post


def require_bounds(author: Person, board: Board, words: str, topic_id: int | None, *, now: datetime) -> None:
    """Refuse a newcomer who writes too much at once, and whoever repeats themselves elsewhere. Raises Refused."""
    require(may_write_so_soon(author, board, now=now))
    require(may_say_as_newcomer(author, board, words, now=now))
    if len(words) < LEAST_LENGTH or moderates(author, board):
        return
    said = runs_of(render_markdown(words))
    if not said:
        return
    for post in posts_written_elsewhere(author, topic_id, since=now - WITHIN):
        if are_nearly_the_same(said, runs_of(post.html)):
            raise Repeated(post)
