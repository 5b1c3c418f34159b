"""Words of rooms on their way to boards, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from forum.chat.models import Message, Room
from forum.communities.models import Community, Role
from forum.discussions.models import Board, Topic
from forum.lifting.actions.asking import Extract, Target, take_words
from forum.lifting.models import Lift
from forum.lifting.selectors.lifts import rows_of, wording_of
from forum.people.models import Person
from tests.factories import make_member, make_person


def room_of(community: Community) -> Room:
    """Its common room, read anew."""
    return Room.objects.select_related("community").get(community=community, kind=Room.Kind.STANDING)


def room_named(community: Community, name: str) -> Room:
    """Its room of that name, read anew."""
    return Room.objects.select_related("community").get(community=community, name=name)


def moderator_of(community: Community) -> Person:
    """Somebody who moderates it."""
    return make_member(community, make_person("Mo"), role=Role.MODERATOR)


def lift(lifter: Person, messages: Sequence[Message], to: Board | Topic, **more: Any) -> Lift:
    """Take the messages to a board, as a new topic, or into a topic."""
    target = Target(topic=to) if isinstance(to, Topic) else Target(board=to, title="From our talk")
    return take(lifter, messages, target, **more)


def take(
    lifter: Person, messages: Sequence[Message], target: Target, *, source: str = "We talked about this.",
    why: str = "", **more: Any,
) -> Lift:  # fmt: skip
    """The same for a target as the action takes it."""
    room = Room.objects.select_related("community").get(pk=messages[0].room_id)
    extract = Extract(room, messages, source, why)
    return take_words(lifter=lifter, extract=extract, target=target, **({"client_key": uuid4()} | more))


def wording_for(lift: Lift, author: Person) -> str:
    """The words that the author is asked about, as they say now."""
    return wording_of([row for row in rows_of(lift) if row.author_id == author.pk])


def states(lift: Lift) -> list[str]:
    """What became of each message."""
    return [row.state for row in rows_of(lift)]
