"""Who is told of topics that are carried to other boards, or look for another home."""

from __future__ import annotations

from collections.abc import Iterable

from forum.crossposting.events import (
    HomeChangeAnswered,
    HomeChangeAsked,
    PlacementAnswered,
    PlacementTakenBack,
    TopicCarried,
)
from forum.crossposting.models import HomeChange
from forum.crossposting.policies.homes import board_asked
from forum.crossposting.selectors.addressees import (
    edition_of_proposal,
    edition_of_standing,
    moderators_to_tell,
    placements_told,
)
from forum.crossposting.selectors.homes import change_with
from forum.discussions.events import PlacementsEnded
from forum.discussions.models import Board, Placement
from forum.notifications import kinds
from forum.notifications.actions.reading import settle_notices
from forum.notifications.actions.writing import write_notices
from forum.notifications.handlers.telling import tell
from forum.notifications.selectors.addressees import who_can_be_told

State, Side = Placement.State, Placement.Side


def tell_of_proposal(event: TopicCarried) -> None:
    """The author of a topic that somebody else carries, and moderators whose word is missing."""
    for placement in placements_told([event.placement_id]):
        by, at, edition = placement.proposed_by_id, placement.proposed_at, edition_of_proposal(placement)
        own, kind = [placement.topic.author_id], kinds.OWN_TOPIC_CARRIED
        author = tell(kind, own, but_for=[by], about=placement, occasion=edition, at=at)
        asked = _moderators(_boards_asked(placement), but_for=[by, *author])
        write_notices(kinds.PROPOSAL_WAITS, asked, about=placement, occasion=edition, at=at)


def tell_broker(event: PlacementAnswered | PlacementTakenBack) -> None:
    """Whoever carried it learns what became of it; not of the first of two words that are missing. Those who have given
    theirs are asked no more.
    """
    for placement in placements_told([event.placement_id]):
        asked = _moderators(_boards_asked(placement), but_for=[])
        settle_notices(kinds.PROPOSAL_WAITS, but_for=asked, placement=placement.pk)
        if isinstance(event, PlacementTakenBack) or placement.state != State.PENDING:
            _tell_broker(placement, by_id=event.by_id)


def tell_brokers_of_readers(event: PlacementsEnded) -> None:
    """The same where it ends, or waits anew, because others read one of the boards now."""
    told_of = placements_told([*event.stood, *event.waited])
    over = [placement.pk for placement in told_of if placement.state != State.PENDING]
    settle_notices(kinds.PROPOSAL_WAITS, placement__in=over)
    for placement in told_of:
        if placement.ended_by == Side.READERS or placement.state == State.PENDING:
            _tell_broker(placement, by_id=None)


def tell_of_asked_home(event: HomeChangeAsked) -> None:
    """The author of a topic that others would have at home elsewhere, and moderators of the side that is asked."""
    change = change_with(event.change_id)
    if change is None or change.state != HomeChange.State.WAITING:
        return
    by, at = change.asked_by_id, change.created_at
    author = tell(kinds.HOME_ASKED, [change.topic.author_id], but_for=[by], about=change, at=at)
    asked = _moderators([board_asked(change)], but_for=[by, *author])
    write_notices(kinds.HOME_WAITS, asked, about=change, at=at)


def tell_of_answered_home(event: HomeChangeAnswered) -> None:
    """Whoever asked, and the topic's author; of what was taken back nobody. Nobody is asked any more."""
    settle_notices(kinds.HOME_WAITS, home_change=event.change_id)
    change = change_with(event.change_id)
    if change is not None and change.state != HomeChange.State.WITHDRAWN:
        concerned, by = [change.asked_by_id, change.topic.author_id], [change.decided_by_id]
        tell(kinds.HOME_DECIDED, concerned, but_for=by, about=change, at=change.decided_at)


def _tell_broker(placement: Placement, *, by_id: int | None) -> None:
    broker = [placement.proposed_by_id]
    at = placement.decided_at if placement.state != State.PENDING else None
    edition = edition_of_standing(placement)
    tell(kinds.CARRIED_ANSWERED, broker, but_for=[by_id], about=placement, occasion=edition, at=at)


def _boards_asked(placement: Placement) -> list[Board]:
    sides = ((placement.awaits_board, placement.board), (placement.awaits_home, placement.topic.home_board))
    return [board for awaits, board in sides if awaits]


def _moderators(boards: Iterable[Board], *, but_for: list[int | None]) -> list[int]:
    found = [person.pk for board in boards for person in moderators_to_tell(board, but_for=but_for)]
    return who_can_be_told(found)
