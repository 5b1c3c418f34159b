"""Who may be named at a place: those who can read it."""

from __future__ import annotations

from collections.abc import Iterable

from forum.communities.selectors.standing import gather_memberships
from forum.discussions.models import Board, Topic
from forum.discussions.policies.boards import may_read_board
from forum.discussions.policies.topics import may_read_topic
from forum.people.models import Person


def readers_among(people: Iterable[Person], place: Topic | Board) -> list[Person]:
    """Those of `people` who may read the topic or board, in the same order. One query for all of them."""
    asked = list(people)
    gather_memberships(asked)
    if isinstance(place, Board):
        return [person for person in asked if may_read_board(person, place)]
    return [person for person in asked if may_read_topic(person, place)]
