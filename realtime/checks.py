"""What must hold of the parts of clients' messages: each check gives the value back, or raises ValueError in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

LARGEST = 2**63 - 1  # what the database holds as a number
LONGEST_BODY = 32_000  # of characters here; how many a message may have, and why not, is said by the action
LONGEST_CLEARED = 64
ALLOWED = frozenset({"cleared"})  # of an act's data without being needed
MOST_SEEN = 100
MOST_STREAMS = 60  # in one message
# What each act on a message, or a question, needs beside its target.
OPERATIONS: Mapping[str, frozenset[str]] = {
    "edit": frozenset({"body", "revision"}),
    "remove": frozenset(),
    "react": frozenset({"kind"}),
    "unreact": frozenset({"kind"}),
    "pin": frozenset(),
    "unpin": frozenset(),
    # of questions in live sessions
    "vote": frozenset(),
    "unvote": frozenset(),
}
_STREAM = re.compile(r"(topic|board|person):([1-9][0-9]{0,18})", re.ASCII)

Check = Callable[[object], Any]


def number(least: int) -> Check:
    """A whole number from `least` on."""

    def check(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= LARGEST:
            raise ValueError("a whole number is expected")
        return value

    return check


def optional(inner: Check) -> Check:
    """Null, or what `inner` lets through."""
    return lambda value: None if value is None else inner(value)


def flag(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError("true or false is expected")
    return value


def text(most: int) -> Check:
    """At most so many characters."""

    def check(value: object) -> str:
        if not isinstance(value, str) or len(value) > most:
            raise ValueError(f"a text of at most {most} characters is expected")
        value.encode()  # half of a pair is no character, and a ValueError
        return value

    return check


def client_id(value: object) -> UUID:
    """A client's own name for what it asks."""
    if not isinstance(value, str) or len(value) != 36:
        raise ValueError("a UUID is expected")
    return UUID(value)


def seen(value: object) -> dict[int, int]:
    """For each room the number of the last event that has arrived."""
    if not isinstance(value, dict) or len(value) > MOST_SEEN:
        raise ValueError("rooms and numbers are expected")
    if not all(key.isascii() and key.isdigit() and len(key) <= 19 for key in value):
        raise ValueError("rooms are named by their ids")
    last = number(0)
    return {int(key): last(seq) for key, seq in value.items()}


def stream(value: object) -> str:
    """What can be watched, as it is called on the wire."""
    found = _STREAM.fullmatch(value) if isinstance(value, str) else None
    if found is None or int(found[2]) > LARGEST:
        raise ValueError("a stream like topic:57 is expected")
    return found[0]


def streams(value: object) -> tuple[str, ...]:
    """Several of them, each once."""
    if not isinstance(value, list) or not 0 < len(value) <= MOST_STREAMS:
        raise ValueError(f"one to {MOST_STREAMS} streams are expected")
    return tuple(dict.fromkeys(map(stream, value)))


def operation(value: object) -> str:
    """One of `OPERATIONS`."""
    if not isinstance(value, str) or value not in OPERATIONS:
        raise ValueError(f"one of {', '.join(OPERATIONS)} is expected")
    return value


def act_data(value: object) -> dict[str, Any]:
    """What an act needs beside its target: `body` and `revision`, or `kind`."""
    known: dict[str, Check] = {
        "body": text(LONGEST_BODY), "revision": number(1), "kind": text(24), "cleared": text(LONGEST_CLEARED),
    }  # fmt: skip
    if not isinstance(value, dict) or not value.keys() <= known.keys():
        raise ValueError("body and revision, or kind, are expected")
    return {name: known[name](part) for name, part in value.items()}
