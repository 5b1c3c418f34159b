"""When people of the demo network joined: before they first did something, after a while of reading along."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from forum.demo.description import Told, ToldCommunity

BEFORE_THE_FIRST_TOPIC = timedelta(days=30)


def opened_at(told: Told, now: datetime) -> datetime:
    """When the network was opened, a while before its oldest conversation."""
    topics = [topic for community in told.communities for topic in community.topics]
    return min((topic.began(now) for topic in topics), default=now) - BEFORE_THE_FIRST_TOPIC


def joinings(told: Told, community: ToldCommunity, now: datetime) -> dict[str, datetime]:
    """When each member of the community joined it, by handle. The first was there when it opened."""
    opening = opened_at(told, now)
    firsts = _first_acts(told, community, now)
    joined: dict[str, datetime] = {}
    for place, handle in enumerate(community.roles):
        reading_along = timedelta(days=place * 11 % 37, hours=3 + place)
        first = firsts.get(handle, now)
        joined[handle] = opening if place == 0 else max(opening, first - reading_along)
    return joined


def _first_acts(told: Told, community: ToldCommunity, now: datetime) -> dict[str, datetime]:
    firsts: dict[str, datetime] = {}
    for handle, moment in (*_acts(community, now), *_acts_with_guests(told, community, now)):
        firsts[handle] = min(moment, firsts.get(handle, moment))
    return firsts


def _acts(community: ToldCommunity, now: datetime) -> Iterator[tuple[str, datetime]]:
    for topic in community.topics:
        for post in topic.posts:
            moment = topic.written(post, now)
            yield post.author, moment
            for handles in post.reactions.values():
                yield from ((handle, moment) for handle in handles)


def _acts_with_guests(told: Told, community: ToldCommunity, now: datetime) -> Iterator[tuple[str, datetime]]:
    """Who carried a topic onto a board of this community, and who answered it through that board."""
    for topic in (topic for each in told.communities for topic in each.topics):
        for crossing in topic.crossings:
            if crossing.board.startswith(f"{community.slug}/"):
                yield crossing.broker, topic.began(now) + timedelta(hours=crossing.after_hours)
        for post in topic.posts:
            if post.via.startswith(f"{community.slug}/"):
                yield post.author, topic.written(post, now)
