"""How a client comes into a room and goes on where it was: hold, ask, read, send what it lacks, let go."""

from __future__ import annotations

from django.conf import settings
from django.db import Error

from realtime.answers import AWAY, RETRY, Failed, Reset, Subscribed
from realtime.connection import Connection
from realtime.frames import Bundle, Frame
from realtime.hub import Hub
from realtime.numbers import numbers
from realtime.protocol import Subscribe
from realtime.rights import BACKSTAGE, EVERYONE, Asked, Entrance, Missing
from realtime.seats import Seat


async def take_room(hub: Hub, connection: Connection, asked: Subscribe) -> None:
    """Answer `sub`. Asked again for a room, the client begins anew in it: it has found a gap."""
    await leave_room(hub, connection, asked.room)
    if len(connection.seats) >= settings.SOCKETS.rooms_per_socket:
        say = "One page follows so many rooms at once and no more."
        connection.tell(Failed(asked.id, "rooms", say))
        return
    seat = await hub.join(connection, asked.room)
    try:
        found = await _settled_entrance(hub, seat, asked)
    except Error:
        await hub.leave(seat)
        connection.tell(Failed(asked.id, "away", AWAY, RETRY))
        return
    if not found.rights.reads:
        await hub.leave(seat)
        connection.tell(Failed(asked.id, "refused", found.rights.say))
    elif any(missing.events is None for missing in found.lanes.values()):
        await hub.leave(seat)
        numbers.resets += 1
        connection.tell(Reset(asked.id, asked.room, found.lanes[EVERYONE].head))
    elif connection.closing is None:
        _open(seat, asked, found)


async def leave_room(hub: Hub, connection: Connection, room_id: int) -> None:
    """Answer `unsub`; in a room where one is not, nothing happens."""
    seat = connection.seats.get(room_id)
    if seat is not None:
        await hub.leave(seat)


async def _settled_entrance(hub: Hub, seat: Seat, asked: Subscribe) -> Entrance:
    """What the policy says and the database has, while nothing was told that would change it."""
    while True:
        doubts = seat.doubts
        question = Asked(seat.connection.person_id, asked.room, asked.after, asked.backstage)
        found = await hub.entrances.ask(question)
        wants_backstage = BACKSTAGE in found.lanes and BACKSTAGE not in seat.followers
        if wants_backstage:  # listened to first, and only then read
            await hub.follow(seat, BACKSTAGE)
        elif seat.doubts == doubts:
            return found


def _open(seat: Seat, asked: Subscribe, found: Entrance) -> None:
    """Say that the client is in, send what it lacks, and let what was kept meanwhile follow. Nothing waits in here."""
    everyone, backstage = found.lanes[EVERYONE], found.lanes.get(BACKSTAGE)
    seat.rights = found.rights
    seat.connection.tell(
        Subscribed(
            asked.id, asked.room, everyone.head, backstage.head if backstage else None,
            list(found.rights.may), found.rights.mode, found.rights.slow, found.rights.say,
        )
    )  # fmt: skip
    numbers.resumes += asked.after is not None
    for lane, missing in found.lanes.items():
        _catch_up(seat, lane, missing)
    seat.release()


def _catch_up(seat: Seat, lane: int, missing: Missing) -> None:
    if missing.events:
        seat.connection.push_events(Bundle([Frame(payload) for payload in missing.events]))
    seat.followers[lane].begin(missing.last)
    seat.lanes[lane].start_at(missing.last)
