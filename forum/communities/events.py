"""What happens to communities."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class CommunityFounded(Event):
    community_id: int


@dataclass(frozen=True, slots=True)
class MemberJoined(Event):
    community_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class MemberLeft(Event):
    community_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class RoleGiven(Event):
    community_id: int
    person_id: int
    role: int
