"""Rooms that one reads."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from forum.chat.models import Participant, Room
from forum.chat.selectors.sessions import session_rooms_read_by
from forum.communities.models import Community
from forum.communities.selectors.reach import Reader, ReaderKind, reach_of
from forum.communities.selectors.reading import readable_community
from forum.core.editions import edition_of

# What a facilitator can change in a room, by column.
DESCRIPTION = ("name", "purpose", "write_from", "slow_seconds")


def rooms_read_by(reader: Reader) -> QuerySet[Room]:
    """Every room that the reader may read, with its community. Twin: `may_read_room`."""
    rows = Room.objects.select_related("community")
    if reach_of(reader).kind == ReaderKind.VISITOR:
        return rows.none()
    in_communities = Q(community__isnull=False) & readable_community(reader, prefix="community__")
    of_two = Participant.objects.filter(person=reach_of(reader).person_id).values("room")
    others = ~Q(kind=Room.Kind.SESSION) & (in_communities | Q(pk__in=of_two))
    return rows.filter(others | session_rooms_read_by(reader))


def rooms_of(community: Community) -> QuerySet[Room]:
    """The rooms of a community, its standing one first, without those of live sessions. For those who read it."""
    rows = Room.objects.filter(community=community).exclude(kind=Room.Kind.SESSION)
    rows = rows.select_related("community")
    return rows.order_by("archived_at", "-kind", "name")


def room_to_manage(community: Community, room_id: int) -> Room | None:
    """The room of this id if it is the community's. For its facilitators."""
    return rooms_of(community).filter(pk=room_id).first()


def edition_of_room(room: Room) -> str:
    """The edition of what a facilitator can change in it."""
    return edition_of(*(getattr(room, name) for name in DESCRIPTION))


def room_with_community(room_id: int) -> Room | None:
    """A room, for policies to decide on."""
    return Room.objects.select_related("community").filter(pk=room_id).first()


def rooms_with_communities(room_ids: Iterable[int]) -> dict[int, Room]:
    """The same for several rooms, by id, in one query."""
    return {room.pk: room for room in Room.objects.select_related("community").filter(pk__in=room_ids)}


def number_in_use(community: Community) -> int:
    """How many rooms of the community are open."""
    return rooms_of(community).filter(archived_at=None).count()


def is_name_in_use(community: Community, name: str) -> bool:
    """True where a room of the community that is open is called so, in whatever case."""
    return Room.objects.filter(community=community, archived_at=None, name__iexact=name).exists()


def addresses_of_rooms(community: Community) -> set[str]:
    """The addresses that rooms of the community have, closed ones included."""
    return set(Room.objects.filter(community=community).values_list("slug", flat=True))
