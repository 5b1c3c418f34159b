"""What people do in rooms of a community, and two by two."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from forum.chat.actions.messages import pin_message
from forum.chat.actions.taking_down import take_down_message
from forum.communities.models import Community, Role
from tests.factories import make_member
from tests.rights.acts import doing, opening, reading
from tests.rights.places import Place
from tests.rights.roles import (
    STEWARD,
    VISITOR,
    belongs,
    moderates,
    nobody,
    reads_signed_in,
    shapes,
    signed_in,
    small_acts,
    speaks,
)


def _shares(role: str, visibility: str) -> bool:
    """Who belongs to a community of the member's."""
    return role not in {VISITOR, STEWARD} and belongs(role, visibility)


def _room(place: Place) -> list[Any]:
    return [place.message.room_id]


def _closed(place: Place) -> list[Any]:
    return [place.closed_room.pk]


def _moderators(place: Place) -> list[Any]:
    return [place.moderators_room.pk]


def _two(place: Place) -> list[Any]:
    return [place.between_two.room_id]


def _message(place: Place) -> list[Any]:
    return [place.message.room_id, place.message.pk]


def _alone(place: Place) -> list[Any]:
    return [place.between_two.room_id, place.between_two.pk]


def _reaction(place: Place) -> list[Any]:
    return [*_message(place), "thanks"]


def _member(place: Place) -> list[Any]:
    return [place.member.handle]


def _words(_place: Place) -> dict[str, str]:
    return {"text": "Words.", "client_id": str(uuid4())}


def _other_words(_place: Place) -> dict[str, str]:
    return {"text": "Other words.", "revision": "1"}


def _community(place: Place) -> list[Any]:
    return [place.community.slug]


def _managed(place: Place) -> list[Any]:
    return [place.community.slug, place.moderators_room.pk]


def _managed_closed(place: Place) -> list[Any]:
    return [place.community.slug, place.closed_room.pk]


def _description(_place: Place) -> dict[str, str]:
    return {"name": "Another name", "purpose": "Why.", "write_from": "20", "slow_seconds": "30"}


def _pinned(place: Place) -> None:
    community = Community.objects.get(pk=place.community.pk)
    place.message.room.community = community
    pin_message(moderator=place.facilitator, message=place.message)


def _why(_place: Place) -> dict[str, str]:
    return {"reason": "We sell nothing here."}


def _taken_down(place: Place) -> None:
    place.message.room.community = Community.objects.get(pk=place.community.pk)
    other = make_member(place.community, role=Role.MODERATOR)
    take_down_message(moderator=other, message=place.message, reason="We sell nothing here.")


def _chosen(place: Place) -> dict[str, Any]:
    return {
        "message": place.message.pk, "to": "topic", "board": place.board.pk, "title": "From our talk",
        "source": "My words.", "go": "1", "client_key": str(uuid4()),
    }  # fmt: skip


def _lift(place: Place) -> list[Any]:
    return [place.lift.pk]


def _rule(_place: Place) -> dict[str, str]:
    return {"taking": "free"}


TALKING = [
    reading("see one's rooms", signed_in, "rooms", lambda _place: []),
    reading("read a room", reads_signed_in, "room", _room),
    reading("read the events of a room", reads_signed_in, "room-events", _room),
    reading("complete names in a room", reads_signed_in, "room-people", _room),
    reading("look for words in a room", reads_signed_in, "room-search", _room),
    reading("read one message", reads_signed_in, "message", _message),
    reading("see what to do with a message", reads_signed_in, "message-acts", _message),
    reading("read what somebody's message said before", nobody, "message-wordings", _message),
    doing(
        "say how far one has read a room", reads_signed_in, "room-read", _room, lambda _place: {"seq": "1"}
    ),
    doing("say something in a room", speaks, "message-send", _room, _words),
    doing("say something in the moderators' room", moderates, "message-send", _moderators, _words),
    doing("say something in a closed room", nobody, "message-send", _closed, _words),
    doing("change somebody's message", nobody, "message-edit", _message, _other_words),
    doing("remove somebody's message", moderates, "message-remove", _message, _why),
    opening("read why a message was removed", moderates, "message-removal", _message, before=_taken_down),
    doing("bring a message back", moderates, "message-restore", _message, before=_taken_down),
    doing("delete for good what moderators removed", nobody, "message-forget", _message, before=_taken_down),
    doing("keep a message in view", moderates, "message-pin", _message),
    doing("keep it in view no longer", moderates, "message-unpin", _message, before=_pinned),
    doing("react to a message", small_acts, "message-reaction", _reaction),
    doing("take a reaction off a message", small_acts, "message-reaction-remove", _reaction),
    doing("take what somebody said to a board", moderates, "lift-new", _room, _chosen),
    reading("see one's words on their way to boards", signed_in, "lifts", lambda _place: []),
    reading("see what others ask each other", nobody, "lift", _lift),
    doing("agree for others", nobody, "lift-agree", _lift),
    doing("decline for others", nobody, "lift-decline", _lift),
    doing("publish what others agreed", nobody, "lift-publish", _lift),
    doing("take back what others ask", nobody, "lift-take-back", _lift),
    doing("take out what others said", nobody, "lift-take-out", _lift),
    doing("say how words may be taken", shapes, "rooms-taking", _community, _rule),
    reading("see the rooms to look after", shapes, "rooms-manage", _community),
    doing("open a room", shapes, "room-new", _community, _description),
    doing("describe a room", shapes, "room-manage", _managed, _description),
    doing("close a room", shapes, "room-close", _managed),
    doing("open a closed room again", shapes, "room-reopen", _managed_closed),
    doing("write to a member alone", _shares, "person-talk", _member),
    doing("block somebody", signed_in, "person-block", _member),
    doing("block them no longer", signed_in, "person-unblock", _member),
    reading("read a room of two others", nobody, "room", _two),
    reading("read events of two others", nobody, "room-events", _two),
    reading("complete names among two others", nobody, "room-people", _two),
    reading("look for words between two others", nobody, "room-search", _two),
    reading("read one message between two others", nobody, "message", _alone),
    doing("write to two others", nobody, "message-send", _two, _words),
    doing("remove what two others said", nobody, "message-remove", _alone, _why),
    doing("keep in view what two others said", nobody, "message-pin", _alone),
    doing("react to two others", nobody, "message-reaction", lambda place: [*_alone(place), "thanks"]),
]
