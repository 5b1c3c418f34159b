"""Two communities, a topic of one that somebody may carry to the other, and everybody who has a say in that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from forum.communities.models import Role
from forum.core.limits import CARRYING
from forum.crossposting.actions.deciding import accept_placement
from forum.crossposting.actions.proposing import carry_topic
from forum.discussions.models import Board, Placement, Topic
from forum.people.models import Person
from tests.factories.communities import make_community, make_member
from tests.factories.discussions import make_board, make_topic
from tests.factories.people import refill


@dataclass(frozen=True, slots=True)
class Crossing:
    """`broker` is a member of both communities, `reader` of the receiving one alone; the moderators of one each."""

    home: Board
    there: Board
    topic: Topic
    author: Person
    broker: Person
    home_moderator: Person
    there_moderator: Person
    reader: Person

    def propose(self, note: str = "We met this too.", **more: Any) -> Placement:
        """Let the broker carry the topic there."""
        refill(CARRYING, self.broker)
        return carry_topic(broker=self.broker, topic=self.topic, board=self.there, note=note, **more)

    def place(self) -> Placement:
        """Let the topic stand there, proposed by the broker and agreed to by whoever is asked."""
        placement = self.propose()
        for moderator in (self.there_moderator, self.home_moderator):
            if placement.state == Placement.State.PENDING:
                placement = accept_placement(moderator=moderator, placement=placement)
        return placement


def make_crossing(
    home_visibility: str = "network",
    there_visibility: str = "private",
    *,
    type: str = Topic.Type.QUESTION,
    **there: Any,
) -> Crossing:
    """A question at home in a community of the one visibility, and a board of another; `there` are its settings."""
    home_community = make_community(visibility=home_visibility)
    other = make_community(visibility=there_visibility)
    home, board = make_board(home_community), make_board(other, **there)
    author, broker = make_member(home_community), make_member(home_community)
    make_member(other, broker)
    return Crossing(
        home=home, there=board, topic=make_topic(home, author=author, type=type), author=author, broker=broker,
        home_moderator=make_member(home_community, role=Role.MODERATOR),
        there_moderator=make_member(other, role=Role.MODERATOR),
        reader=make_member(other),
    )  # fmt: skip
