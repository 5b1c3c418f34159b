"""What clients say over a socket, one struct for each message. docs/protocol.md shows an example of each."""

from __future__ import annotations

import json
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, ClassVar, NoReturn, get_args
from uuid import UUID

from realtime import checks

VERSION = 1


class Malformed(Exception):
    """A frame that is none of these messages; `id` is that of the message where it could be read, or 0."""

    def __init__(self, code: str, say: str, message_id: int = 0) -> None:
        super().__init__(say)
        self.code, self.say, self.id = code, say, message_id


def _part(check: checks.Check, **more: Any) -> Any:
    """A field of a message, and what must hold of it."""
    return field(metadata={"check": check}, **more)


@dataclass(frozen=True, slots=True)
class Hello:
    t: ClassVar = "hello"
    v: int = _part(checks.number(0))
    person: int | None = _part(checks.optional(checks.number(1)), default=None)


@dataclass(frozen=True, slots=True)
class Subscribe:
    t: ClassVar = "sub"
    id: int = _part(checks.number(1))
    room: int = _part(checks.number(1))
    after: int | None = _part(checks.optional(checks.number(0)), default=None)
    backstage: int | None = _part(checks.optional(checks.number(0)), default=None)


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    t: ClassVar = "unsub"
    room: int = _part(checks.number(1))


@dataclass(frozen=True, slots=True)
class Send:
    t: ClassVar = "send"
    id: int = _part(checks.number(1))
    room: int = _part(checks.number(1))
    cid: UUID = _part(checks.client_id)
    body: str = _part(checks.text(checks.LONGEST_BODY))
    reply_to: int | None = _part(checks.optional(checks.number(1)), default=None)
    cleared: str = _part(checks.text(checks.LONGEST_CLEARED), default="")


@dataclass(frozen=True, slots=True)
class Act:
    t: ClassVar = "act"
    id: int = _part(checks.number(1))
    room: int = _part(checks.number(1))
    cid: UUID = _part(checks.client_id)
    op: str = _part(checks.operation)
    target: int = _part(checks.number(1))
    data: dict[str, Any] = _part(checks.act_data, default_factory=dict)


@dataclass(frozen=True, slots=True)
class Typing:
    t: ClassVar = "typing"
    room: int | None = _part(checks.optional(checks.number(1)), default=None)
    stream: str | None = _part(checks.optional(checks.stream), default=None)


@dataclass(frozen=True, slots=True)
class Watch:
    t: ClassVar = "watch"
    id: int = _part(checks.number(1))
    streams: tuple[str, ...] = _part(checks.streams)


@dataclass(frozen=True, slots=True)
class Unwatch:
    t: ClassVar = "unwatch"
    streams: tuple[str, ...] = _part(checks.streams)


@dataclass(frozen=True, slots=True)
class Read:
    t: ClassVar = "read"
    room: int = _part(checks.number(1))
    seq: int = _part(checks.number(0))


@dataclass(frozen=True, slots=True)
class Beat:
    t: ClassVar = "beat"
    seen: dict[int, int] = _part(checks.seen)
    active: bool = _part(checks.flag)


Incoming = Hello | Subscribe | Unsubscribe | Send | Act | Typing | Read | Watch | Unwatch | Beat
INCOMING: dict[str, type[Incoming]] = {each.t: each for each in get_args(Incoming)}


def parse(text: str) -> Incoming:
    """The message that a frame holds. The frame's length has been bounded before. Raises Malformed."""
    try:
        said = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Malformed("malformed", "This is not JSON.") from None
    if not isinstance(said, dict):
        raise Malformed("malformed", "A message is an object.")
    name, message_id = said.pop("t", None), said.get("id")
    known_id = message_id if type(message_id) is int and 0 < message_id <= checks.LARGEST else 0
    kind = INCOMING.get(name) if isinstance(name, str) else None
    if kind is None:
        raise Malformed("unknown", "There is no such message.", known_id)
    try:
        return _filled(kind, said)
    except ValueError as problem:
        raise Malformed("malformed", f"{kind.t}: {problem}.", known_id) from None


def _filled(kind: type[Incoming], said: dict[str, Any]) -> Incoming:
    known = {each.name: each for each in fields(kind)}
    if not said.keys() <= known.keys():
        raise ValueError(f"only {', '.join(known)} are expected")
    values = {}
    for name, each in known.items():
        if name in said:
            try:
                values[name] = each.metadata["check"](said[name])
            except ValueError as problem:
                raise ValueError(f"{name}: {problem}") from None
        elif each.default is MISSING and each.default_factory is MISSING:
            raise ValueError(f"{name} is missing")
    message = kind(**values)
    if isinstance(message, Act) and message.data.keys() - checks.ALLOWED != checks.OPERATIONS[message.op]:
        raise ValueError(f"data: {message.op} needs {', '.join(checks.OPERATIONS[message.op]) or 'nothing'}")
    return message


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
