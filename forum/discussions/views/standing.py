"""Where a topic stands as its reader came to it: `?in=` names the board, which changes the way back and no rights."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from forum.core.asked_above import AskedAbove
from forum.core.numbers import whole_number
from forum.discussions.models import Placement, Post, Topic
from forum.discussions.policies.topics import placements_seen
from forum.people.actors import Actor

# Asked above: whether somebody could carry a topic to another board, and whether they can change how it stands.
may_be_carried = AskedAbove[[Actor, Topic], bool](lambda _actor, _topic: False)
may_be_tended = AskedAbove[[Actor, Topic], bool](lambda _actor, _topic: False)
# What leads to topics that this one was asked out of, or that were asked out of it; HTML for one reader.
ties_on_page = AskedAbove[[Actor, Topic], str](lambda _actor, _topic: "")
# And on which boards, by their names, somebody could keep a post from being shown.
boards_to_hide_on = AskedAbove[[Actor, Post], list[str]](lambda _actor, _post: [])


def as_asked(request: HttpRequest, topic: Topic) -> list[Placement]:
    """Where the reader sees the topic stand, first of all where the address says: a wrong one is as none."""
    return first_on(placements_seen(request.user, topic), whole_number(request.GET.get("in", "")))


def first_on(seen: Sequence[Placement], board_id: int | None) -> list[Placement]:
    """The placements, that on this board first where it is one of them."""
    return sorted(seen, key=lambda row: row.board_id != board_id)


def query_of(topic: Topic, placement: Placement) -> str:
    """What an address says where one reads the topic elsewhere than at home: "in=7", or nothing."""
    return "" if placement.board_id == topic.home_board_id else f"in={placement.board_id}"


def came_by(topic: Topic, board_id: int | None) -> str:
    """What an address ends with for who reads the topic on that board: "?in=7", or nothing at home."""
    return "" if board_id == topic.home_board_id else f"?in={board_id}"
