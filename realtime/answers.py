"""What the server says over a socket, one struct for each message; events come finished from the forum."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, get_args


class Code:
    """Why a socket is closed. The client acts on the number; the reason beside it is for people."""

    GOING = 1001
    SIGNED_OUT = 4401
    BARRED = 4403
    UNKNOWN_ADDRESS = 4404
    SLOW = 4408
    REPLACED = 4409
    OLD_CLIENT = 4426
    TOO_MUCH = 4429


# Said in several places, as the reason of a close or of a failure.
AWAY = "The database does not answer. Try again in a moment."
ENDING = "This process is ending. Come back to another one."
TOO_MUCH = "That was too much in too short a time."
RETRY = 2  # seconds


@dataclass(frozen=True, slots=True)
class Welcome:
    t: ClassVar = "welcome"
    conn: str
    beat: float
    limits: dict[str, int]
    build: str


@dataclass(frozen=True, slots=True)
class Subscribed:
    t: ClassVar = "sub.ok"
    id: int
    room: int
    head: int
    backstage: int | None
    may: list[str]
    mode: str
    slow: int
    say: str


@dataclass(frozen=True, slots=True)
class Done:
    t: ClassVar = "ok"
    id: int
    seq: int | None


@dataclass(frozen=True, slots=True)
class Failed:
    t: ClassVar = "err"
    id: int
    code: str
    say: str
    retry: int | None = None
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class Passing:
    t: ClassVar = "eph"
    room: int | None
    stream: str | None
    kind: str
    d: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reset:
    t: ClassVar = "reset"
    id: int
    room: int
    head: int


@dataclass(frozen=True, slots=True)
class Revoked:
    t: ClassVar = "revoked"
    room: int | None = None
    stream: str | None = None


@dataclass(frozen=True, slots=True)
class Watching:
    t: ClassVar = "watch.ok"
    id: int
    versions: dict[str, int]
    refused: list[str]


@dataclass(frozen=True, slots=True)
class Told:
    t: ClassVar = "told"
    stream: str
    version: int
    kind: str
    d: dict[str, int]


@dataclass(frozen=True, slots=True)
class Drain:
    t: ClassVar = "drain"
    in_: int


@dataclass(frozen=True, slots=True)
class Alive:
    t: ClassVar = "beat"


Outgoing = Welcome | Subscribed | Done | Failed | Passing | Reset | Revoked | Watching | Told | Drain | Alive
OUTGOING: dict[str, type[Outgoing]] = {each.t: each for each in get_args(Outgoing)}


def encoded(message: Outgoing) -> bytes:
    """The message as JSON in UTF-8."""
    said = {"t": message.t} | {name.rstrip("_"): value for name, value in asdict(message).items()}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
