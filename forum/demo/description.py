"""The demo network as it is written down in network/*.toml, read into records without a database."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from forum.demo.described_crossings import ToldCrossing, ToldOffer
from forum.demo.described_sessions import ToldSession
from forum.demo.described_talk import ToldMessage, ToldReply, ToldReport, ToldRoom, ToldTaking, ToldWarning

DIRECTORY = Path(__file__).parent / "network"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPerson:
    """Someone invented. They last read everything that is theirs `last_visit_hours` ago."""

    handle: str
    display_name: str
    affiliation: str
    role_title: str
    bio: str
    time_zone: str
    last_visit_hours: float
    interests: tuple[str, ...]
    is_steward: bool = False

    @property
    def email(self) -> str:
        """The address with which the person signs in."""
        return f"{self.handle}@demo.weft.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPost:
    """One contribution, `after_hours` since its topic began. `reactions` are handles by `Reaction.Kind`.

    `via` is the board through which it came, as community/board, where that is not the topic's home.
    """

    id: str
    author: str
    after_hours: float
    body: str
    parent: str = ""
    accepted: bool = False
    via: str = ""
    reactions: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTopic:
    """One conversation, with the boards to which somebody carried it, or where it was to be at home.

    `followed_by` are handles of people who follow it, wherever they belong. Its moderators let it close in
    `closes_in_days`, leave a `note` to its readers, or say that it repeats the topic of that title. `removed_because`
    is why the moderator `removed_by` took it away lately, and `appeal` what its author says against that, which nobody
    has decided yet.
    """

    board: str
    title: str
    author: str
    days_ago: float
    posts: tuple[ToldPost, ...]
    tags: tuple[str, ...] = ()
    pinned: bool = False
    locked: bool = False
    crossings: tuple[ToldCrossing, ...] = ()
    offers: tuple[ToldOffer, ...] = ()
    followed_by: tuple[str, ...] = ()
    closes_in_days: float = 0.0
    note: str = ""
    repeats: str = ""
    removed_by: str = ""
    removed_because: str = ""
    appeal: str = ""

    def began(self, now: datetime) -> datetime:
        """When the topic was started, as seen from `now`."""
        return now - timedelta(days=self.days_ago)

    def written(self, post: ToldPost, now: datetime) -> datetime:
        """When the post was written, as seen from `now`."""
        return self.began(now) + timedelta(hours=post.after_hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldWaiting:
    """Words that wait for a moderator: a reply to the topic called `topic`, or a new one called `title`."""

    board: str
    author: str
    hours_ago: float
    body: str
    topic: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAsking:
    """Someone who asks to join, with their answers to the community's questions, and still waits."""

    handle: str
    hours_ago: float
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldBoard:
    """A board. The levels are readers, guest, member or moderator; the rest as in `Board`."""

    slug: str
    name: str
    kind: str
    description: str
    read_from: str = "readers"
    start_from: str = "member"
    reply_from: str = "member"
    approval: str = "none"
    approval_first: int = 3
    closes_after_days: int | None = None
    inbound: str = "ask"
    outbound: str = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldCommunity:
    """A community with its boards and conversations. `roles` are by handle; the first one opens it.

    `trusts` are addresses of communities whose topics come at once where boards say so.
    """

    slug: str
    name: str
    domain: str
    welcome: str
    kind: str
    regions: tuple[str, ...]
    languages: tuple[str, ...]
    interests: tuple[str, ...]
    time_zone: str
    visibility: str
    joining: str
    hue: int
    roles: Mapping[str, str]
    boards: tuple[ToldBoard, ...]
    topics: tuple[ToldTopic, ...]
    joining_questions: tuple[str, ...] = ()
    asking: tuple[ToldAsking, ...] = ()
    waiting: tuple[ToldWaiting, ...] = ()
    trusts: tuple[str, ...] = ()
    guard: str = "warn"

    def board(self, slug: str) -> ToldBoard:
        """The board of that address. Raises KeyError."""
        return {board.slug: board for board in self.boards}[slug]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A whole network, and what it is for."""

    purpose: str
    people: tuple[ToldPerson, ...]
    communities: tuple[ToldCommunity, ...]
    rooms: tuple[ToldRoom, ...] = ()
    takings: tuple[ToldTaking, ...] = ()
    warnings: tuple[ToldWarning, ...] = ()
    reports: tuple[ToldReport, ...] = ()
    replies: tuple[ToldReply, ...] = ()
    sessions: tuple[ToldSession, ...] = ()


def read_description(directory: Path = DIRECTORY) -> Told:
    """The network in `directory`. Raises OSError, TOMLDecodeError, or TypeError for a key nobody knows."""
    people = tuple(ToldPerson(**_tuples(row)) for row in _rows(directory / "people.toml", "person"))
    communities = tuple(
        _community(row, directory / "topics" / f"{row['slug']}.toml")
        for row in _rows(directory / "communities.toml", "community")
    )
    purpose = tomllib.loads((directory / "communities.toml").read_text(encoding="utf-8"))["purpose"]
    rooms = tuple(_room(row) for row in _rows(directory / "talk.toml", "room"))
    takings = tuple(ToldTaking(**_tuples(row)) for row in _rows(directory / "talk.toml", "taking"))
    warnings = tuple(ToldWarning(**row) for row in _rows(directory / "talk.toml", "warning"))
    reports = tuple(ToldReport(**row) for row in _rows(directory / "talk.toml", "report"))
    replies = tuple(ToldReply(**row) for row in _rows(directory / "talk.toml", "reply"))
    sessions = tuple(ToldSession(**_tuples(row)) for row in _rows(directory / "sessions.toml", "session"))
    return Told(
        purpose=purpose,
        people=people,
        communities=communities,
        rooms=rooms,
        takings=takings,
        warnings=warnings,
        reports=reports,
        replies=replies,
        sessions=sessions,
    )


def _rows(path: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8")).get(name, [])
    return rows


def _community(row: dict[str, Any], conversations: Path) -> ToldCommunity:
    roles = {member["handle"]: member["role"] for member in row.pop("members")}
    boards = tuple(ToldBoard(**board) for board in row.pop("board"))
    asking = tuple(ToldAsking(**_tuples(each)) for each in row.pop("asking", []))
    return ToldCommunity(
        **_tuples(row),
        roles=roles,
        boards=boards,
        asking=asking,
        topics=tuple(_topic(topic) for topic in _rows(conversations, "topic")),
        waiting=tuple(ToldWaiting(**words) for words in _rows(conversations, "waiting")),
    )


def _room(row: dict[str, Any]) -> ToldRoom:
    messages = tuple(ToldMessage(**message) for message in row.pop("messages"))
    return ToldRoom(**_tuples(row), messages=messages)


def _topic(row: dict[str, Any]) -> ToldTopic:
    posts = tuple(ToldPost(**post) for post in row.pop("post"))
    crossings = tuple(ToldCrossing(**_tuples(each)) for each in row.pop("crossing", []))
    offers = tuple(ToldOffer(**each) for each in row.pop("offer", []))
    return ToldTopic(**_tuples(row), posts=posts, crossings=crossings, offers=offers)


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
