"""Asks the policies anew where rights came into doubt: who may read no longer is out before the next event leaves."""

from __future__ import annotations

import asyncio
import logging
import time

from django.conf import settings
from django.db import Error

from realtime.answers import Code, Passing, Revoked
from realtime.connection import Connection
from realtime.hub import Hub
from realtime.numbers import numbers
from realtime.places import Place
from realtime.pool import in_pool
from realtime.reading import Reading, readings_of
from realtime.rights import Rights, Standing, rights_of, standings
from realtime.seats import Seat
from realtime.watching import Watcher

logger = logging.getLogger(__name__)

BATCH = 500
LOOKS = 20  # in the time in which everybody is looked at once
PAUSE = 1.0  # seconds until the database is asked again; until then nothing leaves


async def settle_doubts(hub: Hub) -> None:
    """Answer doubts about rights as they come, for ever."""
    while True:
        places = set(await hub.doubted.get())
        while not hub.doubted.empty():
            places.update(hub.doubted.get_nowait())
        while places := await _asked_about(hub, places):
            await asyncio.sleep(PAUSE)


async def settle_sessions(hub: Hub) -> None:
    """Answer doubts about sessions as they come, for ever."""
    while True:
        doubted = await hub.sessions_in_doubt.get()
        try:
            await _end_sessions(doubted)
        except Error:
            logger.warning("Nobody can be asked about sessions.", exc_info=True)
            await asyncio.sleep(PAUSE)
            hub.sessions_in_doubt.put_nowait(doubted)


async def look_again(hub: Hub) -> None:
    """Ask about all who were not asked about for `session_seconds`, the longest first: a notice may have been lost.

    Nothing is held meanwhile, for nothing speaks against anybody. While the database is away, they are in doubt.
    """
    now = time.monotonic()
    oldest = now - settings.SOCKETS.session_seconds
    due = sorted((each for each in hub.sockets if each.asked_at < oldest), key=lambda each: each.asked_at)
    for each in due:
        each.asked_at = now
    places = [place for each in due for place in each.places if place.is_open]
    try:
        await _end_sessions(due)
        for at in range(0, len(places), BATCH):
            await _settle_all(hub, places[at : at + BATCH])
    except Error:
        hub.sessions_in_doubt.put_nowait(due)
        hub.doubt(places)
        raise
    for place in places:
        hub.looked_at(place)


async def _asked_about(hub: Hub, places: set[Place]) -> set[Place]:
    """Settle these; those that must be asked about once more, because the database is away."""
    present = [place for place in places if place.is_taken and place.is_open]
    for at in range(0, len(present), BATCH):
        part = present[at : at + BATCH]
        try:
            await _end_sessions(list({place.connection for place in part}))
            await _settle_all(hub, part)
        except Error:
            logger.warning("Nobody can be asked about rights; nothing leaves meanwhile.", exc_info=True)
            return set(present[at:])
    return set()


async def _settle_all(hub: Hub, places: list[Place]) -> None:
    """Let each go on as the policies say now. Raises the database's errors."""
    before = {place: place.doubts for place in places}
    rights = await _rights_of([place for place in places if isinstance(place, Seat)])
    readings = await _readings_of([place for place in places if isinstance(place, Watcher)])
    for seat, may in rights.items():
        if seat.doubts == before[seat] and seat.is_taken:  # otherwise it is in the queue once more, or gone
            await settle(hub, seat, may)
    for watcher, reading in readings.items():
        if watcher.doubts == before[watcher] and watcher.is_taken:
            await hub.watches.settle(watcher, reading)


async def _rights_of(seats: list[Seat]) -> dict[Seat, Rights]:
    found = (
        await in_pool(rights_of, [(seat.connection.person_id, seat.room_id) for seat in seats])
        if seats
        else {}
    )
    return {seat: found[seat.connection.person_id, seat.room_id] for seat in seats}


async def _readings_of(watchers: list[Watcher]) -> dict[Watcher, Reading]:
    found = await in_pool(readings_of, [watcher.question for watcher in watchers]) if watchers else {}
    return {watcher: found[watcher.question] for watcher in watchers}


async def settle(hub: Hub, seat: Seat, rights: Rights) -> None:
    """Let the seat go on as these rights say, or take it away."""
    if not rights.reads:
        numbers.revoked += 1
        await hub.leave(seat)
        seat.connection.tell(Revoked(seat.room_id))
        return
    known = seat.doubts
    for lane in set(seat.followers) - set(rights.lanes):
        await hub.unfollow(seat, lane)
    if seat.doubts != known or seat.connection.closing is not None:
        return
    before, seat.rights = seat.rights, rights
    seat.release()
    if before is not None and before != rights:
        said = {"may": list(rights.may), "mode": rights.mode, "slow": rights.slow, "say": rights.say}
        seat.connection.tell(Passing(seat.room_id, None, "may", said))


async def _end_sessions(connections: list[Connection]) -> None:
    """Close what belongs to sessions that let nobody in any more. Raises the database's errors."""
    for at in range(0, len(connections), BATCH):
        part = connections[at : at + BATCH]
        found = await in_pool(standings, [each.session_key for each in part])
        for each in part:
            standing = found.get(each.session_key, Standing())
            known = each.person_id or standing.person_id  # somebody who is just being let in is nobody yet
            if standing.is_barred:
                each.close(Code.BARRED, standing.say)
            elif not standing.person_id or standing.person_id != known:
                each.close(Code.SIGNED_OUT, "You are signed in here no longer.")
