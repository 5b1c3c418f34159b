"""What people do in a live session while it goes on: leading it, and talking there."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from forum.gatherings.models import Gathering
from tests.factories import make_community
from tests.forum.gatherings.going_on import begun, joined, near
from tests.rights.acts import doing, opening
from tests.rights.places import Place
from tests.rights.roles import GUEST, belongs, reads_signed_in, shapes, speaks


def _near(place: Place) -> None:
    near(place.facilitator, place.community)


def _begun(place: Place) -> None:
    begun(place.facilitator, place.community)


def _begun_elsewhere(place: Place) -> None:
    other = make_community(visibility="hidden")
    joined(begun(other.memberships.get().person, other), place.community)


def _session(_place: Place) -> list[Any]:
    return [Gathering.objects.get().pk]


def _room(_place: Place) -> list[Any]:
    return [Gathering.objects.get().room_id]


def _words(_place: Place) -> dict[str, str]:
    return {"text": "Words.", "words": "Words.", "client_id": str(uuid4())}


def _next(_place: Place) -> dict[str, str]:
    return {"phase": "0", "minutes": "5", "seen": "1"}


def takes_part(role: str, visibility: str) -> bool:
    """Who talks in a session: its guests, too."""
    return speaks(role, visibility) or (role == GUEST and belongs(role, visibility))


MEETING_LIVE = [
    doing("begin a session", shapes, "gathering-start", _session, before=_near),
    doing("go on to another part of a session", shapes, "gathering-phase", _session, _next, before=_begun),
    doing("announce to a session", shapes, "gathering-say-to-all", _session, _words, before=_begun),
    doing("end a session", shapes, "gathering-end", _session, before=_begun),
    opening("read along in a session", reads_signed_in, "room-events", _room, before=_begun),
    doing("talk in a session", takes_part, "message-send", _room, _words, before=_begun),
    opening(
        "read along in a session of others", reads_signed_in, "room-events", _room, before=_begun_elsewhere
    ),
    doing("talk in a session of others", takes_part, "message-send", _room, _words, before=_begun_elsewhere),
]
