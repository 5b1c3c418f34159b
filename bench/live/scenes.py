"""What is measured: rooms of several sizes beside other servers, many rooms, two processes, idling, coming back."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.live.climbing import Reached, climb, speaking, step
from bench.live.crowd import Crowd
from bench.live.peers import Peer, bare, tutorial, weft
from bench.live.world import FIRST, World, empty_rooms, live_place

OUR_EVENT, THEIR_MESSAGE = b'{"t":"ev"', b'{"message"'
WRITERS = 600  # each may say something every other second
LIVELY = 20.0  # messages a second
EQUAL = 150.0  # messages a second that one process and two are compared at
LONGER = 10.0  # seconds, for that
MISSED = 50
SETTLING = 5.0  # seconds, and one more for every 250 sockets, until nobody who came in is announced any more
FIRST_DELIVERIES = 40_000  # a second, where a climb begins
FIRST_BY_DEFAULT = 1_500  # the same for what people get by default


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the result: who carried what to how many sockets."""

    server: str
    what: str
    sockets: int
    reached: Reached | None


@dataclass(frozen=True, slots=True)
class Share:
    """What part of a processor each process took at one and the same rate, with all sockets spread over them."""

    sockets: int
    said: float  # messages a second
    processes: int
    each: float


@dataclass(frozen=True, slots=True)
class Idle:
    """Bytes of memory for each socket that does nothing, over the process that had some and has none."""

    sockets: int
    bytes_each: float


@dataclass(frozen=True, slots=True)
class Return:
    """Seconds until all were back at once with everything they had missed."""

    sockets: int
    missed: int
    seconds: float


def told(world: World, sockets: int, *, rooms: int = 1, processes: int = 1) -> Line:
    """Events that some other process has stored, told over Redis: what it costs to hand them on."""
    empty_rooms()
    hearers = sockets // rooms
    asked = {"kind": "redis", "prefix": live_place().database, "rooms": world.rooms[:rooms], "first": FIRST}
    with weft(processes) as peer, speaking(asked) as speaker:
        crowd = _ours(world, peer, sockets, rooms=rooms)
        reached = climb(crowd, speaker, peer, hearers=hearers, first_rate=FIRST_DELIVERIES / hearers)
        crowd.go()
    name = "Weft" if processes == 1 else f"Weft, {processes} processes"
    return Line(name, "one room" if rooms == 1 else f"{rooms} rooms", sockets, reached)


def share(world: World, sockets: int, processes: int) -> Share:
    """How much room one process or several leave at a rate that all keep up with."""
    empty_rooms()
    asked = {"kind": "redis", "prefix": live_place().database, "rooms": world.rooms[:1], "first": FIRST}
    with weft(processes) as peer, speaking(asked) as speaker:
        crowd = _ours(world, peer, sockets)
        step(crowd, speaker, peer, hearers=sockets, rate=EQUAL)
        found = step(crowd, speaker, peer, hearers=sockets, rate=EQUAL, seconds=LONGER)
        crowd.go()
    if found.ended:
        raise RuntimeError(f"{processes} processes did not keep up: {found.ended}.")
    return Share(sockets, EQUAL, processes, found.cost * 1e-6 * found.deliveries / processes)


def stored(world: World, sockets: int) -> list[Line]:
    """The whole way: said over sockets, stored in PostgreSQL, told over Redis, heard by all."""
    with weft() as peer:
        asked = {"kind": "weft", "ports": peer.ports, "path": "/ws/", "rooms": world.rooms[:1],
                 "cookies": world.cookies[-WRITERS:]}  # fmt: skip
        with speaking(asked) as speaker:
            crowd = _ours(world, peer, sockets)
            steady = step(crowd, speaker, peer, hearers=sockets, rate=LIVELY)
            most = climb(crowd, speaker, peer, hearers=sockets, first_rate=LIVELY)
            crowd.go()
    return [
        Line("Weft", f"stored, {LIVELY:.0f} a second", sockets, steady),
        Line("Weft", "stored, as much as it takes", sockets, most),
    ]


