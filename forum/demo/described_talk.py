"""Records of what is said in rooms of the demo network, and of what is taken from there to boards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldMessage:
    """A line in a room, sent `minutes_ago`. `reply_to` is the id of another one there; `reactions` as on posts.

    `removed_because` is why the moderator `removed_by` took it down soon afterwards, and `appeal` what its author says
    against that, which nobody has decided yet.
    """

    author: str
    minutes_ago: float
    body: str
    id: str = ""
    reply_to: str = ""
    pinned: bool = False
    removed_by: str = ""
    removed_because: str = ""
    appeal: str = ""
    reactions: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRoom:
    """What is said in a room: the common one of a community where it has no name, one of two where it has people."""

    messages: tuple[ToldMessage, ...]
    community: str = ""
    name: str = ""
    purpose: str = ""
    opener: str = ""
    slow_seconds: int = 0
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTaking:
    """What somebody takes from a room to a board; `said` are messages as they begin, `agreed` who has said yes."""

    community: str
    said: tuple[str, ...]
    by: str
    board: str
    title: str
    source: str
    minutes_ago: float
    room: str = ""
    why: str = ""
    tags: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldWarning:
    """A warning in a community, and what who was given it says against it, in the `appeal` that nobody decided yet."""

    community: str
    by: str
    person: str
    reason: str
    days_ago: float
    appeal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldReport:
    """What somebody reports of the post of that number in the topic of that title, without a number of the note of
    moderators there, or of `person`. `remark` is what `remarked_by`, who looks after it, says of it to the others;
    `kept_because` is why `kept_by` let it stand.
    """

    by: str
    reason: str
    hours_ago: float
    topic: str = ""
    number: int = 0
    person: str = ""
    words: str = ""
    remark: str = ""
    remarked_by: str = ""
    kept_because: str = ""
    kept_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldReply:
    """What those who look after a community say often, under a name."""

    community: str
    by: str
    name: str
    words: str
