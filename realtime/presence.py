"""Who is in a room or reads a topic, and who is writing: told in passing, to each what they may see of others."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.conf import settings

from forum.chat.payloads import signature_of
from forum.communities.policies.people import activity_seen
from forum.people.selectors.people import people_with
from realtime.answers import Passing, encoded
from realtime.beside import Beside
from realtime.connection import Connection
from realtime.frames import Frame
from realtime.hub import Hub
from realtime.named import Acquaintances, Crowd, Named
from realtime.places import Place
from realtime.pool import in_pool
from realtime.protocol import Typing
from realtime.publishing import stream_channel
from realtime.roll import Roll

ATTEMPTS = 3  # to ask who sees whom, while that changes

Signature = dict[str, Any]


class Presence:
    """What this process knows of who is where. Redis holds it for all of them, and each says what is new to its own.

    Between processes there go ids alone: whom a reader sees is asked for each reader.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._roll = Roll()
        self._told: dict[str, Crowd] = {}
        self._known = Acquaintances()
        self._welcomed: set[Place] = set()
        self._beside = Beside()
        self._changed = asyncio.Event()
        hub.passing, hub.known_anew, hub.looked_at = self.heard, self.tell_anew, self._look_anew

    async def announce(self) -> None:
        """Say who is here and learn who is elsewhere, for all places in one go; tell each what has changed there."""
        places = self._places()
        here = {name: _people_at(those) for name, those in places.items()}
        everywhere = await self._roll.exchanged(here)
        self._told = {name: people for name, people in self._told.items() if name in here}
        self._known.keep(
            {name: {place.connection.person_id for place in those} for name, those in places.items()}
        )
        news: list[tuple[Place, Crowd]] = []
        welcomed: set[Place] = set()
        for name, people in everywhere.items():
            those = {place for place in places[name] if place.hears}
            wanted = those if self._told.get(name) != people else those - self._welcomed
            self._told[name] = people
            news += [(place, people) for place in wanted]
            welcomed |= those
        # Who is to be told is not until they were: asking may fail, and whoever comes in meanwhile was told nothing.
        self._welcomed = welcomed - {place for place, _people in news}
        self._welcomed |= await self._tell_present(news)

    async def typing(self, connection: Connection, said: Typing) -> None:
        """Tell a place that somebody is writing, unless they may not, did just now, or it is full."""
        place: Place | None = connection.seats.get(said.room or 0) or connection.watchers.get(
            said.stream or ""
        )
        now, bounds = time.monotonic(), settings.SOCKETS
        if place is None or not place.is_open or not place.may_write:
            return
        is_crowded = len(self._told.get(place.name, ())) > bounds.typing_most_present
        if is_crowded or now - place.typed_at < bounds.typing_seconds:
            return
        place.typed_at = now
        told = {"t": "eph", "place": place.name, "kind": "typing", "by": connection.person_id}
        if not await self._roll.told_elsewhere(stream_channel(place.name), json.dumps(told).encode()):
            self.heard(place.name, told)

    def heard(self, name: str, said: dict[str, Any]) -> None:
        """Another process, or this one, has told that somebody is writing."""
        self._beside.start(self._tell_typing(name, int(said["by"])))

    async def rest(self) -> None:
        """Wait until it is told once more: the longer the more are to be told, unless it has changed for some."""
        places = sum(len(those) for those in self._places().values())
        with suppress(TimeoutError):
            async with asyncio.timeout(settings.SOCKETS.presence_rest(places)):
                await self._changed.wait()
        self._changed.clear()

    def tell_anew(self, person_id: int | None) -> None:
        """Somebody is called otherwise, belongs elsewhere or shows themselves to others: say anew where they are."""
        self._known.forget(person_id)
        kept = {
            name: people
            for name, people in self._told.items()
            if person_id is not None and person_id not in people
        }
        if len(kept) < len(self._told):
            self._told = kept
            self._changed.set()

    def _look_anew(self, place: Place) -> None:
        self._known.forget_reader(place.name, place.connection.person_id)

    def _places(self) -> dict[str, set[Place]]:
        """Rooms and topics with a socket here; of boards and people nobody is told who looks at them."""
        found: dict[str, set[Place]] = {}
        for place in self._hub.places:
            if place.name.startswith(("room:", "topic:")):
                found.setdefault(place.name, set()).add(place)
        return found

    # To each what they may see ---------------------------------------------------------------------------

    async def _tell_present(self, news: list[tuple[Place, Crowd]]) -> set[Place]:
        """Those who were told, and of whom it was certain whom they see."""
        named, names, is_certain = await self._learned(news)
        reached: set[Place] = set()
        frames: dict[tuple[str, Crowd], Frame] = {}
        for place, people in news:
            there = named[place.name]
            key = place.name, there.seen.get(place.connection.person_id, frozenset())
            if key not in frames:
                known = [names[each] for each in there.ids if each in key[1] and each in names]
                frames[key] = _frame(place, "present", {"count": len(people), "people": known})
            if place.hears and place.connection.push_passing(frames[key]):
                reached.add(place)
        return reached if is_certain else set()

    async def _learned(
        self, news: list[tuple[Place, Crowd]]
    ) -> tuple[dict[str, Named], dict[int, Signature], bool]:
        """Who is told by name at each place, with whom each reader sees; what they are called; if that is certain."""
        crowds = {place.name: people for place, people in news}
        for _attempt in range(ATTEMPTS):
            named, changes = self._named_at(crowds), self._known.changes
            readers = [(named[place.name], place.connection.person_id) for place, _people in news]
            new = [(there, reader_id) for there, reader_id in readers if reader_id not in there.seen]
            shown = {each for there in named.values() for each in there.ids}
            names, seen = await self._asked({reader_id for _there, reader_id in new}, shown)
            if changes == self._known.changes:
                for there, reader_id in new:
                    there.learn(reader_id, seen.get(reader_id, frozenset()))
                return named, names, True
        # It changes all the time: whoever is not known to see somebody is told no name until the next time.
        return self._named_at(crowds), names, False

    def _named_at(self, crowds: dict[str, Crowd]) -> dict[str, Named]:
        most = settings.SOCKETS.present_named
        return {name: self._known.at(name, people, most) for name, people in crowds.items()}

    async def _tell_typing(self, name: str, person_id: int) -> None:
        sort, _, key = name.partition(":")
        stream = self._hub.watches.streams.get(name)
        there: Iterable[Place] = (
            self._hub.seats.get(int(key), ()) if sort == "room" else stream.watchers if stream else ()
        )
        places = [each for each in there if each.hears and each.connection.person_id != person_id]
        if not places:
            return
        names, seen = await self._asked({place.connection.person_id for place in places}, {person_id})
        for place in places:
            if person_id in names and person_id in seen.get(place.connection.person_id, ()) and place.hears:
                place.connection.push_passing(_frame(place, "typing", {"by": names[person_id]}))

    async def _asked(
        self, reader_ids: set[int], person_ids: set[int]
    ) -> tuple[dict[int, Signature], dict[int, Crowd]]:
        if not person_ids:
            return {}, {}
        return await in_pool(_names_and_who_sees_them, reader_ids, person_ids)


def _people_at(places: set[Place]) -> set[int]:
    return {
        place.connection.person_id
        for place in places
        if place.is_open and place.tells_presence and place.connection.is_active
    }


def _frame(place: Place, kind: str, said: dict[str, Any]) -> Frame:
    sort, _, key = place.name.partition(":")
    room, stream = (int(key), None) if sort == "room" else (None, place.name)
    return Frame(encoded(Passing(room, stream, kind, said)))


def _names_and_who_sees_them(
    reader_ids: set[int], person_ids: set[int]
) -> tuple[dict[int, Signature], dict[int, Crowd]]:
    people = people_with(reader_ids | person_ids)
    shown = {key: people[key] for key in person_ids if key in people and people[key].is_active}
    seen = activity_seen([people[key] for key in reader_ids if key in people], shown.values())
    return {key: signature_of(person) for key, person in shown.items()}, seen
