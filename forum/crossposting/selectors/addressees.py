"""Whom something about carried topics is to be told, and what tells whether that is still so. For letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from forum.communities.models import Membership, Role
from forum.core.editions import edition_of
from forum.core.known_queries import among
from forum.crossposting.selectors.placements import State, carried
from forum.discussions.models import Board, Placement, Post, Topic
from forum.people.models import Person

MOST_TOLD = 10  # moderators of a board; in a community with more of them others look after it as well
MOST_LISTED = 10  # replies in one letter


def placements_told(placement_ids: Iterable[int]) -> list[Placement]:
    """These placements with their topics, boards and people, by key."""
    return list(carried().filter(among("pk", list(placement_ids))).order_by("pk"))


def placements_that_wait(topic_id: int) -> list[Placement]:
    """Where a topic waits for somebody's word, by key."""
    return list(carried().filter(topic=topic_id, state=State.PENDING).order_by("pk"))


def moderators_to_tell(board: Board, *, but_for: Collection[int | None] = ()) -> list[Person]:
    """Whoever moderates a board by a role of their own, without those people: by role, then by how long they belong.

    The first `MOST_TOLD` of them.
    """
    by_role = Q(role__gte=Role.MODERATOR)
    by_name = Q(role__gte=Role.MEMBER, boards_moderated__contains=[board.pk])
    rows = Membership.objects.filter(by_role | by_name, community=board.community_id, person__is_active=True)
    rows = rows.exclude(suspended_until__gt=timezone.now()).exclude(
        person__in=[key for key in but_for if key]
    )
    found = rows.select_related("person").order_by("-role", "joined_at", "pk")
    return [row.person for row in found[:MOST_TOLD]]


def moderators_of_guests(
    placements: Iterable[Placement], *, but_for: Collection[int | None] = ()
) -> dict[tuple[int, int], list[int]]:
    """By moderator and community: the keys of those placements that stood on boards which they look after."""
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    known: dict[int, list[Person]] = {}
    for placement in placements:
        board = placement.board
        if board.pk not in known:
            known[board.pk] = moderators_to_tell(board, but_for=but_for)
        for person in known[board.pk]:
            found[person.pk, board.community_id].append(placement.pk)
    return dict(found)


def replies_of(person_id: int, topic_id: int, board_id: int) -> list[Post]:
    """The person's replies to the topic that came through the board and stand, by number."""
    return list(_replies_through(topic_id, board_id).filter(author=person_id).order_by("number"))


def authors_through(topic_id: int, board_id: int, *, but_for: int | None) -> list[int]:
    """Ids of those who replied through the board, and whose replies stand, without that person."""
    found = _replies_through(topic_id, board_id).exclude(author=but_for or 0)
    return list(found.order_by("author").values_list("author", flat=True).distinct())


def _replies_through(topic_id: int, board_id: int) -> QuerySet[Post]:
    return Post.objects.filter(topic=topic_id, via_board=board_id, removed_at=None, number__gt=1)


def guests_removed_with(topic_id: int) -> tuple[list[Placement], int | None]:
    """Where a topic that was removed stood as a guest until then, and who removed it."""
    topic = Topic.objects.get(pk=topic_id)
    rows = carried().filter(topic=topic, state=State.REMOVED, ended_by=Placement.Side.HOME)
    last = Post.objects.filter(topic=topic, removed_at=topic.removed_at).order_by("number").first()
    found = rows.filter(decided_at=topic.removed_at).order_by("pk")
    return list(found), topic.removed_by_id or (last.removed_by_id if last else None)


def edition_of_proposal(placement: Placement) -> str:
    """The edition of who carried it when: another one once it is proposed anew."""
    return edition_of(placement.proposed_by_id, placement.proposed_at)


def edition_of_standing(placement: Placement) -> str:
    """The edition of how it stands: another one as soon as somebody has answered, ended or begun it again."""
    row = placement
    return edition_of(
        edition_of_proposal(row), row.state, row.ended_by, row.created_at, row.decided_at, row.expires_at
    )
