"""Who is told by mail what became of topics that are carried, and what becomes of them where somebody leaves.

Everything is queued in the transaction of what it tells, so that neither exists without the other: once for each
person and event, and never to whoever did it. What is told afterwards, with a moment of its own, is no news.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from procrastinate.types import JSONValue

from forum.crossposting import tasks
from forum.crossposting.actions.deciding_homes import (
    end_changes_of,
    end_offers_of,
    follow_topics_that_moved,
)
from forum.crossposting.actions.leaving import take_back_proposals
from forum.crossposting.actions.questions import follow_united_topic, tie_what_was_held
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
    authors_through,
    edition_of_proposal,
    edition_of_standing,
    guests_removed_with,
    moderators_of_guests,
    moderators_to_tell,
    placements_that_wait,
    placements_told,
)
from forum.crossposting.selectors.homes import change_with
from forum.discussions.events import (
    BoardsMerged,
    HeldPostLetThrough,
    PlacementsEnded,
    TopicRemoved,
    TopicsMoved,
    TopicsUnited,
)
from forum.discussions.models import Board, Placement
from forum.people.events import AccountClosed

NEWS = timedelta(days=1)
Jobs = list[dict[str, JSONValue]]
State, Side = Placement.State, Placement.Side


def mail_about_proposal(event: TopicCarried) -> None:
    """The author may object to what somebody else carries; moderators find in the morning what waits for them."""
    for placement in _with(event.placement_id):
        if not _is_news(placement.proposed_at):
            return
        if placement.topic.author_id != placement.proposed_by_id:
            edition = edition_of_proposal(placement)
            tasks.mail_topic_carried.defer(placement_id=placement.pk, proposal=edition)
        _tell_who_is_asked([placement])


def mail_broker_of_answer(event: PlacementAnswered) -> None:
    """Whoever carried it learns that it stands, or why not; not of the first of two words that are missing."""
    for placement in _with(event.placement_id):
        if placement.state != State.PENDING:
            _tell_broker(placement, by_id=event.by_id, stood=False)


def mail_broker_of_end(event: PlacementTakenBack) -> None:
    """The same where a side, or time, has ended it."""
    for placement in _with(event.placement_id):
        _tell_broker(placement, by_id=event.by_id, stood=event.stood)


def mail_about_boards_left(event: PlacementsEnded) -> None:
    """Authors of replies that came through the board; and where readers changed, brokers and moderators too."""
    stood = [placement for placement in placements_told(event.stood) if _is_news(_ended_at(placement))]
    waited = [placement for placement in placements_told(event.waited) if _is_news(_ended_at(placement))]
    _tell_authors_of_replies([(row.topic_id, row.board_id, row.decided_by_id) for row in stood])
    for placement in _by_readers(stood):
        _tell_broker(placement, by_id=None, stood=True)
    for placement in _by_readers(waited):
        _tell_broker(placement, by_id=None, stood=False)
    _tell_moderators_of_guests([row for row in _by_readers(stood) if row.state != State.PENDING], by_id=None)
    _tell_who_is_asked([row for row in (*stood, *waited) if row.state == State.PENDING])


def mail_where_removed(event: TopicRemoved) -> None:
    """Moderators of boards on which a topic stood that its home has removed."""
    guests, by_id = guests_removed_with(event.topic_id)
    _tell_moderators_of_guests([row for row in guests if _is_news(row.decided_at)], by_id=by_id)


def mail_about_asked_home(event: HomeChangeAsked) -> None:
    """The author may object to another home; moderators of the side that is asked find it in the morning."""
    change = change_with(event.change_id)
    if change is None or change.state != HomeChange.State.WAITING or not _is_news(change.created_at):
        return
    if change.topic.author_id != change.asked_by_id:
        tasks.mail_home_asked.defer(change_id=change.pk)
    _tell_in_the_morning([(board_asked(change), change.asked_by_id)])


def mail_about_answered_home(event: HomeChangeAnswered) -> None:
    """Whoever asked learns what came of it. Where the topic is at home elsewhere now, so do its author, and those who
    replied where it was before.
    """
    change = change_with(event.change_id)
    if change is None or not _is_news(change.decided_at):
        return
    told = {change.asked_by_id}
    if change.state == HomeChange.State.ACCEPTED:
        told.add(change.topic.author_id)
        _tell_authors_of_replies([(change.topic_id, change.home_id, change.decided_by_id)], but_for=told)
    if change.state != HomeChange.State.WITHDRAWN:
        for person_id in sorted(key for key in told if key and key != change.decided_by_id):
            tasks.mail_home_answered.defer(person_id=person_id, change_id=change.pk)


def let_homes_follow(event: TopicsMoved | BoardsMerged) -> None:
    """Whoever is asked for a topic, or offered one, is asked where it is at home now."""
    follow_topics_that_moved(community_id=event.community_id)


def end_offers_of_removed(event: TopicRemoved) -> None:
    """A topic that is removed is offered to nobody."""
    end_offers_of(topic_id=event.topic_id, now=timezone.now())


def take_back_for_who_leaves(event: AccountClosed) -> None:
    """Who closes their account asks nobody any more."""
    take_back_proposals(person_id=event.person_id, now=event.closed_at)


def follow_united_topics(event: TopicsUnited) -> None:
    """What was asked out of a topic was asked out of that in which it stands now; nobody offers it a home any more, and
    boards new to the conversation are told that it waits.
    """
    end_changes_of(topic_id=event.topic_id, now=timezone.now())
    follow_united_topic(topic_id=event.topic_id, into_id=event.into_id)
    _tell_who_is_asked(placements_that_wait(event.into_id))


def tie_question_let_through(event: HeldPostLetThrough) -> None:
    """What was asked elsewhere is tied to where it came from once it stands."""
    tie_what_was_held(held_id=event.held_id)


def _with(placement_id: int) -> list[Placement]:
    return placements_told([placement_id])


def _is_news(moment: datetime | None) -> bool:
    return moment is None or moment > timezone.now() - NEWS


def _ended_at(placement: Placement) -> datetime | None:
    return None if placement.state == State.PENDING else placement.decided_at


def _by_readers(placements: Iterable[Placement]) -> list[Placement]:
    """Those that ended, or wait anew, because others read one of the boards now."""
    return [row for row in placements if row.ended_by == Side.READERS or row.state == State.PENDING]


def _tell_broker(placement: Placement, *, by_id: int | None, stood: bool) -> None:
    broker_id = placement.proposed_by_id
    began_or_ended = placement.created_at if placement.state == State.LIVE else _ended_at(placement)
    if broker_id is not None and broker_id != by_id and _is_news(began_or_ended):
        edition = edition_of_standing(placement)
        tasks.mail_what_became.defer(placement_id=placement.pk, standing=edition, stood=stood)


def _tell_authors_of_replies(
    left: Iterable[tuple[int, int, int | None]], *, but_for: Collection[int | None] = ()
) -> None:
    """Those who replied to a topic through a board that it has left, but for whoever took it off, and for those who are
    told of it in another letter.
    """
    jobs: Jobs = [
        {"person_id": author_id, "topic_id": topic_id, "board_id": board_id}
        for topic_id, board_id, by_id in left
        for author_id in authors_through(topic_id, board_id, but_for=by_id)
        if author_id not in but_for
    ]
    if jobs:
        tasks.mail_replies_stay.batch_defer(*jobs)


def _tell_moderators_of_guests(placements: list[Placement], *, by_id: int | None) -> None:
    jobs: Jobs = [
        {"person_id": person_id, "community_id": community_id, "placement_ids": list(keys)}
        for (person_id, community_id), keys in moderators_of_guests(placements, but_for=[by_id]).items()
    ]
    if jobs:
        tasks.mail_guests_gone.batch_defer(*jobs)


def _tell_who_is_asked(placements: Iterable[Placement]) -> None:
    asked: list[tuple[Board, int | None]] = []
    for row in placements:
        sides = ((row.awaits_board, row.board), (row.awaits_home, row.topic.home_board))
        asked += [(board, row.proposed_by_id) for awaits, board in sides if awaits]
    _tell_in_the_morning(asked)


def _tell_in_the_morning(asked: Iterable[tuple[Board, int | None]]) -> None:
    """Whoever moderates the boards that are asked, but for whoever asks.

    People in one order everywhere: where two acts ask the same ones, the second waits for the first.
    """
    zones: dict[tuple[int, int], str] = {}
    for board, by_id in asked:
        for person in moderators_to_tell(board, but_for=[by_id]):
            zones[person.pk, board.community_id] = person.time_zone
    for (person_id, community_id), time_zone in sorted(zones.items()):
        tasks.tell_in_the_morning(person_id=person_id, community_id=community_id, time_zone=time_zone)
