"""Giving a topic a home in another community: offered by its home, or asked for once its home has removed it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.events import publish
from forum.core.limits import CARRYING, TENDING, spend
from forum.core.verdicts import Invalid, Refused, require
from forum.core.words import on_one_line
from forum.crossposting.actions.rehoming import give_home
from forum.crossposting.events import HomeChangeAnswered, HomeChangeAsked
from forum.crossposting.models import HomeChange
from forum.crossposting.policies.homes import (
    may_accept_change,
    may_answer_change,
    may_ask_to_adopt,
    may_be_at_home,
    may_offer_home,
    may_take_back_change,
)
from forum.crossposting.selectors.placements import placement_on
from forum.discussions.actions.whole_topics import locked_even_if_removed
from forum.discussions.models import Board, Topic
from forum.discussions.models.placements import LONGEST_NOTE, PATIENCE
from forum.discussions.policies.boards import moderates
from forum.people.models import Person

State, Awaits = HomeChange.State, HomeChange.Awaits
BATCH = 100


@transaction.atomic
def offer_home(
    *, moderator: Person, topic: Topic, to: Board, note: str = "", now: datetime | None = None
) -> HomeChange:
    """Offer a topic to a board of another community; it is at home there once a moderator of it agrees.

    At once where the moderator is one there as well. Raises Refused, Invalid or TooMany.
    """
    topic, to = _locked(moderator, topic, to)
    require(may_offer_home(moderator, topic))
    return _ask(moderator, topic, to, Awaits.BOARD, note, now)


@transaction.atomic
def ask_to_adopt(
    *, moderator: Person, topic: Topic, to: Board, note: str = "", now: datetime | None = None
) -> HomeChange:
    """Ask the home of a topic that it has removed to let it be at home where it stood. Raises Refused, Invalid or
    TooMany.
    """
    topic, to = _locked(moderator, topic, to)
    require(may_ask_to_adopt(moderator, topic, to, placement_on(topic, to)))
    return _ask(moderator, topic, to, Awaits.HOME, note, now)


def _ask(
    moderator: Person, topic: Topic, to: Board, awaits: str, note: str, now: datetime | None
) -> HomeChange:
    moment = now or timezone.now()
    require(may_be_at_home(topic, to))
    if HomeChange.objects.filter(topic=topic, state=State.WAITING).exists():
        raise Refused(
            _("Somebody asks for another home for this topic already; that has to be answered first.")
        )
    words = on_one_line(note, most=LONGEST_NOTE, field="note")
    spend(CARRYING, moderator.pk, at=now)
    change = HomeChange.objects.create(
        topic=topic, home=topic.home_board, to=to, awaits=awaits, asked_by=moderator, note=words, created_at=moment,
        expires_at=moment + PATIENCE,
    )  # fmt: skip
    if moderates(moderator, to) and moderates(moderator, topic.home_board):
        _accept(change, moderator, moment)
    else:
        publish(HomeChangeAsked(change_id=change.pk))
    return change


@transaction.atomic
def accept_home_change(*, moderator: Person, change: HomeChange, now: datetime | None = None) -> HomeChange:
    """Agree for the side that is asked; the topic is at home there from now on. Raises Refused or TooMany."""
    change = _locked_change(moderator, change)
    require(may_accept_change(moderator, change))
    spend(TENDING, moderator.pk)
    _accept(change, moderator, now or timezone.now())
    return change


def _accept(change: HomeChange, moderator: Person, moment: datetime) -> None:
    _decide(change, State.ACCEPTED, moderator, "", moment)
    give_home(change.topic, change.to, by=moderator, now=moment)


@transaction.atomic
def decline_home_change(
    *, moderator: Person, change: HomeChange, reason: str, now: datetime | None = None
) -> HomeChange:
    """Decline with a reason. Raises Refused, Invalid or TooMany."""
    change = _locked_change(moderator, change)
    require(may_answer_change(moderator, change))
    words = on_one_line(reason, most=LONGEST_NOTE, field="reason")
    if not words:
        raise Invalid(_("Say why, in a sentence: whoever asked reads that."), field="reason")
    spend(TENDING, moderator.pk)
    _decide(change, State.DECLINED, moderator, words, now or timezone.now())
    return change


@transaction.atomic
def take_back_home_change(
    *, moderator: Person, change: HomeChange, now: datetime | None = None
) -> HomeChange:
    """Take an offer or a request back. Raises Refused or TooMany."""
    change = _locked_change(moderator, change)
    require(may_take_back_change(moderator, change))
    spend(TENDING, moderator.pk)
    _decide(change, State.WITHDRAWN, moderator, "", now or timezone.now())
    return change


def end_overdue_changes(now: datetime) -> int:
    """Let what nobody answered in time end. Returns how many there were."""
    ended = 0
    while True:
        with transaction.atomic():
            overdue = HomeChange.objects.filter(state=State.WAITING, expires_at__lte=now).order_by("pk")
            batch = list(overdue.select_for_update(skip_locked=True)[:BATCH])
            for change in batch:
                _decide(change, State.EXPIRED, None, "", now)
        ended += len(batch)
        if len(batch) < BATCH:
            return ended


def follow_topics_that_moved(*, community_id: int) -> None:
    """What waits for another home waits at the board where its topic is at home now. Part of the action that moves."""
    moved = HomeChange.objects.filter(state=State.WAITING, topic__home_board__community=community_id)
    for change in (
        moved.exclude(home=F("topic__home_board")).select_related("topic").select_for_update(of=("self",))
    ):
        HomeChange.objects.filter(pk=change.pk).update(home=change.topic.home_board_id)
    for change in HomeChange.objects.filter(state=State.WAITING, to__merged_into__community=community_id):
        HomeChange.objects.filter(pk=change.pk).update(to=change.to.merged_into_id)


def end_offers_of(*, topic_id: int, now: datetime) -> None:
    """A home that removes a topic offers it to nobody any more; boards where it stood may ask for it then."""
    offers = HomeChange.objects.filter(topic=topic_id, state=State.WAITING, awaits=Awaits.BOARD)
    for change in offers.select_for_update():
        _decide(change, State.WITHDRAWN, None, "", now)


def end_changes_of(*, topic_id: int, now: datetime) -> None:
    """What waited for another home of a topic ends, since it is no topic of its own any more."""
    for change in HomeChange.objects.select_for_update().filter(topic=topic_id, state=State.WAITING):
        _decide(change, State.WITHDRAWN, None, "", now)


def _decide(change: HomeChange, state: str, by: Person | None, reason: str, moment: datetime) -> None:
    change.state, change.decided_by, change.decided_at, change.reason = state, by, moment, reason
    change.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    publish(HomeChangeAnswered(change_id=change.pk))


def _locked(person: Person, topic: Topic, to: Board) -> tuple[Topic, Board]:
    """The topic, removed or not, and the board as they are now; both communities, the topic and the person's standing
    are locked.
    """
    lock_communities([topic.home_board.community_id, to.community_id])
    topic = locked_even_if_removed(topic)
    to = Board.objects.select_related("community").get(pk=to.pk)
    lock_standing(person, [topic.home_board.community_id, to.community_id])
    return topic, to


def _locked_change(person: Person, change: HomeChange) -> HomeChange:
    topic, to = _locked(person, change.topic, change.to)
    fresh = HomeChange.objects.select_for_update().get(pk=change.pk)
    fresh.topic, fresh.to = topic, to
    if fresh.state == State.WAITING and fresh.home_id != topic.home_board_id:
        fresh.home = topic.home_board  # moved within its community meanwhile
        fresh.save(update_fields=["home"])
    return fresh
