"""Where something of a person's stands, as far as they may still know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from forum.communities.selectors.reach import reach_of
from forum.discussions.models import Topic
from forum.discussions.selectors.boards import boards_readable_by
from forum.discussions.selectors.topics import topics_visible_to
from forum.people.models import Person

CHUNK = 500  # rows that are held at once, however many there are


@dataclass(frozen=True, slots=True)
class Place:
    """A topic, and the number of a post in it (0 for the topic itself).

    Its title, board and community are None where the person may read them no longer.
    """

    topic_id: int
    number: int
    title: str | None
    board: str | None
    community: str | None

    @property
    def address(self) -> str:
        """Where it is found, without a word of a title that may have changed."""
        return reverse("post", args=[self.topic_id, "-", self.number or 1])

    def said(self) -> dict[str, Any]:
        """The place as plain values."""
        return {
            "topic": self.topic_id,
            "post": self.number or None,
            "address": self.address,
            "title": self.title,
            "board": self.board,
            "community": self.community,
        }


def placed(rows: QuerySet[Any], person: Person, prefix: str = "") -> QuerySet[Any]:
    """The rows, each with the topic that it reaches through `prefix` ("post__") and what the person may know of it."""
    reach = reach_of(person)
    topics = topics_visible_to(reach).filter(pk=OuterRef(f"{prefix}topic_id"))
    homes = boards_readable_by(reach).filter(pk=OuterRef(f"{prefix}topic__home_board_id"))
    found: QuerySet[Any] = rows.annotate(may_read=Exists(topics), may_read_home=Exists(homes))
    return found.select_related(f"{prefix}topic__home_board__community")


def place_of(row: Any, topic: Topic, number: int = 0) -> Place:
    """The place of a row of `placed`."""
    board = topic.home_board if row.may_read and row.may_read_home else None
    return Place(
        topic_id=topic.pk,
        number=number,
        title=topic.title if row.may_read else None,
        board=board.name if board else None,
        community=board.community.name if board else None,
    )
