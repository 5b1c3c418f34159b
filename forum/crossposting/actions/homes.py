"""Giving a topic a home in another community: offered by its home, or asked for once its home has removed it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.guarding import ask_in
from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.claims import Kind, nobody_else_decides
from forum.core.events import publish
from forum.core.limits import CARRYING, TENDING, spend
from forum.core.verdicts import Invalid, require
from forum.core.words import on_one_line
from forum.crossposting.actions.deciding_homes import decide
from forum.crossposting.actions.rehoming import give_home
from forum.crossposting.events import HomeChangeAsked
from forum.crossposting.models import HomeChange
from forum.crossposting.policies.homes import (
    may_accept_change,
    may_answer_change,
    may_ask_to_adopt,
    may_be_asked,
    may_be_at_home,
    may_be_offered_to,
    may_object_to_change,
    may_offer_home,
    may_take_back_change,
)
from forum.crossposting.selectors.homes import changes_of
from forum.crossposting.selectors.placements import placement_on
from forum.discussions.actions.whole_topics import locked_even_if_removed
from forum.discussions.models import Board, Topic
from forum.discussions.models.placements import LONGEST_NOTE, PATIENCE
from forum.discussions.policies.boards import may_take_from, moderates
from forum.people.models import Person

State, Awaits = HomeChange.State, HomeChange.Awaits


@transaction.atomic
def offer_home(
    *, moderator: Person, topic: Topic, to: Board, note: str = "", now: datetime | None = None
) -> HomeChange:
    """Offer a topic to a board of another community; it is at home there once a moderator of it agrees.

    At once where the moderator is one there as well. Raises Refused, Invalid or TooMany.
    """
    topic, to = _locked(moderator, topic, to)
    require(may_offer_home(moderator, topic))
    require(may_be_offered_to(topic, to))
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
    require(may_be_asked(moderator, topic, to, changes_of(topic)))
    words = on_one_line(note, most=LONGEST_NOTE, field="note")
    if words:
        require(may_take_from(moderator, topic.home_board if awaits == Awaits.BOARD else to))
    ask_in([topic.home_board.community, to.community], [words])
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
    require(nobody_else_decides(moderator.pk, Kind.HOME, change.pk))
    spend(TENDING, moderator.pk)
    _accept(change, moderator, now or timezone.now())
    return change


def _accept(change: HomeChange, moderator: Person, moment: datetime) -> None:
    decide(change, State.ACCEPTED, by=moderator, now=moment)
    give_home(change.topic, change.to, by=moderator, now=moment)


@transaction.atomic
def decline_home_change(
    *, moderator: Person, change: HomeChange, reason: str, now: datetime | None = None
) -> HomeChange:
    """Decline with a reason. Raises Refused, Invalid or TooMany."""
    change = _locked_change(moderator, change)
    require(may_answer_change(moderator, change))
    require(nobody_else_decides(moderator.pk, Kind.HOME, change.pk))
    words = on_one_line(reason, most=LONGEST_NOTE, field="reason")
    if not words:
        raise Invalid(_("Say why, in a sentence: whoever asked reads that."), field="reason")
    ask_in([change.home.community, change.to.community], [words])
    spend(TENDING, moderator.pk)
    decide(change, State.DECLINED, by=moderator, reason=words, now=now or timezone.now())
    return change


@transaction.atomic
def take_back_home_change(
    *, moderator: Person, change: HomeChange, now: datetime | None = None
) -> HomeChange:
    """Take an offer or a request back. Raises Refused or TooMany."""
    change = _locked_change(moderator, change)
    require(may_take_back_change(moderator, change))
    spend(TENDING, moderator.pk)
    decide(change, State.WITHDRAWN, by=moderator, now=now or timezone.now())
    return change


@transaction.atomic
def object_to_home_change(*, author: Person, change: HomeChange, now: datetime | None = None) -> HomeChange:
    """Let the topic stay where it is, because whoever wrote it wishes so. Raises Refused or TooMany."""
    change = _locked_change(author, change)
    require(may_object_to_change(author, change))
    spend(TENDING, author.pk)
    decide(change, State.OBJECTED, by=author, now=now or timezone.now())
    return change


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
