"""The rooms that somebody belongs to, with what waits in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from forum.chat.models import Message, Participant, Room
from forum.communities.models import Community, Role
from forum.communities.selectors.standing import communities_where
from forum.core.known_queries import KnownQuery, among
from forum.people.models import Person

MOST_COUNTED = 100
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class OwnRoom:
    """A room with what waits in it, counted up to `MOST_COUNTED`; `last_at` is when something was last said there.

    `other` is the other one in a room of two, None in rooms of communities.
    """

    room: Room
    unread: int
    last_at: datetime | None
    other: Person | None = None


def own_rooms(person: Person) -> list[OwnRoom]:
    """Rooms of the person's communities by name, then rooms of two, the latest first. Two queries."""
    rows = _own(person.pk, communities_where(person, Role.GUEST))
    others = people_beside(person, [row for row in rows if row.is_direct])
    found = [OwnRoom(row, row.unread, row.last_at, others.get(row.pk)) for row in rows]
    of_two = [own for own in found if own.room.is_direct]
    of_two.sort(key=lambda own: own.last_at or own.room.created_at, reverse=True)
    return _by_community([own for own in found if not own.room.is_direct]) + of_two


def unread_in_rooms(person: Person) -> int:
    """How many messages wait in the same rooms. One query."""
    return sum(unread for (unread,) in _unread(person.pk, communities_where(person, Role.GUEST)))


def rooms_in(person: Person, community: Community) -> list[OwnRoom]:
    """The rooms in use of one community, its standing one first, with what waits there. For those who read it."""
    found = [OwnRoom(row, row.unread, row.last_at) for row in _here(person.pk, community.pk)]
    for own in found:
        own.room.community = community
    return _by_community(found)


def people_beside(person: Person, rooms: Iterable[Room]) -> dict[int, Person]:
    """Who else is in these rooms of two, by room; people who have left are named as such."""
    others = {room.pk: _other_id(person, room) for room in rooms}
    people = Person.objects.in_bulk(others.values()) if others else {}
    return {room_id: people[key] for room_id, key in others.items() if key in people}


def _other_id(person: Person, room: Room) -> int:
    return next((key for key in room.two if key != person.pk), person.pk)


def _rooms_of(person_id: int, mine: list[int]) -> QuerySet[Room]:
    in_communities = Q(among("community_id", mine), community__archived_at=None, archived_at=None)
    of_two = Participant.objects.filter(person=person_id).values("room")
    rows = Room.objects.filter(in_communities | Q(pk__in=of_two)).exclude(kind=Room.Kind.SESSION)
    return rows.select_related("community")


def _with_news(person_id: int, rooms: QuerySet[Room]) -> QuerySet[Any]:
    """With `unread` and `last_at`. To those who never looked in, only what was said since they joined is new; what an
    archive brought is new to nobody.
    """
    said = Message.objects.filter(room=OuterRef("pk"), removed_at=None)
    news = said.filter(seq__gt=OuterRef("read_seq"), created_at__gte=OuterRef("since"), from_archive=False)
    counted = ArraySubquery(news.exclude(author=person_id).order_by().values("pk")[:MOST_COUNTED])
    return rooms.annotate(
        reading=FilteredRelation("readings", condition=Q(readings__person=person_id)),
        member=FilteredRelation(
            "community__memberships", condition=Q(community__memberships__person=person_id)
        ),
        read_seq=Coalesce(F("reading__seq"), Value(0)),
        since=Case(
            When(Q(community=None) | Q(reading__seq__isnull=False), then=Value(_EVER)),
            default=Coalesce(F("member__joined_at"), Value(_NEVER)),
        ),
    ).annotate(
        unread=Func(counted, function="CARDINALITY", output_field=IntegerField()),
        last_at=Subquery(said.order_by("-seq").values("created_at")[:1]),
    )


def _with_unread(person_id: int, mine: list[int]) -> QuerySet[Any, tuple[int]]:
    rows = _with_news(person_id, _rooms_of(person_id, mine)).filter(last_seq__gt=F("read_seq"))
    return rows.values_list("unread")


_own: KnownQuery[Any] = KnownQuery(
    lambda person_id, mine: _with_news(person_id, _rooms_of(person_id, mine)), plan_each_time=True
)
_unread = KnownQuery(_with_unread, plan_each_time=True)  # how much waits differs too much for one plan
_here: KnownQuery[Any] = KnownQuery(
    lambda person_id, community_id: _with_news(
        person_id,
        Room.objects.filter(community=community_id, archived_at=None).exclude(kind=Room.Kind.SESSION),
    )
)


def _by_community(found: list[OwnRoom]) -> list[OwnRoom]:
    return sorted(found, key=_place)


def _place(own: OwnRoom) -> tuple[str, int, bool, str, int]:
    community = own.room.community
    name = (community.name.lower(), community.pk) if community else ("", 0)
    return (*name, own.room.kind != Room.Kind.STANDING, own.room.name.lower(), own.room.pk)
