"""How boards react to what happens elsewhere."""

from __future__ import annotations

from django.core.cache import cache

from forum.communities.events import MemberJoined, MemberLeft, RoleGiven
from forum.discussions.actions.handover import hand_over_posts
from forum.discussions.actions.names import renew_name
from forum.discussions.events import BoardCaughtUp, TopicRead
from forum.discussions.selectors.reading import unread_key
from forum.people.events import PlaceholderAdopted, ProfileChanged


def show_new_name(event: ProfileChanged) -> None:
    """Pages that hold the person's name are put together anew."""
    renew_name(person_id=event.person_id)


def hand_over_to_person(event: PlaceholderAdopted) -> None:
    """What was imported under a name is by the person who turned out to be behind it."""
    hand_over_posts(from_id=event.placeholder_id, to_id=event.person_id)


def count_unread_anew(event: TopicRead | BoardCaughtUp | MemberJoined | MemberLeft | RoleGiven) -> None:
    """What the person has yet to read is counted again when it is next shown."""
    cache.delete(unread_key(event.person_id))
