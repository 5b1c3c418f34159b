"""Somebody's place in a room: the lanes they follow, and whether what they may do there is in doubt."""

from __future__ import annotations

from dataclasses import dataclass, field

from realtime.lanes import Follower, Lane
from realtime.places import Notice, Place
from realtime.rights import Rights


@dataclass(eq=False, slots=True)
class Seat(Place):
    """One socket in one room."""

    room_id: int
    rights: Rights | None = None
    followers: dict[int, Follower] = field(default_factory=dict)
    lanes: dict[int, Lane] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The room, as it is called on the wire."""
        return f"room:{self.room_id}"

    @property
    def is_taken(self) -> bool:
        """Whether the socket is in the room still."""
        return self.connection.seats.get(self.room_id) is self

    @property
    def may_write(self) -> bool:
        """Whether this person may say something here."""
        return self.rights is not None and "write" in self.rights.may

    @property
    def tells_presence(self) -> bool:
        """Whether others are told that this person is here: of two who talk no longer, neither learns of the other."""
        return self.rights is not None and (self.rights.community_id is not None or self.may_write)

    def concerns(self, notice: Notice) -> bool:
        """Whether the notice may change what this person may do here; unknown counts as yes.

        In a room of two that rests on both, and on the communities that they share.
        """
        if notice.topics is not None or notice.boards is not None or notice.room not in (None, self.room_id):
            return False
        known = self.rights
        if notice.person not in (None, self.connection.person_id, *(known.people if known else ())):
            return False
        if notice.community is None or known is None or notice.community in known.beside:
            return True
        return known.community_id in (None, notice.community)

    @property
    def hears(self) -> bool:
        """True while events leave: the seat is open, and nothing is in doubt."""
        return self.is_open and not any(follower.is_held for follower in self.followers.values())

    def hold(self) -> None:
        """Let no event leave."""
        for follower in self.followers.values():
            follower.hold()

    def release(self) -> None:
        """Let events leave, those that were kept first."""
        self.is_open = True
        for follower in self.followers.values():
            follower.release()

    def note_seen(self, seq: int) -> None:
        """The client has events of the everyday lane up to this number."""
        follower = self.followers.get(0)
        if follower is not None:
            follower.seen = max(follower.seen, min(seq, follower.sent))

    @property
    def unseen(self) -> int:
        """Events that left and were not seen yet; moderators' own lane is a trickle and not counted."""
        follower = self.followers.get(0)
        return 0 if follower is None else follower.unseen
