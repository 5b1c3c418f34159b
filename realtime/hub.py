"""One for each process with sockets: hears what is told, keeps rooms in order, hands the same bytes to every socket."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from forum.chat.selectors.log import heads_of, replay
from realtime.answers import Code, Reset
from realtime.beside import Beside
from realtime.connection import Connection
from realtime.frames import Frame
from realtime.lanes import Follower, Lane
from realtime.numbers import numbers
from realtime.places import Notice, Place
from realtime.pool import in_pool
from realtime.publishing import notices_channel, room_channel
from realtime.rights import Asked, Entrance, Standing, entrances, standings
from realtime.seats import Seat
from realtime.sockets import Sockets
from realtime.together import Together
from realtime.wakeups import Wakeups
from realtime.watching import Watches
from realtime.wiring import fingerprint

logger = logging.getLogger(__name__)


class Hub:
    """Lanes of rooms, and the seats of sockets in rooms. Everything here runs on the event loop."""

    def __init__(self) -> None:
        self.sockets = Sockets()
        self.seats: dict[int, set[Seat]] = defaultdict(set)
        self.doubted: asyncio.Queue[list[Place]] = asyncio.Queue()
        self.sessions_in_doubt: asyncio.Queue[list[Connection]] = asyncio.Queue()
        self.drain_asked = asyncio.Event()
        self._lanes: dict[tuple[int, int], Lane] = {}
        self._by_channel: dict[str, Lane] = {}
        self._healing: set[tuple[int, int]] = set()
        self._beside = Beside()
        self.wakeups = Wakeups(self._heard, self._redis_returned)
        self.entrances: Together[Asked, Entrance] = Together(entrances)
        self.standings: Together[str, Standing] = Together(standings)
        self.watches = Watches(self.wakeups, self.doubt)
        self.passing: Callable[[str, dict[str, Any]], None] = lambda _place, _said: None
        self.known_anew: Callable[[int | None], None] = lambda _person: None
        self.looked_at: Callable[[Place], None] = lambda _place: None

    # Sockets and rooms ---------------------------------------------------------------------------------

    async def remove(self, connection: Connection) -> None:
        """The socket is gone, and with it its seats."""
        self.sockets.remove(connection)
        for seat in list(connection.seats.values()):
            await self.leave(seat)
        for watcher in list(connection.watchers.values()):
            await self.watches.leave(watcher)

    async def join(self, connection: Connection, room_id: int) -> Seat:
        """A seat from which nothing leaves yet: what comes is kept until it is known what the client may read."""
        seat = Seat(connection, room_id)
        connection.seats[room_id] = seat
        self.seats[room_id].add(seat)
        numbers.rooms = len(self.seats)
        await self.follow(seat, 0)
        return seat

    async def follow(self, seat: Seat, number: int) -> Follower:
        """Take a lane of the room into the seat, from the moment that it is listened to."""
        key = seat.room_id, number
        if key not in self._lanes:
            self._lanes[key] = Lane(*key, self._flush_soon)
            self._by_channel[room_channel(*key)] = self._lanes[key]
        lane = self._lanes[key]
        follower = Follower(seat.connection, settings.SOCKETS.unseen_most)
        seat.followers[number], seat.lanes[number] = follower, lane
        lane.followers.add(follower)
        await self.wakeups.want(room_channel(*key))
        return follower

    async def leave(self, seat: Seat) -> None:
        """Take a seat away."""
        seat.hold()
        if seat.connection.seats.get(seat.room_id) is seat:
            del seat.connection.seats[seat.room_id]
        self.seats[seat.room_id].discard(seat)
        if not self.seats[seat.room_id]:
            del self.seats[seat.room_id]
        numbers.rooms = len(self.seats)
        for number in list(seat.followers):
            await self.unfollow(seat, number)

    async def unfollow(self, seat: Seat, number: int) -> None:
        """Take a lane out of a seat; the last one ends it here."""
        lane, follower = seat.lanes.pop(number, None), seat.followers.pop(number, None)
        if lane is None or follower is None:  # somebody else is at it
            return
        lane.followers.discard(follower)
        if not lane.followers and self._lanes.get(lane.key) is lane:
            del self._lanes[lane.key], self._by_channel[room_channel(*lane.key)]
            await self.wakeups.leave(room_channel(*lane.key))

    # What is told --------------------------------------------------------------------------------------

    def _heard(self, channel: str, data: bytes) -> None:
        try:
            said = json.loads(data)
            if channel == notices_channel():
                self._notice(said)
            elif said["t"] == "eph":
                self.passing(said["place"], said)
            elif said["t"] == "told":
                self.watches.heard(said["stream"], said, data)
            elif (lane := self._by_channel.get(channel)) is None:
                return
            elif said["t"] == "history":
                self._start_over(lane.room_id, int(said["last"]))
            else:
                self._event(lane, said, data)
        except (ValueError, KeyError, TypeError, AttributeError):
            logger.exception("What was told on %s cannot be understood.", channel)

    def _event(self, lane: Lane, said: dict[str, Any], data: bytes) -> None:
        numbers.events += 1
        if not lane.take(int(said["seq"]), Frame(data, told_at=said["at"] / 1000)):
            self._soon(lane)

    def _flush_soon(self, lane: Lane) -> None:
        """At once in a quiet room; what follows closely leaves together, and costs one call of the network."""
        asyncio.get_running_loop().call_at(lane.due(settings.SOCKETS.together_seconds), lane.flush)

    @property
    def places(self) -> list[Place]:
        """Every socket in a room and at a stream."""
        return [*(seat for seats in self.seats.values() for seat in seats), *self.watches.watchers]

    def _start_over(self, room_id: int, head: int) -> None:
        """An archive has come in up to the number `head`: nobody is sent all of it, everybody loads the room anew."""
        for seat in [each for each in self.seats.get(room_id, ()) if each.is_open]:
            seat.hold()
            seat.connection.tell(Reset(0, room_id, head))
            self._beside.start(self.leave(seat))

    def _notice(self, said: dict[str, Any]) -> None:
        """Rights or sessions have changed: those concerned get nothing more until it is asked what holds now."""
        if "session" in said:
            for each in self.sockets:
                if fingerprint(each.session_key) == said["session"]:
                    each.close(Code.SIGNED_OUT, "You have signed out.")
            return
        if "drain" in said:
            self.drain_asked.set()
            return
        notice = Notice.of(said)
        self.known_anew(notice.person)
        self.doubt(place for place in self.places if place.concerns(notice))
        if said.get("sessions") and notice.person is not None:
            self.sessions_in_doubt.put_nowait(self.sockets.perhaps_of(notice.person))

    def doubt(self, places: Iterable[Place]) -> None:
        """Hold these until the policy has been asked about them anew (realtime/doubts.py)."""
        concerned = list(places)
        for place in concerned:
            place.doubt()
        if concerned:
            self.doubted.put_nowait(concerned)

    # What is not told ----------------------------------------------------------------------------------

    def _redis_returned(self) -> None:
        """What was told meanwhile was not heard: events, which the sweep finds, and who lost their rights."""
        numbers.redis_connections += 1
        self.known_anew(None)
        self.doubt(place for place in self.places if place.is_open)
        self._beside.start(self.sweep())

    def _soon(self, lane: Lane) -> None:
        """An event came before an earlier one, which is on its way, or lost."""
        key = lane.key
        if key not in self._healing:
            self._healing.add(key)
            self._beside.start(self._heal(lane, settings.SOCKETS.out_of_order_seconds))

    async def sweep(self) -> None:
        """Ask the database for the last numbers of all rooms here, and read what was never told."""
        await self.wakeups.ask_again()
        await self.watches.sweep()
        if not (room_ids := list(self.seats)):
            return
        found = await in_pool(heads_of, room_ids)
        for key, lane in list(self._lanes.items()):
            head = found.get(lane.room_id, (0, 0))[lane.number]
            if lane.last is not None and head > lane.last and key not in self._healing:
                self._healing.add(key)
                self._beside.start(self._heal(lane, 0.0))

    async def _heal(self, lane: Lane, patience: float) -> None:
        """Read the missing events. Who was not told of events was perhaps not told of lost rights either."""
        key = lane.key
        try:
            if patience:
                await asyncio.sleep(patience)
                if not lane.waits:
                    return
            has_more = True
            while has_more and lane.last is not None and self._lanes.get(key) is lane:
                found = await in_pool(replay, lane.room_id, after=lane.last, lane=lane.number)
                has_more = found.has_more
                if any(json.loads(each)["d"].get("history") for each in found.payloads):
                    self._start_over(lane.room_id, found.head)
                    return
                self._take_read(lane, found.payloads)
        finally:
            self._healing.discard(key)
        if lane.waits:
            self._soon(lane)

    def _take_read(self, lane: Lane, payloads: list[bytes]) -> None:
        if not payloads:
            return
        self.doubt(seat for seat in self.seats.get(lane.room_id, set()) if seat.is_open)
        numbers.healed += len(payloads)
        lane.take_all((int(json.loads(each)["seq"]), Frame(each)) for each in payloads)
