"""Whether somebody else decides on what was decided: at the place itself, or a steward of the network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Now

from forum.communities.models import Community, Membership, Rank, Role
from forum.communities.selectors.ranks import Place, is_below, rank_of_decider
from forum.communities.selectors.standing import gather_memberships
from forum.discussions.models import Board
from forum.moderation.models import Appeal
from forum.people.models import Person

ENOUGH_TO_HIDE_AMONG = 3  # who could decide, besides who decided first


@dataclass(frozen=True, slots=True)
class Others:
    """Who decides besides who decided first and who asked: by a role at the place itself, and stewards."""

    is_there: bool
    is_steward: bool

    def __bool__(self) -> bool:
        return self.is_there or self.is_steward


def others_for(appeals: Sequence[Appeal]) -> dict[int, Others]:
    """By the appeal's id; in three queries at most, however many they are, and in none for none: pages of those who
    look after a place ask this each time.
    """
    if not appeals:
        return {}
    _gather(appeals)
    stewards = set(
        Person.objects.filter(is_steward=True, is_active=True, kind=Person.Kind.HUMAN).values_list(
            "pk", flat=True
        )
    )
    members = _who_looks_after([place for appeal in appeals for place in places_of_appeal(appeal)])
    found = {}
    for appeal in appeals:
        concerned = concerned_by(appeal)
        there = any(member.person_id not in concerned and _decides(member, appeal) for member in members)
        found[appeal.pk] = Others(there, bool(stewards - concerned))
    return found


def concerned_by(appeal: Appeal) -> set[int | None]:
    """Ids of those who do not decide while there are others: who decided first, who asked, and of what two said to each
    other these two.
    """
    two = appeal.message.room.two if appeal.message is not None else ()
    return {appeal.decided_first_by_id, appeal.person_id, *two}


def deciders_there(appeal: Appeal) -> list[int]:
    """Ids of those who decide on it by a role at the place itself, but for whom it concerns."""
    return sorted(_could_decide_there(appeal) - concerned_by(appeal))


def tells_who_asked(appeal: Appeal) -> bool:
    """Whether one could guess whose a question without a name is from who is asked about it: where so few could decide
    there that the one who is left out, because they asked, stands out.
    """
    return (
        appeal.is_nameless
        and len(_could_decide_there(appeal) - {appeal.decided_first_by_id}) < ENOUGH_TO_HIDE_AMONG
    )


def _could_decide_there(appeal: Appeal) -> set[int]:
    members = _who_looks_after(places_of_appeal(appeal))
    return {member.person_id for member in members if _decides(member, appeal)}


def places_of_appeal(appeal: Appeal) -> list[Place]:
    """Where it was decided: the communities, and the boards where it was about these; none for the whole network, and
    for what two say alone.
    """
    if appeal.measure is not None:
        measure = appeal.measure
        return [(measure.community, measure.board_key)] if measure.community is not None else []
    if appeal.message is not None:
        community = appeal.message.room.community
        return [(community, None)] if community is not None else []
    if appeal.question is not None:
        return [(appeal.question.gathering.community, None)]
    if appeal.board is not None:
        return [(appeal.board.community, appeal.board.pk)]
    assert appeal.post is not None
    home, via = appeal.post.topic.home_board, appeal.post.via_board
    return [(home.community, home.pk), (via.community, via.pk)]


def board_of_appeal(appeal: Appeal) -> Board | None:
    """On which board the place is that pages and the log name for what was removed: by which a post came, or the home
    that a topic had; None for all else.
    """
    return appeal.board or (appeal.post.via_board if appeal.post is not None else None)


def communities_of_appeal(appeal: Appeal) -> list[Community | None]:
    """In which communities those are who look at it again; None for stewards."""
    return [community for community, _board_key in places_of_appeal(appeal)] or [None]


def without_those_below(reader: Person, appeals: Sequence[Appeal]) -> list[Appeal]:
    """Those about removals that somebody above the reader made are left out. One query."""
    _gather(appeals)
    return [each for each in appeals if not is_below_remover(reader, each)]


def is_below_remover(reader: Person, appeal: Appeal) -> bool:
    """Whether it is about a removal by somebody who ranks above the reader there."""
    places = places_of_appeal(appeal) if appeal.measure is None else []
    return bool(places) and is_below(reader, appeal.decided_first_by, places)


def _gather(appeals: Iterable[Appeal]) -> None:
    firsts = [each.decided_first_by for each in appeals if each.measure_id is None]
    gather_memberships([first for first in firsts if first is not None])


def _who_looks_after(places: Sequence[Place]) -> list[Membership]:
    """Those whose role says so, not suspended. One query, none for no place."""
    if not places:
        return []
    boards = [board_key for _community, board_key in places if board_key is not None]
    named = Q(role__gte=Role.MEMBER, boards_moderated__overlap=boards)
    rows = Membership.objects.filter(
        Q(role__gte=Role.MODERATOR) | named,
        community__in={community.pk for community, _board_key in places},
        person__is_active=True,
        person__kind=Person.Kind.HUMAN,
    )
    return list(rows.exclude(suspended_until__gt=Now()))


def _decides(member: Membership, appeal: Appeal) -> bool:
    places = places_of_appeal(appeal)
    if appeal.measure is not None:
        least = appeal.measure.given_as
    else:
        least = max(rank_of_decider(appeal.decided_first_by, places), Rank.BOARD_MODERATOR)
    return any(member.community_id == place[0].pk and _rank(member, place[1]) >= least for place in places)


def _rank(member: Membership, board_key: int | None) -> int:
    if member.role >= Role.MODERATOR:
        return member.role
    return Rank.BOARD_MODERATOR if board_key in member.boards_moderated else 0
