"""Opening, describing and closing rooms of a community."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from forum.chat.events import RoomChanged, RoomOpened
from forum.chat.models import Room
from forum.chat.policies.rooms import may_close_room, may_look_after_room, may_open_room
from forum.chat.selectors.rooms import (
    DESCRIPTION,
    addresses_of_rooms,
    edition_of_room,
    is_name_in_use,
    number_in_use,
)
from forum.communities.actions.guarding import ask_in
from forum.communities.models import Community
from forum.communities.policies.standing import may_reword
from forum.communities.selectors.locks import lock_standing, locked_community
from forum.core.editions import ChangedMeanwhile
from forum.core.events import publish
from forum.core.limits import SETTING, spend
from forum.core.verdicts import Refused, require
from forum.people.models import Person

MOST_ROOMS = 50  # in use at once
LONGEST_SLUG = 50
SLUG_OF_STANDING = "room"


@transaction.atomic
def open_room(*, opener: Person, community: Community, now: datetime | None = None, **fields: Any) -> Room:
    """Open one more room; `fields` are among `DESCRIPTION`. Raises Refused, TooMany, or ValidationError by field."""
    community = _locked_community(opener, community)
    require(may_open_room(opener, community))
    spend(SETTING, opener.pk)
    _require_space(community)
    room = Room(
        kind=Room.Kind.OPENED, community=community, created_by=opener, created_at=now or timezone.now()
    )
    _describe(opener, room, fields)
    if is_name_in_use(community, room.name):  # or the form was sent twice
        raise ValidationError({"name": _("There is a room of this name already.")})
    room.slug = free_address(community, room.name)
    room.full_clean(exclude=["pair"])
    room.save()
    publish(RoomOpened(room_id=room.pk))
    return room


def open_standing_room(*, community_id: int, now: datetime | None = None) -> Room:
    """The room that every community has from its founding on. Part of the action that founds it."""
    room, is_new = Room.objects.get_or_create(
        community_id=community_id,
        kind=Room.Kind.STANDING,
        defaults={"slug": SLUG_OF_STANDING, "name": "", "created_at": now or timezone.now()},
    )
    if is_new:
        publish(RoomOpened(room_id=room.pk))
    return room


@transaction.atomic
def describe_room(*, facilitator: Person, room: Room, seen: str = "", **fields: Any) -> Room:
    """Change what a room says, who writes and how fast; `seen` is the edition that the change began from, if known.

    Raises ChangedMeanwhile, Refused, TooMany, or ValidationError by field.
    """
    room = _locked(facilitator, room)
    require(may_look_after_room(facilitator, room))
    spend(SETTING, facilitator.pk)
    if seen and seen != edition_of_room(room):
        raise ChangedMeanwhile(_("Somebody else has changed this room in the meantime."))
    _describe(facilitator, room, fields)
    room.full_clean(exclude=["pair"])
    room.save(update_fields=list(DESCRIPTION))
    publish(RoomChanged(room_id=room.pk))
    return room


@transaction.atomic
def close_room(*, facilitator: Person, room: Room, now: datetime | None = None) -> Room:
    """Let a room be read and not added to. Raises Refused or TooMany."""
    room = _locked(facilitator, room)
    require(may_close_room(facilitator, room))
    spend(SETTING, facilitator.pk)
    return _set_archived(room, room.archived_at or now or timezone.now())


@transaction.atomic
def reopen_room(*, facilitator: Person, room: Room) -> Room:
    """Let a closed room be written in again. Raises Refused or TooMany."""
    room = _locked(facilitator, room)
    require(may_look_after_room(facilitator, room))
    spend(SETTING, facilitator.pk)
    if room.archived_at is not None and room.community is not None:
        _require_space(room.community)
    return _set_archived(room, None)


def free_address(community: Community, name: str) -> str:
    """An address for a room of this name that no other room of the community has, closed ones included."""
    stem = slugify(name)[:LONGEST_SLUG].strip("-_") or SLUG_OF_STANDING
    taken = addresses_of_rooms(community)
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem[: LONGEST_SLUG - 6].rstrip('-_')}-{number}"
    return slug


def _require_space(community: Community) -> None:
    if number_in_use(community) >= MOST_ROOMS:
        raise Refused(_("A community has at most %d rooms in use. Close one first.") % MOST_ROOMS)


def _locked_community(facilitator: Person, community: Community) -> Community:
    community = locked_community(community.pk)
    lock_standing(facilitator, [community.pk])
    return community


def _locked(facilitator: Person, room: Room) -> Room:
    """The room as it stands now, held with its community; one of two, which has none, as it came."""
    if room.community is None:
        return room
    community = _locked_community(facilitator, room.community)
    fresh = Room.objects.select_for_update(no_key=True).get(pk=room.pk)
    fresh.community = community
    return fresh


def _describe(facilitator: Person, room: Room, fields: dict[str, Any]) -> None:
    known = [room.name, room.purpose]
    for name in set(fields) & set(DESCRIPTION):
        setattr(room, name, fields[name].strip() if isinstance(fields[name], str) else fields[name])
    if room.kind == Room.Kind.OPENED and not room.name:
        raise ValidationError({"name": _("Give the room a name.")})
    if room.community is not None:
        require(may_reword(facilitator, room.community, [room.name, room.purpose], known=known))
    ask_in([room.community], [room.name, room.purpose], known=known)


def _set_archived(room: Room, moment: datetime | None) -> Room:
    if room.archived_at != moment:
        room.archived_at = moment
        room.save(update_fields=["archived_at"])
        publish(RoomChanged(room_id=room.pk))
    return room
