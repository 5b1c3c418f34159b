"""Where sockets are: in rooms and at streams. Whose place it is, and whether rights to it are in doubt."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from realtime.connection import Connection


@dataclass(frozen=True, slots=True)
class Notice:
    """Whose rights, and where, have come into doubt; None stands for everybody, or everywhere."""

    person: int | None = None
    community: int | None = None
    room: int | None = None
    topics: Collection[int] | None = None
    boards: Collection[int] | None = None

    @classmethod
    def of(cls, said: dict[str, Any]) -> Notice:
        """What a notice to the processes says of it."""
        return cls(**{name: said.get(name) for name in ("person", "community", "room", "topics", "boards")})


@dataclass(eq=False, slots=True)
class Place:
    """One socket somewhere. Until it `is_open` nothing leaves; `doubts` counts how often rights came into doubt."""

    connection: Connection
    doubts: int = field(default=0, kw_only=True)
    is_open: bool = field(default=False, kw_only=True)
    typed_at: float = field(default=float("-inf"), kw_only=True)

    @property
    def name(self) -> str:
        """What the place is called on the wire: "room:7", "topic:57"."""
        raise NotImplementedError

    @property
    def is_taken(self) -> bool:
        """Whether the socket is there still."""
        raise NotImplementedError

    @property
    def may_write(self) -> bool:
        """Whether this person may write there."""
        raise NotImplementedError

    @property
    def hears(self) -> bool:
        """True while things leave: the place is open, and nothing is in doubt."""
        raise NotImplementedError

    @property
    def tells_presence(self) -> bool:
        """Whether others there are told that this person looks."""
        return True

    def concerns(self, notice: Notice) -> bool:
        """Whether the notice may change what this person may do here; unknown counts as yes."""
        raise NotImplementedError

    def hold(self) -> None:
        """Let nothing leave."""
        raise NotImplementedError

    def doubt(self) -> None:
        """Let nothing leave until the policy has been asked anew."""
        self.doubts += 1
        self.hold()

    @property
    def question(self) -> tuple[int, str]:
        """Whom the policy is asked about, and where."""
        return self.connection.person_id, self.name
