"""Boards while they are changed: nobody writes in their community, and whoever changes them keeps their standing.

Locks come in one order everywhere: the community, its row, topics, memberships, posts, placements, boards by id.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from forum.communities.models import Community
from forum.communities.selectors.standing import hold_community_alone, hold_standing
from forum.core.verdicts import require
from forum.discussions.models import Board, Placement, Topic
from forum.discussions.policies.board_management import may_manage_board, may_manage_boards
from forum.people.models import Person


def community_to_arrange(
    person: Person, community: Community, topics: QuerySet[Placement] | None = None
) -> Community:
    """The community as it stands, held alone until the transaction ends. Raises Refused for who may not manage boards.

    Its row is locked as well, as it is while roles are given: memberships of several people can then be changed. The
    topics of these placements are locked too.
    """
    hold_community_alone(community.pk)
    held = Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    if topics is not None:
        lock_topics(topics.order_by().values_list("topic_id", flat=True))
    hold_standing(person, [community.pk])
    require(may_manage_boards(person, held))
    return held


def board_to_change(person: Person, board: Board, topics: QuerySet[Placement] | None = None) -> Board:
    """The board as it stands, held in the same way. Raises Refused for who may not manage it."""
    community = community_to_arrange(person, board.community, topics)
    held = Board.objects.select_related("merged_into").get(pk=board.pk)
    held.community = community
    require(may_manage_board(person, held))
    return held


def lock_topics(topic_ids: Iterable[int]) -> list[int]:
    """Lock these topics, in the order in which they are locked everywhere; gives their ids back."""
    rows = Topic.objects.select_for_update(no_key=True).filter(pk__in=topic_ids).order_by("pk")
    return list(rows.values_list("pk", flat=True))
