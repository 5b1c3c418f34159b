"""What is read of the rooms of live sessions, which live above: whose they are, and how they are named to a reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from forum.chat.models import Message, Room
from forum.communities.models import Community
from forum.communities.selectors.reach import Reader
from forum.core.asked_above import AskedAbove
from forum.people.actors import Actor
from forum.people.models import Person


@dataclass(frozen=True, slots=True)
class SessionHours:
    """When a session began, and since when it is over; None for not yet."""

    began: datetime | None = None
    over: datetime | None = None


@dataclass(frozen=True, slots=True)
class SaidMoment:
    """What happened in a session before a message, in words. One that `is_context` happened before what stands above
    the message, and says where the session stood: it goes once that is laid above.
    """

    words: str
    is_context: bool = False


# Asked above: when the session began and ended.
hours_of_session = AskedAbove[[Room], SessionHours](lambda _room: SessionHours())
# Asked above: what happened in the session before each of these messages, by the message's id.
moments_in_session = AskedAbove[[Room, Sequence[Message]], Mapping[int, list[SaidMoment]]](
    lambda _room, _messages: {}
)
# Asked above: the condition on rooms under which a reader reads those of sessions. Twin: `may_read_session`.
session_rooms_read_by = AskedAbove[[Reader], Q](lambda _reader: Q(pk__in=[]))
# Asked above: the communities whose people come to the session, that which holds it first.
communities_in_session = AskedAbove[[Room], list[Community]](
    lambda room: [room.community] if room.community else []
)
# Asked above: the one of them that is named to this reader; None where they may know of none.
community_named_in_session = AskedAbove[[Actor, Room], Community | None](lambda _actor, _room: None)
# Asked above: the people of whom this reader may know that they come.
people_of_session = AskedAbove[[Actor, Room], QuerySet[Person]](lambda _actor, _room: Person.objects.none())


def communities_of_room(room: Room) -> Iterable[Community | None]:
    """Whose people read what is said there; None stands for two who talk alone."""
    return communities_in_session(room) if room.is_of_session else [room.community]


def community_named(actor: Actor, room: Room) -> Community | None:
    """The community by which pages name the room to this reader, who may not know of that which holds a session."""
    return community_named_in_session(actor, room) if room.is_of_session else room.community
