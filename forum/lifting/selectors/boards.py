"""Where a board is now."""

from __future__ import annotations

from forum.discussions.models import Board


def board_now(board: Board) -> Board:
    """The board, or the one into which it was merged in the end. For policies and actions."""
    while board.merged_into is not None:
        board = Board.objects.select_related("community", "merged_into").get(pk=board.merged_into.pk)
    return board
