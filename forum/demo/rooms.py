"""Lets the people of the demo network talk: in the rooms of their communities, and two by two."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from forum.chat.actions.direct import open_direct_room
from forum.chat.actions.messages import pin_message
from forum.chat.actions.reactions import react_to_message
from forum.chat.actions.reading import read_room
from forum.chat.actions.rooms import describe_room, open_room
from forum.chat.actions.sending import send_message
from forum.chat.actions.taking_down import take_down_message
from forum.chat.models import Message, Room
from forum.chat.selectors.own_rooms import own_rooms
from forum.chat.selectors.rooms import rooms_of
from forum.demo.described_talk import ToldMessage, ToldRoom
from forum.demo.description import Told
from forum.discussions.models import Topic
from forum.moderation.actions.appealing import appeal_removed_message
from forum.people.models import Person

_LINK = re.compile(r"\(topic:(.+?)\)(?=[\s.,:;]|$)")
SOON = timedelta(minutes=1)
UNTIL_REMOVED, UNTIL_APPEAL = timedelta(minutes=30), timedelta(hours=2)

Act = tuple[datetime, Callable[[], object]]


@dataclass(slots=True)
class Talk:
    """A room in which people talk, and what has been said in it so far."""

    told: ToldRoom
    room: Room
    people: dict[str, Person]
    topics: dict[str, Topic]
    moderator: Person
    now: datetime
    said: dict[str, Message] = field(default_factory=dict)
    moments: list[tuple[datetime, Message]] = field(default_factory=list)

    def acts(self) -> Iterator[Act]:
        """Everything that happens in the room, with its moment."""
        for message in self.told.messages:
            moment = self.now - timedelta(minutes=message.minutes_ago)
            yield moment, partial(self._say, message, moment)
            if message.pinned:
                yield moment + SOON, partial(self._pin, message, moment + SOON)
            if message.removed_because:
                yield moment + UNTIL_REMOVED, partial(self._take_down, message, moment + UNTIL_REMOVED)
            for kind, handles in message.reactions.items():
                for number, handle in enumerate(handles, start=1):
                    later = moment + min(number * 3 * SOON, (self.now - moment) / 2)
                    yield later, partial(self._react, message, handle, kind, later)

    def _say(self, message: ToldMessage, moment: datetime) -> None:
        answered = self.said[message.reply_to].pk if message.reply_to else 0
        sent = send_message(
            author=self.people[message.author],
            room=self.room,
            client_id=uuid5(NAMESPACE_URL, f"{self.room.pk} {message.minutes_ago} {message.body}"),
            body=_LINK.sub(self._address, message.body),
            reply_to=answered,
            now=moment,
        )
        self.said[message.id or message.body] = sent
        self.moments.append((moment, sent))

    def _address(self, link: re.Match[str]) -> str:
        return f"({self.topics[link[1]].get_absolute_url()})"

    def _pin(self, message: ToldMessage, moment: datetime) -> None:
        pin_message(moderator=self.moderator, message=self.said[message.id or message.body], now=moment)

    def _take_down(self, message: ToldMessage, moment: datetime) -> None:
        taken = take_down_message(
            moderator=self.people[message.removed_by],
            message=self.said[message.id or message.body],
            reason=message.removed_because,
            now=moment,
        )
        if message.appeal:
            appeal_removed_message(
                person=self.people[message.author],
                message=taken,
                words=message.appeal,
                now=moment + UNTIL_APPEAL,
            )

    def _react(self, message: ToldMessage, handle: str, kind: str, moment: datetime) -> None:
        said = self.said[message.id or message.body]
        react_to_message(person=self.people[handle], message=said, kind=kind, now=moment)


def let_talk(told: Told, people: dict[str, Person], topics: list[Topic], *, now: datetime) -> None:
    """Let everything be said in order, and everyone have read what was said up to their last visit."""
    by_title = {topic.title: topic for topic in topics}
    talks = [_opened(told, room, people, by_title, now) for room in told.rooms]
    acts = [act for talk in talks for act in talk.acts()]
    for _moment, act in sorted(acts, key=lambda timed: timed[0]):
        act()
    for person in told.people:
        visit = now - timedelta(hours=person.last_visit_hours)
        _read(people[person.handle], talks, visit)


def _opened(
    told: Told, room: ToldRoom, people: dict[str, Person], topics: dict[str, Topic], now: datetime
) -> Talk:
    if room.people:
        one, other = (people[handle] for handle in room.people)
        began = now - timedelta(minutes=room.messages[0].minutes_ago)
        direct = open_direct_room(person=one, other=other, now=began)
        return Talk(room, direct, people, topics, one, now)
    roles = next(each.roles for each in told.communities if each.slug == room.community)
    facilitator = people[room.opener or next(iter(roles))]
    return Talk(room, _room_of(room, facilitator, now), people, topics, facilitator, now)


def _room_of(told: ToldRoom, facilitator: Person, now: datetime) -> Room:
    community = next(
        own.room.community
        for own in own_rooms(facilitator)
        if own.room.community is not None and own.room.community.slug == told.community
    )
    said: dict[str, Any] = {"purpose": told.purpose, "slow_seconds": told.slow_seconds}
    if not told.name:
        standing = rooms_of(community).filter(kind=Room.Kind.STANDING).get()
        return describe_room(facilitator=facilitator, room=standing, **said)
    began = now - timedelta(minutes=told.messages[0].minutes_ago + 5)
    return open_room(opener=facilitator, community=community, now=began, name=told.name, **said)


def _read(person: Person, talks: list[Talk], visit: datetime) -> None:
    mine = {own.room.pk for own in own_rooms(person)}
    for talk in talks:
        if talk.room.pk not in mine:
            continue
        own = [message.seq for _moment, message in talk.moments if message.author_id == person.pk]
        seen = [message.seq for moment, message in talk.moments if moment <= visit]
        if own or seen:
            read_room(reader=person, room=talk.room, seq=max(own + seen), now=visit)
