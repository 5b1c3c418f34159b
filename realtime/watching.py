"""Tells pages that what they show has changed. These streams have no log: the truth is a version in the database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import Error

from realtime.answers import AWAY, RETRY, Failed, Revoked, Told, Watching, encoded
from realtime.connection import Connection
from realtime.frames import Frame
from realtime.numbers import numbers
from realtime.places import Notice, Place
from realtime.pool import in_pool
from realtime.protocol import Unwatch, Watch
from realtime.publishing import stream_channel
from realtime.reading import Reading, readings_of, versions_of

if TYPE_CHECKING:
    from realtime.wakeups import Wakeups

MOST_KEPT = 50  # while rights are in doubt; after more it is only said that something has changed


@dataclass(eq=False, slots=True)
class Stream:
    """One stream in this process. `version` is the newest that was told here."""

    name: str
    version: int = 0
    watchers: set[Watcher] = field(default_factory=set)


@dataclass(eq=False, slots=True)
class Watcher(Place):
    """One socket at one stream."""

    stream: Stream
    reading: Reading | None = None
    is_held: bool = True
    kept: list[tuple[int, Frame]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The stream, as it is called on the wire."""
        return self.stream.name

    @property
    def is_taken(self) -> bool:
        """Whether the socket watches still."""
        return self.connection.watchers.get(self.name) is self

    @property
    def may_write(self) -> bool:
        """Whether this person may answer here."""
        return self.reading is not None and self.reading.writes

    @property
    def hears(self) -> bool:
        """True while things leave: it is watched, and nothing is in doubt."""
        return self.is_open and not self.is_held

    def concerns(self, notice: Notice) -> bool:
        """Whether the notice may change what this person may read here; unknown counts as yes."""
        if notice.room is not None or notice.person not in (None, self.connection.person_id):
            return False
        if self.reading is None:
            return True
        if notice.topics is not None and self.name not in {f"topic:{key}" for key in notice.topics}:
            return False
        if notice.boards is not None and self.reading.boards.isdisjoint(notice.boards):
            return False
        return notice.community is None or notice.community in self.reading.communities

    def hold(self) -> None:
        """Let nothing leave until `release`."""
        self.is_held = True

    def take(self, version: int, frame: Frame) -> None:
        """Something was told."""
        if not self.is_held:
            self.connection.push_answer(frame)
            return
        self.kept.append((version, frame))
        if len(self.kept) > MOST_KEPT:
            newest = max(version for version, _frame in self.kept)
            self.kept = [(newest, changed(self.name, newest))]

    def release(self, reading: Reading, since: int = 0) -> None:
        """Let leave what was kept, but for what the client knows up to version `since`, and what comes from now on."""
        kept, self.kept, self.is_held, self.is_open = self.kept, [], False, True
        self.reading = reading
        for version, frame in kept:
            if version > since or not version:
                self.connection.push_answer(frame)


def changed(stream: str, version: int) -> Frame:
    """That something has changed, and nothing of what."""
    return Frame(encoded(Told(stream, version, "changed", {})))


