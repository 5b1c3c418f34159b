"""What of a topic's posts a reader does not see, and which ways they see that posts came: by the boards they read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from forum.discussions.models import Board, Placement, Post, Topic
from forum.discussions.selectors.hidden import hidden_posts
from forum.people.actors import Actor, is_person


@dataclass(frozen=True, slots=True)
class Way:
    """A board beside the home of a topic through which posts came."""

    board_id: int
    name: str
    url: str
    hue: int


@dataclass(frozen=True, slots=True)
class Sight:
    """Hidden posts by id, one's own among them, where they are hidden in words, and the ways that one sees."""

    hidden: frozenset[int] = frozenset()
    own_hidden: frozenset[int] = frozenset()
    where: str = ""
    ways: tuple[Way, ...] = ()

    def way_of(self, post: Post) -> Way | None:
        """Through which board it came, where that is not the home and the reader sees it."""
        return next((way for way in self.ways if way.board_id == post.via_board_id), None)

    def is_hidden(self, post: Post) -> bool:
        """Whether its words are not for this reader."""
        return post.pk in self.hidden

    def sentence(self, post: Post) -> str | Promise:
        """What stands in place of the words, or for their author above them; "" for what everybody sees."""
        if post.pk in self.hidden:
            return _("Not shown on %(boards)s: its moderators have hidden it there.") % {"boards": self.where}
        if post.pk in self.own_hidden:
            return _("Hidden on %(boards)s by its moderators. You see it, since it is yours.") % {
                "boards": self.where
            }
        return ""


def sight_of(actor: Actor, topic: Topic, seen: Sequence[Placement]) -> Sight:
    """What of the topic somebody sees who reads it on these placements, and came by the first of them.

    What that board hides is not shown to them there, though they may read it at home, where nothing is hidden: so a
    board decides what stands on it, and about nothing else. No query where it hides nothing.
    """
    hidden = hidden_posts(seen[:1])
    person_id = actor.pk if is_person(actor) else 0
    return Sight(
        hidden=frozenset(each.post_id for each in hidden if each.author_id != person_id),
        own_hidden=frozenset(each.post_id for each in hidden if each.author_id == person_id),
        where=seen[0].board.name if hidden else "",
        ways=tuple(
            _way(board, name)
            for board, name in told_apart([row.board for row in seen])
            if board.pk != topic.home_board_id
        ),
    )


def told_apart(boards: Sequence[Board]) -> list[tuple[Board, str]]:
    """The boards with their names; where two are called the same, with those of their communities too."""
    called = Counter(board.name for board in boards)
    return [
        (board, board.name if called[board.name] == 1 else f"{board.community.name} · {board.name}")
        for board in boards
    ]


def _way(board: Board, name: str) -> Way:
    return Way(board.pk, name, board.get_absolute_url(), board.community.hue)
