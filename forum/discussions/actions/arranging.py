"""Boards while they are changed: nobody writes in their community, and whoever changes them keeps their standing."""

from __future__ import annotations

from django.db.models import QuerySet

from forum.communities.models import Community
from forum.communities.selectors.locks import lock_standing, locked_community_alone
from forum.core.verdicts import require
from forum.discussions.models import Board, Placement
from forum.discussions.policies.board_management import may_manage_board, may_manage_boards
from forum.discussions.selectors.locks import lock_topics
from forum.people.models import Person


def community_to_arrange(
    person: Person, community: Community, topics: QuerySet[Placement] | None = None
) -> Community:
    """The community as it stands, locked alone, and with it the topics of these placements.

    Its row is locked as it is while roles are given: memberships of several people can then be changed. Raises Refused
    for who may not manage boards.
    """
    locked = locked_community_alone(community.pk)
    if topics is not None:
        lock_topics(topics.order_by().values_list("topic_id", flat=True))
    lock_standing(person, [community.pk])
    require(may_manage_boards(person, locked))
    return locked


def board_to_change(person: Person, board: Board, topics: QuerySet[Placement] | None = None) -> Board:
    """The board as it stands, its community locked in the same way. Raises Refused for who may not manage it."""
    community = community_to_arrange(person, board.community, topics)
    locked = Board.objects.select_related("merged_into").get(pk=board.pk)
    locked.community = community
    require(may_manage_board(person, locked))
    return locked