def beside(world: World, sockets: int) -> list[Line]:
    """The other two: a server that only has sockets, and what people get by default."""
    lines = []
    with bare() as peer:
        lines.append(_theirs("bare websockets", peer, OUR_EVENT, sockets, FIRST_DELIVERIES, speakers=1))
    with tutorial() as peer:
        lines.append(
            _theirs("Channels' tutorial", peer, THEIR_MESSAGE, sockets, FIRST_BY_DEFAULT, speakers=10)
        )
    return lines


def idle(world: World, sockets: int) -> Idle:
    """Sockets that are in a room where nothing happens."""
    with weft() as peer:
        crowd = _ours(world, peer, 100)
        crowd.go()
        time.sleep(SETTLING)
        before = peer.memory()
        crowd = _ours(world, peer, sockets)
        bytes_each = (peer.memory() - before) / sockets
        crowd.go()
    return Idle(sockets, bytes_each)


def coming_back(world: World, sockets: int) -> Return:
    """Everybody at once, each with fifty messages missed, as after a process that ended."""
    from forum.chat.models import Room

    room = Room.objects.get(pk=world.rooms[0])
    _say(room, MISSED)
    with weft() as peer:
        crowd = Crowd(OUR_EVENT, is_weft=True, after=room.last_seq)
        began = time.monotonic()
        crowd.come(
            peer.ports, "/ws/", world.cookies[:sockets], [room.pk] * sockets, greets=_greeting(room.last_seq)
        )
        crowd.listen(60, enough=sockets * MISSED)
        seconds = time.monotonic() - began
        if crowd.heard.events != sockets * MISSED or crowd.heard.disorder:
            raise RuntimeError(f"{crowd.heard.events} of {sockets * MISSED} came back, in order or not.")
        crowd.go()
    return Return(sockets, MISSED, seconds)


def _say(room: Any, many: int) -> None:
    from uuid import uuid4

    from django.core.cache import cache

    from forum.chat.actions.sending import send_message
    from forum.people.models import Person

    cache.clear()  # limits that this process has used up
    authors = list(Person.objects.order_by("-pk")[:many])
    for author in authors:
        send_message(author=author, room=room, client_id=uuid4(), body="Something was said meanwhile.")


def _ours(world: World, peer: Peer, sockets: int, *, rooms: int = 1) -> Crowd:
    where = [world.rooms[number % rooms] for number in range(sockets)]
    return coming_in(Crowd(OUR_EVENT, is_weft=True), world, peer, where)


def coming_in(crowd: Crowd, world: World, peer: Peer, where: list[int]) -> Crowd:
    """The crowd, once one of its sockets is in each of these rooms and nobody who came in is announced any more."""
    crowd.come(peer.ports, "/ws/", world.cookies[: len(where)], where, greets=_greeting())
    crowd.listen(SETTLING + len(where) / 250)
    return crowd


def _theirs(
    name: str, peer: Peer, event_head: bytes, sockets: int, first_deliveries: int, *, speakers: int
) -> Line:
    crowd = Crowd(event_head, is_weft=False)
    crowd.come(peer.ports, "/", [""] * sockets, [0] * sockets, greets=lambda _room, _number: [])
    kind = "tutorial" if event_head == THEIR_MESSAGE else "bare"
    asked = {"kind": kind, "ports": peer.ports, "path": "/", "cookies": [""] * speakers}
    with speaking(asked) as speaker:
        reached = climb(crowd, speaker, peer, hearers=sockets, first_rate=first_deliveries / sockets)
    crowd.go()
    return Line(name, "one room", sockets, reached)


def _greeting(after: int | None = None) -> Callable[[int, int], list[bytes]]:
    """What a socket of ours says first; a room is taken from the number `after`, or from now on."""

    def greets(room: int, number: int) -> list[bytes]:
        sub: dict[str, Any] = {"t": "sub", "id": number + 1, "room": room}
        return [
            b'{"t":"hello","v":1}',
            json.dumps(sub | ({} if after is None else {"after": after})).encode(),
        ]

    return greets