class Watches:
    """All streams that somebody watches from here. Everything in it runs on the event loop."""

    def __init__(self, wakeups: Wakeups, doubt: Callable[[Iterable[Place]], None]) -> None:
        self._wakeups, self._doubt = wakeups, doubt
        self.streams: dict[str, Stream] = {}

    @property
    def watchers(self) -> list[Watcher]:
        """Everybody who watches something."""
        return [watcher for stream in self.streams.values() for watcher in stream.watchers]

    async def watch(self, connection: Connection, asked: Watch) -> None:
        """Answer `watch`: what may be read is watched from now on, and the answer says how far it has come."""
        new = set(asked.streams) - connection.watchers.keys()
        if len(connection.watchers) + len(new) > settings.SOCKETS.watches_per_socket:
            connection.tell(Failed(asked.id, "rooms", "One page watches so much at once and no more."))
            return
        for name in asked.streams:
            await self._leave(connection, name)
        watchers = [self._join(connection, name) for name in asked.streams]
        try:
            # Listened to first, and only then read.
            await asyncio.gather(*(self._wakeups.want(stream_channel(each.name)) for each in watchers))
            found = await _settled(watchers)
        except Error:
            await self.unwatch(connection, Unwatch(asked.streams))
            connection.tell(Failed(asked.id, "away", AWAY, RETRY))
            return
        await self._answer(connection, asked.id, [(each, found[each.question]) for each in watchers])

    async def _answer(
        self, connection: Connection, message_id: int, found: list[tuple[Watcher, Reading]]
    ) -> None:
        seen = [(watcher, reading) for watcher, reading in found if reading.reads and watcher.is_taken]
        refused = [watcher for watcher, reading in found if not reading.reads]
        versions = {watcher.name: reading.version for watcher, reading in seen}
        connection.tell(Watching(message_id, versions, [watcher.name for watcher in refused]))
        for watcher, reading in seen:
            watcher.stream.version = max(watcher.stream.version, reading.version)
            watcher.release(reading, reading.version)
        for watcher in refused:
            await self.leave(watcher)

    async def unwatch(self, connection: Connection, asked: Unwatch) -> None:
        """Answer `unwatch`; of what is not watched nothing happens."""
        for name in asked.streams:
            await self._leave(connection, name)

    async def leave(self, watcher: Watcher) -> None:
        """Take a socket away from a stream; the last one ends it here."""
        watcher.hold()
        if watcher.is_taken:
            del watcher.connection.watchers[watcher.name]
        stream = watcher.stream
        stream.watchers.discard(watcher)
        if not stream.watchers and self.streams.get(stream.name) is stream:
            del self.streams[stream.name]
            await self._wakeups.leave(stream_channel(stream.name))

    async def settle(self, watcher: Watcher, reading: Reading) -> None:
        """Let the watcher go on, or tell it that this is not for this person any more."""
        if reading.reads:
            watcher.release(reading)
            return
        numbers.revoked += 1
        await self.leave(watcher)
        watcher.connection.tell(Revoked(stream=watcher.name))

    def heard(self, name: str, said: dict[str, Any], data: bytes) -> None:
        """What was told of a stream: the same bytes for everybody who watches it."""
        stream, version = self.streams.get(name), int(said["version"])
        if stream is None or (name.startswith("board:") and version <= stream.version):
            return  # of a board only the whole listing counts
        stream.version = max(stream.version, version)
        frame = Frame(data)
        for watcher in stream.watchers:
            watcher.take(version, frame)

    async def sweep(self) -> None:
        """Ask the database how far everything has come, and tell what Redis has not.

        Who was not told of changes was perhaps not told of lost rights either, so that these are asked about first.
        """
        if not self.streams:
            return
        for name, version in (await in_pool(versions_of, list(self.streams))).items():
            stream = self.streams.get(name)
            if stream is None or version <= stream.version:
                continue
            self._doubt(watcher for watcher in stream.watchers if watcher.is_open)
            numbers.healed += 1
            stream.version = version
            for watcher in stream.watchers:
                watcher.take(version, changed(name, version))

    def _join(self, connection: Connection, name: str) -> Watcher:
        stream = self.streams.setdefault(name, Stream(name))
        watcher = Watcher(connection, stream)
        stream.watchers.add(watcher)
        connection.watchers[name] = watcher
        return watcher

    async def _leave(self, connection: Connection, name: str) -> None:
        watcher = connection.watchers.get(name)
        if watcher is not None:
            await self.leave(watcher)


async def _settled(watchers: list[Watcher]) -> dict[tuple[int, str], Reading]:
    """What the policy says, while nothing was told that would change it."""
    while True:
        doubts = [watcher.doubts for watcher in watchers]
        found = await in_pool(readings_of, [watcher.question for watcher in watchers])
        if [watcher.doubts for watcher in watchers] == doubts:
            return found
