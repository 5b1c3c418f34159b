"""Who a socket belongs to and what they may do in a room, asked of the forum's policies. Runs in the pool's threads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from forum.chat.models import Room
from forum.chat.policies.rooms import (
    may_moderate_room,
    may_react_in,
    may_read_room,
    may_write_at_any_pace,
    may_write_in,
)
from forum.chat.policies.sessions import may_be_present_in_session
from forum.chat.selectors.log import heads_of, replay
from forum.chat.selectors.rooms import rooms_with_communities
from forum.chat.selectors.sessions import communities_in_session
from forum.communities.policies.standing import may_be_present
from forum.communities.selectors.standing import gather_memberships
from forum.core.verdicts import YES, Verdict
from forum.people.models import Person
from forum.people.second_step import NEEDED, has_powers
from forum.people.selectors.people import people_with
from forum.people.selectors.second_steps import has_second_step
from forum.people.selectors.sessions import people_signed_in

EVERYONE, BACKSTAGE = 0, 1
NO_ROOM = "There is no such room."


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a session lets somebody in: their id, or a sentence that says why not."""

    person_id: int = 0
    is_barred: bool = False
    say: str = "Sign in to read along."


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do in a room. `say` tells why they may not write, or read; `people` are the two of a room of
    two, `beside` the communities on which it rests as well: those that take part in a live session.
    """

    reads: bool = False
    may: tuple[str, ...] = ()
    mode: str = "closed"
    slow: int = 0
    say: str = NO_ROOM
    community_id: int | None = None
    beside: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()

    @property
    def lanes(self) -> tuple[int, ...]:
        """The logs of the room that they may read."""
        if not self.reads:
            return ()
        return (EVERYONE, BACKSTAGE) if "moderate" in self.may else (EVERYONE,)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who wants to come into which room, and what they have of its lanes. None means: from now on."""

    person_id: int
    room_id: int
    after: int | None
    backstage: int | None


@dataclass(frozen=True, slots=True)
class Missing:
    """What follows the number `after` in one lane of a room; `events` is None where that is too much."""

    after: int
    events: list[bytes] | None
    head: int

    @property
    def last(self) -> int:
        """The number up to which the client has everything once it has these."""
        return self.after + len(self.events or ())


@dataclass(frozen=True, slots=True)
class Entrance:
    """What a room is entered with: rights, and what the client lacks in each lane that they may read."""

    rights: Rights
    lanes: dict[int, Missing]


def standings(keys: Iterable[str]) -> dict[str, Standing]:
    """What each of these sessions is good for now; those of nobody let nobody in."""
    asked = set(keys)
    found = people_signed_in(asked)
    return {key: _standing(found[key]) if key in found else Standing() for key in asked}


def _standing(person: Person) -> Standing:
    if settings.STEWARDS_NEED_SECOND_STEP and has_powers(person) and not has_second_step(person):
        return Standing(is_barred=True, say=str(NEEDED))
    return Standing(person_id=person.pk)


def rights_of(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Rights]:
    """What people may do in rooms: pairs of ids, answered with few queries however many communities they span."""
    asked = set(pairs)
    people = people_with({person_id for person_id, _room in asked})
    gather_memberships(people.values())
    rooms = rooms_with_communities({room_id for _person, room_id in asked})
    return {
        pair: _rights(people[pair[0]], rooms[pair[1]]) if pair[0] in people and pair[1] in rooms else Rights()
        for pair in asked
    }


def _rights(person: Person, room: Room) -> Rights:
    reads = may_read_room(person, room)
    if not reads:
        return Rights(say=str(reads.reason))
    present = _present(person, room)
    if not present:
        return Rights(say=str(present.reason))
    writes = may_write_in(person, room)
    asked = {
        "write": writes,
        "react": may_react_in(person, room),
        "moderate": may_moderate_room(person, room),
    }
    is_closed = bool(room.archived_at or (room.community and room.community.archived_at))
    if room.is_of_session:  # it opens and closes by itself, for hosts at other times than for others
        is_closed = not writes.allowed
    slow = 0 if may_write_at_any_pace(person, room) else room.slow_seconds
    mode = "closed" if is_closed else "slow" if slow else "open"
    return Rights(
        reads=True, may=tuple(name for name, verdict in asked.items() if verdict), mode=mode,
        slow=slow, say=str(writes.reason), community_id=room.community_id,
        beside=frozenset(each.pk for each in communities_in_session(room)) if room.is_of_session else frozenset(),
        people=frozenset(room.two),
    )  # fmt: skip


def _present(person: Person, room: Room) -> Verdict:
    """Whether they may follow what happens there while it does."""
    if room.is_of_session:
        return may_be_present_in_session(person, room)
    return YES if room.community is None else may_be_present(person, room.community)


def entrances(asked: Iterable[Asked]) -> dict[Asked, Entrance]:
    """Ask whether people may come into rooms, and read what they lack there: many at once cost little more than one."""
    wanted = set(asked)
    rights = rights_of((each.person_id, each.room_id) for each in wanted)
    ends = heads_of(list({each.room_id for each in wanted}))
    missing = cache(_missing)  # who comes back after the same fault mostly lacks the same
    found = {}
    for each in wanted:
        may, at = rights[each.person_id, each.room_id], ends.get(each.room_id, (0, 0))
        after = {EVERYONE: each.after, BACKSTAGE: each.backstage}
        lanes = {lane: missing(each.room_id, lane, after[lane], at[lane]) for lane in may.lanes}
        found[each] = Entrance(may, lanes)
    return found


def _missing(room_id: int, lane: int, after: int | None, head: int) -> Missing:
    if after is None:
        return Missing(head, [], head)
    if after > head:  # there was never such a number
        return Missing(head, None, head)
    if after == head:
        return Missing(head, [], head)
    found = replay(room_id, after=after, lane=lane)
    return Missing(after, None if found.has_more else found.payloads, head)
