"""Words on their way to a board: for who takes them, and for whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from forum.chat.models import Message, Room
from forum.core.editions import edition_of
from forum.core.known_queries import KnownQuery
from forum.discussions.models import Placement
from forum.lifting.models import Lift, LiftedMessage
from forum.people.models import Person

MOST_SHOWN = 100
_State = LiftedMessage.State
# Asked, or agreed to a wording that is not the present one. Who was never asked has nothing to answer anew.
OPEN = Q(state=_State.ASKED) | Q(state=_State.AGREED, answered_at__isnull=False) & ~Q(
    revision=F("message__revision")
)


# The twin of `Progress.WAITING` for rows of lifts.
_WAITS = Exists(LiftedMessage.objects.filter(OPEN, lift=OuterRef("pk"), message__removed_at=None))


class Progress(StrEnum):
    """How far a question is while it asks: for whom it waits, and what its lifter can do."""

    WAITING = "waiting"  # for the word of others
    HINDERED = "hindered"  # everybody whose words are left has agreed, and it could not go up
    PARTLY = "partly"  # nobody is asked any more; some of it can be taken
    NOTHING = "nothing"  # nobody is asked any more, and none of it can be taken


@dataclass(frozen=True, slots=True)
class OwnQuestions:
    """How many questions of a person's wait for others, and how many were answered and wait for them."""

    waiting: int
    answered: int


def lift_with(lift_id: int) -> Lift | None:
    """A lift with all that policies decide from."""
    rows = Lift.objects.select_related(
        "lifter", "room__community", "board__community", "topic__home_board__community", "post__topic"
    )
    return rows.filter(pk=lift_id).first()


def rows_of(lift: Lift) -> list[LiftedMessage]:
    """Its messages in their order, with what they say now."""
    rows = lift.messages.select_related("message", "author").order_by("place")
    return list(rows)


def is_gone(row: LiftedMessage) -> bool:
    """True where the message was taken back or removed."""
    return row.message is None or row.message.removed_at is not None


def is_open(row: LiftedMessage) -> bool:
    """True while its author has to answer: they did not, or have changed what they said since."""
    if is_gone(row):
        return False
    has_changed = row.message is not None and row.message.revision != row.revision
    was_asked = row.answered_at is not None
    return row.state == _State.ASKED or (row.state == _State.AGREED and was_asked and has_changed)


def is_agreed(row: LiftedMessage) -> bool:
    """True where it can be taken as it says now."""
    return row.state == _State.AGREED and not is_gone(row) and not is_open(row)


def progress_of(lift: Lift, rows: Sequence[LiftedMessage]) -> Progress:
    """How far it is, from its messages as they are now. What hindered it counts while everybody goes on agreeing."""
    if any(is_open(row) for row in rows):
        return Progress.WAITING
    if not any(is_agreed(row) for row in rows):
        return Progress.NOTHING
    is_whole = all(is_agreed(row) or is_gone(row) for row in rows)
    return Progress.HINDERED if lift.hindrance and is_whole else Progress.PARTLY


def wording_of(rows: Sequence[LiftedMessage]) -> str:
    """The edition of the words that a person is asked about."""
    said = [(row.pk, row.message.revision if row.message else 0, is_gone(row)) for row in rows]
    return edition_of(said)


def messages_to_take(room: Room, message_ids: Sequence[int]) -> list[Message]:
    """Those of the messages that stand in the room, in their order."""
    rows = Message.objects.filter(room=room, pk__in=message_ids, removed_at=None)
    found = list(rows.select_related("author", "reply_to").order_by("seq"))
    for message in found:
        message.room = room
    return found


def asked_of(person: Person, now: datetime) -> QuerySet[Lift]:
    """Lifts that wait for the person's word, the oldest first."""
    mine = LiftedMessage.objects.filter(OPEN, author=person, message__removed_at=None)
    waiting = Lift.objects.filter(state=Lift.State.ASKING, expires_at__gt=now, pk__in=mine.values("lift"))
    return waiting.exclude(lifter=person).select_related("lifter", "room__community").order_by("created_at")


def how_many_wait_for(person: Person, now: datetime) -> int:
    """How many there are; one query."""
    return len(_waiting(person.pk, now))


_waiting = KnownQuery(
    lambda person_id, now: (
        LiftedMessage.objects.filter(OPEN, author=person_id, message__removed_at=None)
        .filter(lift__state=Lift.State.ASKING, lift__expires_at__gt=now)
        .exclude(lift__lifter=person_id)
        .order_by()
        .values_list("lift")
        .annotate(number=Count("pk"))
    )
)


def own_questions(person: Person, now: datetime) -> OwnQuestions:
    """How many wait for whom; one query."""
    waiting = [waits for _lift, waits in _asking(person.pk, now)]
    return OwnQuestions(waiting=waiting.count(True), answered=waiting.count(False))


_asking = KnownQuery(
    lambda person_id, now: (
        Lift.objects.filter(lifter=person_id, state=Lift.State.ASKING, expires_at__gt=now)
        .annotate(waits=_WAITS)
        .order_by()
        .values_list("pk", "waits")
    )
)


def own_lifts(person: Person) -> list[Lift]:
    """What the person has taken or wants to take, the latest first; with `waits`, whether others have to answer."""
    rows = Lift.objects.filter(lifter=person).annotate(waits=_WAITS)
    rows = rows.select_related("room__community", "board__community", "post__topic")
    return list(rows.order_by("-created_at")[:MOST_SHOWN])


def own_words_on_boards(person: Person) -> list[LiftedMessage]:
    """The person's words that others took to boards and that stand there, the latest first."""
    rows = LiftedMessage.objects.filter(author=person, state=_State.STANDS).exclude(lift__lifter=person)
    rows = rows.select_related("lift__lifter", "lift__post__topic", "message")
    return list(rows.order_by("-lift__ended_at", "place")[:MOST_SHOWN])


def standing_on(board_id: int, messages: Sequence[Message]) -> LiftedMessage | None:
    """One of the messages that stands on this board already, wherever its topic is at home."""
    there = Placement.objects.filter(board=board_id, state=Placement.State.LIVE)
    rows = LiftedMessage.objects.filter(
        message__in=messages, state=_State.STANDS, lift__post__topic__in=there.values("topic")
    )
    return rows.select_related("lift__post__topic", "message").first()


def kept_back_among(messages: Sequence[Message]) -> frozenset[int]:
    """Ids of those whose author has declined that they are taken, or has taken them out again. One query."""
    rows = LiftedMessage.objects.filter(message__in=messages, state__in=[_State.DECLINED, _State.TAKEN_OUT])
    return frozenset(key for key in rows.values_list("message", flat=True) if key is not None)


def asked_about(messages: Sequence[Message]) -> LiftedMessage | None:
    """One of the messages about which somebody asks at present."""
    return LiftedMessage.objects.filter(message__in=messages, state__in=[_State.ASKED, _State.AGREED]).first()


def lift_sent_with(client_key: UUID) -> Lift | None:
    """What a key of a form has become already."""
    return Lift.objects.filter(client_key=client_key).select_related("lifter", "post__topic").first()
