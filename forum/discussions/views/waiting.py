"""What pages of boards and topics say of posts that wait, to their author and to those who decide on them."""

from __future__ import annotations

from collections.abc import Iterable

from django.template.loader import render_to_string

from forum.communities.models import Community
from forum.discussions.models import Board, Topic
from forum.discussions.policies.boards import moderates
from forum.discussions.selectors.holding import own_waiting_in, waiting_count_in, waiting_count_on
from forum.people.actors import Actor
from forum.people.models import Person


def waiting_note(person: Person, topic: Topic, boards: Iterable[Board]) -> str:
    """A line below the thread for whoever has replies waiting there; asked for where a post could wait at all."""
    if not topic.asks_approval and all(
        board.approval == Board.Approval.NONE for board in (topic.home_board, *boards)
    ):
        return ""
    count = own_waiting_in(person, topic)
    return render_to_string("discussions/waiting_note.html", {"count": count}) if count else ""


def waiting_here(actor: Actor, board: Board) -> int:
    """How many posts wait on a board, for its moderators: a topic may ask for that by itself. 0 for everyone else."""
    if not moderates(actor, board):
        return 0
    return waiting_count_on(board)


def waiting_in_community(actor: Actor, community: Community, boards: Iterable[Board]) -> int:
    """How many posts wait in a community for the actor, asked for where they moderate a board."""
    if not any(moderates(actor, board) for board in boards):
        return 0
    return waiting_count_in(actor, community)
