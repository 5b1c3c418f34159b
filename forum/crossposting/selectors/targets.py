"""Boards to which somebody may carry a topic."""

from __future__ import annotations

from forum.discussions.models import Board, Placement, Topic

MOST_OFFERED = 60


def known_placements(topic: Topic) -> dict[int, Placement]:
    """How a topic stands, waits or stood everywhere, by board id. No audience: policies are asked about each."""
    rows = Placement.objects.filter(topic=topic).select_related("board__community")
    return {row.board_id: row for row in rows}


def called(boards: list[Board], wanted: str) -> list[Board]:
    """Those of the boards in whose name, or that of their community, every word stands; all for no words."""
    words = wanted.casefold().split()
    return [
        board
        for board in boards
        if all(word in f"{board.community.name} {board.name}".casefold() for word in words)
    ]
