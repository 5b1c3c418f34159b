"""The words of a run: an event of a room as it is told, all of one length, with the moment at which it was said."""

from __future__ import annotations

import time

WORDS = (
    "We brought the second debriefing forward to the morning, when the night shift is still there, and nobody had to "
    "stay longer than a quarter of an hour."
)


def stamp() -> str:
    """Microseconds of the clock that all processes of the machine share, sixteen digits."""
    return f"stamp={time.monotonic_ns() // 1000:016d}"


def event(room: int, seq: int) -> bytes:
    """What the processes with sockets are told of a message."""
    at = int(time.time() * 1000)
    return (
        f'{{"t":"ev","room":{room},"seq":{seq},"kind":"said","by":1,"cid":"5f0c0a52-3b0e-4c55-9d6a-6f2f4a0b7a11",'
        f'"at":{at},"d":{{"id":{seq},"author":{{"id":1,"name":"Listener 1","handle":"listener-1","initials":"L1",'
        f'"hue":137,"avatar":""}},"html":"<p>{WORDS} {stamp()}</p>","reply_to":null}}}}'
    ).encode()
