"""Topics and how they stand somewhere, locked for whoever changes it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.verdicts import Refused
from forum.discussions.actions.replies import locked_topic
from forum.discussions.models import Board, Placement, Topic
from forum.people.models import Person

GONE = _("The topic stands there no longer in this way: it was moved, or the board was merged.")


def locked_ends(person: Person, topic: Topic, board: Board) -> tuple[Topic, Board]:
    """The topic and a board as they are now; both communities, the topic and the person's standing are locked.

    Nobody changes who reads either meanwhile. Raises Refused where the topic is gone.
    """
    lock_communities([topic.home_board.community_id, board.community_id])
    topic = locked_topic(topic)
    board = Board.objects.select_related("community").get(pk=board.pk)
    lock_standing(person, [topic.home_board.community_id, board.community_id])
    return topic, board


def locked_placement(person: Person, placement: Placement) -> Placement:
    """The placement as it is now, its ends locked likewise. Raises Refused where it or its topic is gone."""
    topic, _there = locked_ends(person, placement.topic, placement.board)
    return fresh_placement(topic, placement.pk)


def fresh_placement(topic: Topic, placement_id: int) -> Placement:
    """The row, locked, of a topic that is locked. Raises Refused where a move or merge has taken it."""
    rows = Placement.objects.select_for_update(no_key=True, of=("self",)).filter(pk=placement_id, topic=topic)
    placement = rows.select_related("board__community", "proposed_by").first()
    if placement is None:
        raise Refused(GONE)
    placement.topic = topic
    return placement
