"""Lets people of the demo network take to boards what they said in rooms: one topic stands, one waits for a word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from forum.chat.models import Room
from forum.chat.selectors.messages import messages_in
from forum.chat.selectors.rooms import rooms_of
from forum.demo.described_talk import ToldTaking
from forum.demo.description import Told
from forum.discussions.models import Board
from forum.lifting.actions.answering import agree
from forum.lifting.actions.asking import Extract, Target, take_words
from forum.lifting.selectors.lifts import rows_of, wording_of
from forum.people.models import Person


def let_take(
    told: Told, people: Mapping[str, Person], boards: Mapping[tuple[str, str], Board], *, now: datetime
) -> None:
    """Let everything be asked for and answered."""
    for taking in told.takings:
        _take(
            taking,
            people,
            boards[taking.community, taking.board],
            now - timedelta(minutes=taking.minutes_ago),
        )


def _take(taking: ToldTaking, people: Mapping[str, Person], board: Board, now: datetime) -> None:
    room = _room_of(taking, board)
    said = messages_in(room).filter(removed_at=None)
    messages = [row for row in said.order_by("seq") if row.source.startswith(taking.said)]
    lift = take_words(
        lifter=people[taking.by],
        extract=Extract(room, messages, source=taking.source, why=taking.why),
        target=Target(board=board, title=taking.title, tags=taking.tags),
        client_key=uuid5(NAMESPACE_URL, f"{room.pk} {taking.title}"),
        now=now,
    )
    for number, handle in enumerate(taking.agreed, start=1):
        author = people[handle]
        mine = [row for row in rows_of(lift) if row.author_id == author.pk]
        agree(author=author, lift=lift, seen=wording_of(mine), now=now + timedelta(minutes=5 * number))


def _room_of(taking: ToldTaking, board: Board) -> Room:
    rooms = rooms_of(board.community)
    named = rooms.filter(name=taking.room) if taking.room else rooms.filter(kind=Room.Kind.STANDING)
    return named.get()
